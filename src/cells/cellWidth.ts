// How many terminal cells a text takes, and cutting and padding by cells.
import { cellClusters } from './cellClusters';
import { isPlainCells } from './isPlainCells';

/** The cells that `text` takes when painted as `cellClusters` reduces it. */
export function textWidth(text: string): number {
  if (isPlainCells(text)) return text.length;
  let width = 0;
  for (const cluster of cellClusters(text)) width += cluster.width;
  return width;
}

export interface ClippedText {
  readonly text: string;
  /** The cells that it takes. */
  readonly width: number;
  /** Something did not fit. */
  readonly isCut: boolean;
}

/**
 * At most `cells` cells of `text`, reduced by `cellClusters`, so that the width holds on every terminal. What does not
 * fit is replaced by `ellipsis` (left out where not even that fits). Reads no further than it must.
 */
export function clippedText(text: string, cells: number, ellipsis = '…'): ClippedText {
  if (cells <= 0) return { text: '', width: 0, isCut: text !== '' };
  const isLong = text.length > cells;
  const isPlain = isPlainCells(isLong ? text.slice(0, cells + 1) : text);
  if (isPlain && !isLong) return { text, width: text.length, isCut: false };
  const markWidth = textWidth(ellipsis);
  const mark = markWidth <= cells ? { text: ellipsis, width: markWidth } : { text: '', width: 0 };
  const room = cells - mark.width;
  if (isPlain) return { text: text.slice(0, room) + mark.text, width: cells, isCut: true };
  let kept = { text: '', width: 0 };
  let shown = '';
  let width = 0;
  for (const cluster of cellClusters(text)) {
    if (width + cluster.width > cells)
      return { text: kept.text + mark.text, width: kept.width + mark.width, isCut: true };
    shown += cluster.text;
    width += cluster.width;
    if (width <= room) kept = { text: shown, width };
  }
  return { text: shown, width, isCut: false };
}

export function clipText(text: string, cells: number, ellipsis = '…'): string {
  return clippedText(text, cells, ellipsis).text;
}

/** Exactly `cells` cells: clipped or filled with blanks, at the right or (`align` right) at the left. */
export function padText(text: string, cells: number, align: 'left' | 'right' = 'left'): string {
  const { text: clipped, width } = clippedText(text, cells);
  const blanks = ' '.repeat(Math.max(0, cells - width));
  return align === 'left' ? clipped + blanks : blanks + clipped;
}

/** Where a text that does not fit is cut: names often differ at their end, paths at their last part. */
export type Cut = 'end' | 'middle' | 'start';

/** At most `cells` cells: what does not fit gives way to an ellipsis where `cut` says. */
export function cutText(text: string, cells: number, cut: Cut): string {
  if (cut === 'end' || cells < 5) return clipText(text, cells);
  if (text.length <= cells && isPlainCells(text)) return text;
  const clusters = [...cellClusters(text)];
  const width = clusters.reduce((sum, cluster) => sum + cluster.width, 0);
  if (width <= cells) return clusters.map((cluster) => cluster.text).join('');
  const head = cut === 'start' ? 0 : Math.ceil((cells - 1) / 2);
  const front = headOf(clusters, head);
  const back = headOf(clusters.toReversed(), cells - 1 - front.width);
  return `${front.texts.join('')}…${back.texts.toReversed().join('')}`;
}

function headOf(clusters: readonly { readonly text: string; readonly width: number }[], cells: number) {
  const texts: string[] = [];
  let width = 0;
  for (const cluster of clusters) {
    if (width + cluster.width > cells) break;
    texts.push(cluster.text);
    width += cluster.width;
  }
  return { texts, width };
}
