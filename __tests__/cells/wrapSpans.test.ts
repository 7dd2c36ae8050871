// Long lines in rows of cells: broken at blanks and between wide characters, with their styles.
import fc from 'fast-check';
import { textWidth } from '../../src/cells/cellWidth';
import { displayText } from '../../src/cells/displayText';
import { rowText, rowWidth } from '../../src/cells/podScreen';
import { restyledCells } from '../../src/cells/restyledCells';
import { rowOf, span } from '../../src/cells/spans';
import { PLAIN_STYLE, STYLE, withFlags } from '../../src/cells/textStyle';
import { wrapSpans, wrapText } from '../../src/cells/wrapSpans';

const BOLD = withFlags(PLAIN_STYLE, STYLE.bold);

describe('wrapText', () => {
  test.each([
    ['one two three', 7, ['one two', 'three']],
    ['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['漢字漢字', 5, ['漢字', '漢字']],
    ['', 5, ['']],
    ['a bcdefgh', 4, ['a', 'bcde', 'fgh']],
    ['abcd efgh', 4, ['abcd', 'efgh']],
  ])('%j in %d cells', (line, cells, rows) => {
    expect(wrapText(line, cells)).toEqual(rows);
  });

  test('no row is too wide, and nothing but blanks is lost', () => {
    const line = fc.string({ unit: 'grapheme' }).map(displayText);
    fc.assert(
      fc.property(line, fc.integer({ min: 2, max: 30 }), (full, cells) => {
        const rows = wrapText(full, cells);
        for (const row of rows) expect(textWidth(row)).toBeLessThanOrEqual(cells);
        const bare = (value: string) => value.replaceAll(' ', '');
        const whole = rowOf([span(full, PLAIN_STYLE)])
          .map((run) => run.text)
          .join('');
        expect(bare(rows.join(''))).toBe(bare(whole));
      }),
    );
  });
});

describe('wrapSpans', () => {
  const plain = (text: string) => span(text, PLAIN_STYLE);

  test('a word keeps its style over the break, and a line break begins a row', () => {
    const rows = wrapSpans([plain('one '), span('two three', BOLD), plain('\nfour')], 7);
    expect(rows.map(rowText)).toEqual(['one two', 'three', 'four']);
    expect(rows[1]).toEqual([{ text: 'three', ...BOLD, width: 1 }]);
  });

  test('cut: every blank stays, and rows are full', () => {
    const rows = wrapSpans([plain('ab  cd 漢字')], 4, { cut: true });
    expect(rows.map(rowText)).toEqual(['ab  ', 'cd ', '漢字']);
  });

  test('a closing mark does not begin a row', () => {
    expect(wrapSpans([plain('日本語。')], 6).map(rowText)).toEqual(['日本', '語。']);
  });
});

test('restyledCells: the part in the middle of a run, and nothing else, is marked', () => {
  const row = rowOf([span('ab日cd', PLAIN_STYLE)]);
  const marked = restyledCells(row, 1, 4, STYLE.inverse);
  expect(marked.map(({ text, flags }) => [text, flags])).toEqual([
    ['a', 0],
    ['b', STYLE.inverse],
    ['日', STYLE.inverse],
    ['c', STYLE.inverse],
    ['d', 0],
  ]);
  expect(rowWidth(marked)).toBe(rowWidth(row));
});
