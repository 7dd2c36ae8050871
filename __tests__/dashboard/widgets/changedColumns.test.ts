// Where two rows differ: outside of those columns no cell is another one, and a digit that counts is one column.
import fc from 'fast-check';
import type { ScreenRow } from '../../../src/cells/podScreen';
import { changedColumns } from '../../../src/dashboard/widgets/changedColumns';

const plain = (text: string, over: object = {}) => ({ text, fg: -1, bg: -1, flags: 0, width: 1 as const, ...over });

const anyRun = fc.oneof(
  fc
    .tuple(fc.array(fc.constantFrom('a', 'b', ' ', 'é', '\u{1f600}'), { maxLength: 6 }), fc.constantFrom(-1, 1))
    .map(([text, fg]) => plain(text.join(''), { fg })),
  fc
    .array(fc.constantFrom('漢', '字', '\u{1f680}'), { maxLength: 3 })
    .map((text) => plain(text.join(''), { width: 2 })),
);
const anyRow = fc.array(anyRun, { maxLength: 3 });
/** Rows that share their beginning and their end. */
const likeRows = fc.tuple(anyRow, anyRow, anyRow, anyRow).map(
  ([first, one, other, last]) =>
    [
      [...first, ...one, ...last],
      [...first, ...other, ...last],
    ] as const,
);

function cells(row: ScreenRow, width: number): string[] {
  const all = row.flatMap(({ text, fg, width: own }) =>
    [...text].flatMap((character) => (own === 1 ? [`${character} ${fg}`] : [`${character} wide`, 'its half'])),
  );
  return Array.from({ length: width }, (_, x) => all[x] ?? '  -1');
}

test('outside of the columns both rows show the same', () => {
  fc.assert(
    fc.property(
      fc.oneof(likeRows, fc.tuple(anyRow, anyRow)),
      fc.integer({ min: 1, max: 24 }),
      ([left, right], width) => {
        const [from, to] = changedColumns(left, right, width);
        const outside = (row: ScreenRow) => cells(row, width).filter((_, x) => x < from || x >= to);
        expect(outside(right)).toEqual(outside(left));
      },
    ),
    { numRuns: 2000 },
  );
});

test('a line that differs in a digit differs in one column, whatever runs stand around it', () => {
  const row = (count: number) => [plain('at '), plain(`line ${count} of some`, { fg: 2 }), plain(' more')];
  expect(changedColumns(row(121), row(122), 40)).toEqual([10, 11]);
  expect(changedColumns(row(121), row(121), 40)).toEqual([0, 0]);
  expect(changedColumns(row(121), row(122), 8)).toEqual([10, 8]);
});
