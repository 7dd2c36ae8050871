// What a cell shows, reduced to one code point of known width.
import type { IBufferCell } from '@xterm/headless';
import { cellClusters } from '../../cells/cellClusters';

interface CellText {
  readonly text: string;
  readonly width: 1 | 2;
}

const BLANK: CellText = { text: ' ', width: 1 };
/** Code points below are one character each, whatever surrounds them. */
export const SIMPLE_END = 0x300;

/** A wide cell keeps its width whatever its text reduces to, so that what follows stays in its column. */
export function cellOneText(cell: IBufferCell): CellText {
  const chars = cell.getChars();
  if (chars === '') return BLANK;
  const isWide = cell.getWidth() === 2;
  if (chars.length === 1 && chars.charCodeAt(0) < SIMPLE_END) return { text: chars, width: isWide ? 2 : 1 };
  for (const cluster of cellClusters(chars)) {
    if (isSkinTone(cluster.text)) break;
    if (cluster.width === (isWide ? 2 : 1)) return cluster;
    break;
  }
  return { text: isWide ? '　' : '\ufffd', width: isWide ? 2 : 1 };
}

/** A skin tone has cells of its own here; beside its emoji other terminals would draw both as one. */
function isSkinTone(text: string): boolean {
  const codePoint = text.codePointAt(0) ?? 0;
  return codePoint >= 0x1f3fb && codePoint <= 0x1f3ff;
}
