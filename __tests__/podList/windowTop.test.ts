// Which part of a long list is shown: around the selected row, moving as little as it must.
import fc from 'fast-check';
import { windowTop } from '../../src/podList/windowTop';

const cases = fc.record({
  total: fc.nat(60),
  rows: fc.integer({ min: 1, max: 20 }),
  top: fc.nat(80),
  at: fc.integer({ min: -1, max: 59 }),
});

test('the selected row is in it, and it shows as many rows as it can', () => {
  fc.assert(
    fc.property(cases, ({ total, rows, top, at }) => {
      const shown = windowTop(total, rows, top, at);
      expect(shown).toBeGreaterThanOrEqual(0);
      expect(Math.min(total, rows)).toBe(Math.min(total - shown, rows));
      if (at >= 0 && at < total) {
        expect(at).toBeGreaterThanOrEqual(shown);
        expect(at).toBeLessThan(shown + rows);
      }
    }),
  );
});

test.each([
  ['stays while the row is in it', 30, 10, 5, 9, 5],
  ['goes down by as much as is missing', 30, 10, 5, 15, 6],
  ['goes up by as much as is missing', 30, 10, 5, 4, 4],
  ['stays where it was scrolled to while none is selected', 30, 10, 7, -1, 7],
  ['shows the end in full when rows have gone', 12, 10, 9, -1, 2],
])('%s', (_case, total, rows, top, at, expected) => {
  expect(windowTop(total, rows, top, at)).toBe(expected);
});
