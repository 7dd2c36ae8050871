// Breaks one line of text into rows of so many cells, at blanks where there are any.
import { rowText, wrapSpans } from '../../conversation/styledText';
import { DEFAULT_COLOUR } from '../../podList/podScreen';

const PLAIN = { fg: DEFAULT_COLOUR, bg: DEFAULT_COLOUR, flags: 0 };

/**
 * The rows of `text` (one line, already safe), none wider than `cells`; at least one, which may be empty. A word that
 * is longer than a row is cut; the blank at a break is dropped.
 */
export function wrapText(text: string, cells: number): readonly string[] {
  return wrapSpans([{ text, style: PLAIN }], cells).map(rowText);
}
