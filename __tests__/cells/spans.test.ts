// Spans as one row: clipped, filled, split.
import fc from 'fast-check';
import { rowText, rowWidth } from '../../src/cells/podScreen';
import { filledRow, paddedSpan, prefixed, rowOf, span, splitRow } from '../../src/cells/spans';
import { PLAIN_STYLE, STYLE, sameStyle, withFlags } from '../../src/cells/textStyle';

const BOLD = withFlags(PLAIN_STYLE, STYLE.bold);
const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', ' ', '日', '🚀', 'é', '…') }), { maxLength: 5 });
const spansOf = (all: readonly string[]) => all.map((text, index) => span(text, index % 2 === 0 ? PLAIN_STYLE : BOLD));

test('a row is never wider than asked for, and whole where it fits', () => {
  fc.assert(
    fc.property(texts, fc.nat(30), (all, cells) => {
      const whole = rowOf(spansOf(all));
      const row = rowOf(spansOf(all), cells);
      expect(rowWidth(row)).toBeLessThanOrEqual(cells);
      if (rowWidth(whole) <= cells) expect(row).toEqual(whole);
      expect(rowWidth(filledRow(spansOf(all), cells, PLAIN_STYLE))).toBe(
        rowWidth(whole) <= cells ? cells : rowWidth(row),
      );
    }),
  );
});

test('nothing comes behind the ellipsis, even where a wide character has left a cell', () => {
  expect(rowText(rowOf([span('日本語', PLAIN_STYLE), span('xyz', BOLD)], 4))).toBe('日…');
  expect(rowText(rowOf([span('ab…', PLAIN_STYLE), span('c', BOLD)], 4))).toBe('ab…c');
  expect(rowText(rowOf([span('abcd', PLAIN_STYLE), span('c', BOLD)], 4))).toBe('abcd');
});

test('neighbours of one look and width are one run', () => {
  const row = rowOf([span('ab', PLAIN_STYLE), span('c日', PLAIN_STYLE), span('d', BOLD), span('', PLAIN_STYLE)]);
  expect(row).toEqual([
    { text: 'abc', ...PLAIN_STYLE, width: 1 },
    { text: '日', ...PLAIN_STYLE, width: 2 },
    { text: 'd', ...BOLD, width: 1 },
  ]);
  expect(sameStyle(BOLD, PLAIN_STYLE)).toBe(false);
});

test('split: the right part goes where both do not fit', () => {
  const [left, right] = [[span('left', PLAIN_STYLE)], [span('right', BOLD)]];
  expect(rowText(splitRow(left, right, 12, PLAIN_STYLE))).toBe('left   right');
  expect(rowText(splitRow(left, right, 9, PLAIN_STYLE))).toBe('left     ');
  expect(rowText(splitRow(left, right, 3, PLAIN_STYLE))).toBe('le…');
});

test('padded and prefixed', () => {
  expect(paddedSpan('7', 3, BOLD, 'right')).toEqual(span('  7', BOLD));
  const rows = [rowOf([span('one', PLAIN_STYLE)]), rowOf([span('two', PLAIN_STYLE)])];
  const marked = prefixed(rows, [span('- ', BOLD)], [span('  ', PLAIN_STYLE)]);
  expect(marked.map(rowText)).toEqual(['- one', '  two']);
});
