// Tiles fill the screen, never overlap, and never get too small to read.
import fc from 'fast-check';
import { gridShape, tileRects } from '../../../src/dashboard/grid/gridShape';

const area = fc.record({
  x: fc.nat(3),
  y: fc.nat(3),
  width: fc.integer({ min: 1, max: 300 }),
  height: fc.integer({ min: 1, max: 100 }),
});

test('all tiles of a page together cover the area exactly, and each is at least 36×8 where more than one is shown', () => {
  fc.assert(
    fc.property(area, fc.integer({ min: 1, max: 200 }), (rect, count) => {
      const shape = gridShape(rect, count);
      const perPage = shape.columns * shape.rows;
      const rects = tileRects(rect, shape, Math.min(count, perPage), true);
      if (shape.columns > 1) for (const { width } of rects) expect(width).toBeGreaterThanOrEqual(36);
      if (shape.rows > 1) for (const { height } of rects) expect(height).toBeGreaterThanOrEqual(8);
      const covered = new Set<string>();
      for (const { x, y, width, height } of rects) {
        for (let row = y; row < y + height; row += 1)
          for (let cell = x; cell < x + width; cell += 1) covered.add(`${cell},${row}`);
      }
      const cells = rects.reduce((sum, { width, height }) => sum + width * height, 0);
      expect(covered.size).toBe(cells);
      expect(cells).toBe(rect.width * rect.height);
    }),
    { numRuns: 60 },
  );
});

test.each([
  [80, 22, 1, 1, 1],
  [80, 22, 4, 2, 2],
  [80, 22, 100, 2, 2],
  [40, 8, 9, 1, 1],
  [10, 3, 9, 1, 1],
  [200, 58, 6, 3, 2],
  [200, 58, 100, 5, 7],
])('%d×%d with %d Pods: %d columns, %d rows', (width, height, count, columns, rows) => {
  expect(gridShape({ x: 0, y: 0, width, height }, count)).toEqual({ columns, rows });
});
