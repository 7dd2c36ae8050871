// How many terminal cells a text takes, and cutting and padding by cells.
import { cellClusters } from './cellText';

const PLAIN = /^[\x20-\x7e]*$/;

/** The cells that `text` takes when painted as `cellClusters` reduces it. */
export function textWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const cluster of cellClusters(text)) width += cluster.width;
  return width;
}

/**
 * At most `cells` cells of `text`, reduced by `cellClusters`, so that the width holds on every terminal. What does not
 * fit is replaced by `ellipsis` (left out where not even that fits). Reads no further than it must.
 */
export function clipText(text: string, cells: number, ellipsis = '…'): string {
  if (cells <= 0) return '';
  if (text.length <= cells && PLAIN.test(text)) return text;
  const mark = textWidth(ellipsis) <= cells ? ellipsis : '';
  const room = cells - textWidth(mark);
  let kept = '';
  let shown = '';
  let width = 0;
  for (const cluster of cellClusters(text)) {
    if (width + cluster.width > cells) return kept + mark;
    shown += cluster.text;
    width += cluster.width;
    if (width <= room) kept = shown;
  }
  return shown;
}

/** Exactly `cells` cells: clipped or filled with blanks, at the right or (`align` right) at the left. */
export function padText(text: string, cells: number, align: 'left' | 'right' = 'left'): string {
  const clipped = clipText(text, cells);
  const blanks = ' '.repeat(Math.max(0, cells - textWidth(clipped)));
  return align === 'left' ? clipped + blanks : blanks + clipped;
}
