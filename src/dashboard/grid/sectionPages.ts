// The grid in groups: heads with their tiles below them, page by page: plain geometry.
import type { Rect } from '../kit/frame';
import { type Density, type GridShape, part, shownCells, smallestTile } from './gridShape';

/** What lies where: the head of a group, or one of its tiles. */
export interface SectionPart {
  /** Number of the group. */
  readonly section: number;
  /** Number of the tile in it; null: it is the head. */
  readonly tile: number | null;
  readonly rect: Rect;
}

/** One row for each head; a head is said again where its tiles go on on another page. */
const HEAD_ROWS = 1;

/**
 * The pages of groups that show so many tiles each (0: it is folded). All on one page, as large as possible, while no tile
 * gets smaller than the density allows; else as many as fit. At least one page.
 */
export function sectionPages(
  area: Rect,
  tiles: readonly number[],
  density: Density,
): readonly (readonly SectionPart[])[] {
  const { columns, rows } = sectionShape(area, tiles, density);
  const pages: SectionPart[][] = [];
  let y = area.height;
  const turn = (): void => {
    pages.push([]);
    y = 0;
  };
  const put = (section: number, tile: number | null, rect: Rect): void => {
    pages.at(-1)?.push({ section, tile, rect });
  };
  const head = (section: number): void => {
    put(section, null, { x: area.x, y: area.y + y, width: area.width, height: HEAD_ROWS });
    y += HEAD_ROWS;
  };
  tiles.forEach((count, section) => {
    if (y + HEAD_ROWS + (count > 0 ? rows : 0) > area.height) turn();
    head(section);
    for (let tile = 0; tile < count; tile += 1) {
      const column = tile % columns;
      if (column === 0 && tile > 0) {
        y += rows;
        if (y + rows > area.height) {
          turn();
          head(section);
        }
      }
      const { at, size } = part(area.width, columns, column);
      put(section, tile, {
        x: area.x + at,
        y: area.y + y,
        width: size,
        height: Math.min(rows, Math.max(1, area.height - y)),
      });
    }
    if (count > 0) y += rows;
  });
  return pages.length === 0 ? [[]] : pages;
}

/** Tiles beside each other, and the rows of each. */
function sectionShape(area: Rect, tiles: readonly number[], density: Density): GridShape {
  const smallest = smallestTile(density);
  const most = Math.max(1, Math.floor(area.width / smallest.width));
  const left = area.height - tiles.length * HEAD_ROWS;
  let best: GridShape | null = null;
  let bestCells = 0;
  for (let columns = 1; columns <= most; columns += 1) {
    const needed = tiles.reduce((sum, count) => sum + Math.ceil(count / columns), 0);
    const rows = needed === 0 ? left : Math.floor(left / needed);
    const cells = rows < smallest.height ? 0 : shownCells({ width: area.width / columns, height: rows });
    if (cells > bestCells) {
      best = { columns, rows };
      bestCells = cells;
    }
  }
  if (best !== null) return best;
  const onPage = Math.max(1, Math.floor((area.height - HEAD_ROWS) / smallest.height));
  return { columns: most, rows: Math.max(1, Math.floor((area.height - HEAD_ROWS) / onPage)) };
}
