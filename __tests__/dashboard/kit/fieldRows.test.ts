// A field as rows: lines and wraps, wide characters whole, and a cell for the cursor behind the last character.
import fc from 'fast-check';
import { fieldRows } from '../../../src/dashboard/kit/fieldRows';
import { fieldOf } from '../../../src/dashboard/kit/textField';

const laid = (text: string, cells: number, cursor = [...text].length) => fieldRows({ chars: [...text], cursor }, cells);

test('lines are rows, a long one is wrapped, and the cursor keeps a cell behind the last character', () => {
  expect(laid('', 5)).toEqual({ rows: [''], cursorRow: 0, cursorX: 0 });
  expect(laid('ab\n', 5)).toEqual({ rows: ['ab', ''], cursorRow: 1, cursorX: 0 });
  expect(laid('abcdefghi', 5)).toEqual({ rows: ['abcd', 'efgh', 'i'], cursorRow: 2, cursorX: 1 });
  expect(laid('abcdefgh', 5)).toEqual({ rows: ['abcd', 'efgh'], cursorRow: 1, cursorX: 4 });
  expect(laid('abcdefgh', 5, 4)).toMatchObject({ cursorRow: 1, cursorX: 0 });
  expect(laid('abcd\nx', 5, 4)).toMatchObject({ cursorRow: 0, cursorX: 4 });
  expect(laid('日本語', 6)).toEqual({ rows: ['日本', '語'], cursorRow: 1, cursorX: 2 });
});

test('a line of plain characters is laid out as any other', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 60 });
  fc.assert(
    fc.property(texts, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 3, max: 20 }), (text, place, cells) => {
      const cursor = Math.min(place, text.length);
      // A tab takes a cell, and the way of what is not plain.
      const other = laid(text.replaceAll('a', '\t'), cells, cursor);
      const rows = laid(text, cells, cursor);
      expect(rows).toEqual({ ...other, rows: rows.rows });
      expect(rows.rows.map((row) => row.replaceAll('a', ' '))).toEqual(other.rows);
    }),
  );
});

test('a long text is laid out after each edit as if it were new', () => {
  const unit = fc.constantFrom('a', ' ', '漢', '\n', '\u0301', '\u200d', '👩', '🏽', '\t', '🇯');
  const piece = fc.string({ unit, maxLength: 30 });
  const edit = fc.record({ at: fc.nat(), gone: fc.nat(40), text: piece });
  fc.assert(
    fc.property(piece, fc.array(edit, { maxLength: 6 }), fc.integer({ min: 3, max: 30 }), (first, edits, cells) => {
      let chars = [...`${first}漢a`.repeat(1 + Math.ceil(5000 / ([...first].length + 2)))];
      const check = (cursor: number) => {
        const rows = fieldRows({ chars, cursor }, cells);
        // A short text between them has nothing remembered of the long one.
        fieldRows(fieldOf('short'), cells);
        const whole = fieldRows({ chars: [...chars], cursor }, cells);
        expect(rows).toEqual(whole);
        fieldRows({ chars: [...chars], cursor }, cells);
      };
      check(0);
      for (const { at, gone, text } of edits) {
        const from = at % (chars.length + 1);
        chars = [...chars.slice(0, from), ...text, ...chars.slice(from + gone)];
        check(Math.min(chars.length, from + [...text].length));
      }
    }),
    { numRuns: 40 },
  );
});

test('a mark that stands on nothing is seen', () => {
  expect(laid('a\n\u0301b', 9)).toEqual({ rows: ['a', '◌b'], cursorRow: 1, cursorX: 2 });
});

test('the rows of a field are made once for a width', () => {
  const field = fieldOf('one\ntwo');
  expect(fieldRows(field, 10)).toBe(fieldRows(field, 10));
});
