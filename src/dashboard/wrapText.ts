// Breaks one line of text into rows of so many cells, at blanks where there are any.
import { cellClusters } from '../text/cellText';

/**
 * The rows of `text` (one line, already safe), none wider than `cells`; at least one, which may be empty. A word that
 * is longer than a row is cut; the blank at a break is dropped.
 */
export function wrapText(text: string, cells: number): readonly string[] {
  const room = Math.max(2, cells);
  const rows: string[] = [];
  let row = '';
  let width = 0;
  let blankAt = -1;
  let widthAtBlank = 0;
  for (const cluster of cellClusters(text)) {
    if (width + cluster.width > room) {
      if (cluster.text === ' ') {
        rows.push(row);
        row = '';
        width = 0;
        blankAt = -1;
        continue;
      }
      rows.push(blankAt >= 0 ? row.slice(0, blankAt) : row);
      row = blankAt >= 0 ? row.slice(blankAt + 1) : '';
      width = blankAt >= 0 ? width - widthAtBlank - 1 : 0;
      blankAt = -1;
    }
    if (cluster.text === ' ') {
      blankAt = row.length;
      widthAtBlank = width;
    }
    row += cluster.text;
    width += cluster.width;
  }
  rows.push(row);
  return rows;
}
