// The cells of one code point: the one width table, for the Pod's headless terminal and for every painter.
import { WIDE_RANGES, ZERO_WIDTH_RANGES } from './widthRanges';

export type CellWidth = 0 | 1 | 2;

const BMP_SIZE = 0x10000;
/** Widths of the basic plane, made at the first text that is not ASCII: a lookup instead of a search per character. */
let bmpWidths: Uint8Array | null = null;

/**
 * 0 for controls, combining marks and invisible characters, 2 for East Asian Wide and Fullwidth (with all emoji that
 * show as such by default), else 1. Ambiguous is 1. Regional indicators are 1 each: a flag takes two cells as two
 * letters do. Not a code point → 0.
 */
export function codePointWidth(codePoint: number): CellWidth {
  if (codePoint < 0x7f) return codePoint < 0x20 ? 0 : 1;
  if (codePoint < 0x300) return codePoint < 0xa0 ? 0 : 1;
  if (codePoint >= BMP_SIZE) return searchWidth(codePoint);
  bmpWidths ??= makeBmpWidths();
  const width = bmpWidths[codePoint];
  return width === 0 || width === 2 ? width : 1;
}

function searchWidth(codePoint: number): CellWidth {
  if (inRanges(codePoint, WIDE_RANGES)) return 2;
  return codePoint > 0x10ffff || inRanges(codePoint, ZERO_WIDTH_RANGES) ? 0 : 1;
}

/** `ranges`: pairs of first and last, ascending. */
function inRanges(codePoint: number, ranges: readonly number[]): boolean {
  let low = 0;
  let high = ranges.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (codePoint < (ranges[2 * middle] ?? 0)) high = middle - 1;
    else if (codePoint > (ranges[2 * middle + 1] ?? 0)) low = middle + 1;
    else return true;
  }
  return false;
}

function makeBmpWidths(): Uint8Array {
  const widths = new Uint8Array(BMP_SIZE).fill(1);
  fillRanges(widths, ZERO_WIDTH_RANGES, 0);
  fillRanges(widths, WIDE_RANGES, 2);
  return widths;
}

function fillRanges(widths: Uint8Array, ranges: readonly number[], width: CellWidth): void {
  for (let i = 0; i < ranges.length; i += 2) widths.fill(width, ranges[i], (ranges[i + 1] ?? 0) + 1);
}
