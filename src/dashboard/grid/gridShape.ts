// How many tiles fit, how they are arranged, and where each lies: plain geometry.
import type { Rect } from '../kit/frame';

export interface GridShape {
  readonly columns: number;
  readonly rows: number;
}

export type Density = 'small' | 'normal' | 'large';

/** From many tiles to few. */
export const DENSITIES: readonly Density[] = ['small', 'normal', 'large'];

/** The smallest tile, border included; `normal` is the smallest one worth reading, `large` most of a usual screen. */
const MIN_TILES: Readonly<Record<Density, { readonly width: number; readonly height: number }>> = {
  small: { width: 24, height: 5 },
  normal: { width: 36, height: 8 },
  large: { width: 72, height: 18 },
};
/** The screen that most programs expect; more of it in a tile is better, more than it brings nothing. */
const COMMON_SCREEN = { width: 80, height: 24 };
const BORDER = 2;

/** The smallest tile of a density, border included. */
export function smallestTile(density: Density): { readonly width: number; readonly height: number } {
  return MIN_TILES[density];
}

/** How much of a usual screen a tile of this size shows. */
export function shownCells({ width, height }: Pick<Rect, 'width' | 'height'>): number {
  const cols = Math.min(Math.floor(width) - BORDER, COMMON_SCREEN.width);
  return cols * Math.min(Math.floor(height) - BORDER, COMMON_SCREEN.height);
}

/**
 * Columns and rows of one page of `count` tiles: all of them, as large as possible, while none gets smaller than
 * the density allows (36×8 normally); else as many as fit. There is always room for one, however small the terminal.
 */
export function gridShape(area: Rect, count: number, density: Density = 'normal'): GridShape {
  const smallest = MIN_TILES[density];
  const most = {
    columns: Math.max(1, Math.floor(area.width / smallest.width)),
    rows: Math.max(1, Math.floor(area.height / smallest.height)),
  };
  if (count >= most.columns * most.rows) return most;
  let best: GridShape | null = null;
  for (let columns = 1; columns <= most.columns; columns += 1) {
    const rows = Math.max(1, Math.ceil(count / columns));
    const shape = { columns, rows };
    if (rows <= most.rows && (best === null || shownInAll(area, shape) > shownInAll(area, best))) best = shape;
  }
  return best ?? most;
}

function shownInAll({ width, height }: Rect, { columns, rows }: GridShape): number {
  return shownCells({ width: width / columns, height: height / rows });
}

/** Splits `length` cells into `parts` that differ by one at most: the start and size of part `index`. */
export function part(length: number, parts: number, index: number): { readonly at: number; readonly size: number } {
  const at = Math.floor((length * index) / parts);
  return { at, size: Math.floor((length * (index + 1)) / parts) - at };
}

/**
 * The rectangles of the `count` tiles of one page, row by row, without gaps. With `stretch`, the tiles of a last row
 * that is not full share its whole width.
 */
export function tileRects(area: Rect, shape: GridShape, count: number, stretch: boolean): readonly Rect[] {
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / shape.columns);
    const inRow = Math.min(shape.columns, count - row * shape.columns);
    const across = part(area.width, stretch ? inRow : shape.columns, index % shape.columns);
    const down = part(area.height, shape.rows, row);
    return { x: area.x + across.at, y: area.y + down.at, width: across.size, height: down.size };
  });
}
