// Tiles in groups: each once, under the head of its group, inside the area, never over another.
import fc from 'fast-check';
import { sectionPages } from '../../../src/dashboard/grid/sectionPages';

const area = fc.record({
  x: fc.nat(3),
  y: fc.nat(3),
  width: fc.integer({ min: 1, max: 250 }),
  height: fc.integer({ min: 2, max: 80 }),
});

test('every tile and every head is on a page, none lies over another one or outside', () => {
  const groups = fc.array(fc.nat(12), { maxLength: 12 });
  fc.assert(
    fc.property(area, groups, fc.constantFrom('small', 'normal', 'large'), (rect, tiles, density) => {
      const pages = sectionPages(rect, tiles, density);
      expect(pages.length).toBeGreaterThanOrEqual(1);
      const shown = pages.flat().filter(({ tile }) => tile !== null);
      expect(shown.map(({ section, tile }) => `${section}.${tile}`)).toEqual(
        tiles.flatMap((count, section) => Array.from({ length: count }, (_, tile) => `${section}.${tile}`)),
      );
      const heads = new Set(pages.flat().flatMap(({ section, tile }) => (tile === null ? [section] : [])));
      expect(heads.size).toBe(tiles.length);
      for (const page of pages) {
        const covered = new Set<string>();
        let cells = 0;
        let head = -1;
        for (const { section, tile, rect: own } of page) {
          if (tile === null) head = section;
          expect(section).toBe(head);
          expect(own.x).toBeGreaterThanOrEqual(rect.x);
          expect(own.y).toBeGreaterThanOrEqual(rect.y);
          expect(own.x + own.width).toBeLessThanOrEqual(rect.x + rect.width);
          expect(own.y + own.height).toBeLessThanOrEqual(rect.y + rect.height);
          cells += own.width * own.height;
          for (let y = own.y; y < own.y + own.height; y += 1)
            for (let x = own.x; x < own.x + own.width; x += 1) covered.add(`${x},${y}`);
        }
        expect(covered.size).toBe(cells);
      }
    }),
    { numRuns: 80 },
  );
});

test('what fits on one page is there, as large as it gets', () => {
  const pages = sectionPages({ x: 0, y: 0, width: 160, height: 42 }, [2, 0, 1], 'normal');
  expect(pages).toHaveLength(1);
  expect(pages[0]?.filter(({ tile }) => tile !== null).map(({ rect }) => [rect.width, rect.height])).toEqual([
    [80, 19],
    [80, 19],
    [80, 19],
  ]);
});

test('a group that goes on on another page has its head there again', () => {
  const pages = sectionPages({ x: 0, y: 0, width: 40, height: 18 }, [4], 'normal');
  expect(pages.map((page) => page.map(({ tile }) => tile))).toEqual([
    [null, 0, 1],
    [null, 2, 3],
  ]);
});
