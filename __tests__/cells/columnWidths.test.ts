// How the columns of `ls` and the picker share what there is.
import fc from 'fast-check';
import { columnWidths } from '../../src/cells/columnWidths';
import { COLUMNS } from '../../src/podList/columns';

const needs = fc.tuple(...COLUMNS.map((column) => fc.record({ column: fc.constant(column), widest: fc.nat(60) })));

/** Widths by the column's id; only of those that are named. */
function sized(widest: Readonly<Record<string, number>>, cells: number): Record<string, number> {
  const all = COLUMNS.flatMap((column) => {
    const own = widest[column.id];
    return own === undefined ? [] : [{ column, widest: own }];
  });
  return Object.fromEntries(columnWidths(all, cells, 2).map(({ column, width }) => [column.id, width]));
}

test('never takes more than there is, never less than a column needs, and drops by priority', () => {
  fc.assert(
    fc.property(needs, fc.integer({ min: 8, max: 220 }), fc.integer({ min: 1, max: 2 }), (all, cells, gap) => {
      const widths = columnWidths(all, cells, gap);
      const total = widths.reduce((sum, { width }) => sum + width, 0) + gap * (widths.length - 1);
      expect(total).toBeLessThanOrEqual(cells);
      for (const { column, width } of widths) {
        const widest = all.find((need) => need.column === column)?.widest ?? 0;
        expect(width).toBeGreaterThanOrEqual(Math.min(column.minWidth, widest));
        expect(width).toBeLessThanOrEqual(Math.min(column.maxWidth ?? cells, widest));
      }
      const kept = widths.map(({ column }) => column.priority).sort();
      expect(kept).toEqual(kept.map((_, index) => index + 1));
    }),
  );
});

test('with room for all each has what its widest cell needs, within its bounds', () => {
  const widest = { name: 40, state: 14, updated: 7, ids: 21, preview: 60 };
  expect(sized(widest, 200)).toEqual({ ...widest, name: 32 });
});

test('the ids go before the preview gets too short to say something, and only then', () => {
  const widest = { name: 10, state: 14, updated: 7, ids: 21, preview: 60 };
  expect(sized(widest, 10 + 14 + 7 + 21 + 8 + 36)).toEqual({ ...widest, preview: 36 });
  expect(sized(widest, 10 + 14 + 7 + 21 + 8 + 35)).toEqual({ name: 10, state: 14, updated: 7, preview: 58 });
  expect(sized({ ...widest, preview: 5 }, 10 + 14 + 7 + 21 + 8 + 5)).toMatchObject({ ids: 21, preview: 5 });
});

test('the directory goes where the preview would say too little, and the ids before it', () => {
  const widest = { name: 10, state: 14, updated: 7, directory: 20, ids: 21, preview: 60 };
  const most = 10 + 14 + 7 + 20 + 21 + 5 * 2;
  expect(sized(widest, most + 36)).toEqual({ ...widest, preview: 36 });
  expect(sized(widest, most + 35)).not.toHaveProperty('ids');
  expect(sized(widest, 10 + 14 + 7 + 10 + 8 + 23)).toMatchObject({ directory: 10, preview: 23 });
  expect(sized(widest, 10 + 14 + 7 + 10 + 8 + 22)).not.toHaveProperty('directory');
});

test('the name stays to the last, and is cut only where nothing else is left', () => {
  expect(sized({ name: 20, state: 20, updated: 7, ids: 21, preview: 60 }, 20)).toEqual({ name: 12, state: 6 });
  expect(sized({ name: 20, state: 20, updated: 7, ids: 21, preview: 60 }, 5)).toEqual({ name: 5 });
});
