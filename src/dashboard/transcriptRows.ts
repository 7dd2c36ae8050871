// A conversation as wrapped rows: drawn by tiles.
import { displayText } from '../text/displayText';
import type { TranscriptLine } from './ports';
import { wrapText } from './wrapText';

export interface TranscriptRow {
  readonly role: TranscriptLine['role'];
  /** True for the first row of a line, where the role is shown. */
  readonly first: boolean;
  readonly text: string;
}

interface Wrapped {
  readonly cells: number;
  readonly rows: readonly TranscriptRow[];
}

/** A line is wrapped once for each width; a growing conversation costs only its newest lines. */
const wrappedLines = new WeakMap<TranscriptLine, Wrapped>();

function wrapLine(line: TranscriptLine, cells: number): readonly TranscriptRow[] {
  const known = wrappedLines.get(line);
  if (known !== undefined && known.cells === cells) return known.rows;
  const parts = line.text.split(/\r\n|\n|\r/).flatMap((part) => wrapText(displayText(part), cells));
  const rows = parts.map((text, index) => ({ role: line.role, first: index === 0, text }));
  wrappedLines.set(line, { cells, rows });
  return rows;
}

/** The last `count` rows; wraps no more lines than it shows. */
export function lastTranscriptRows(
  lines: readonly TranscriptLine[],
  cells: number,
  count: number,
): readonly TranscriptRow[] {
  const rows: TranscriptRow[][] = [];
  let found = 0;
  for (let at = lines.length - 1; at >= 0 && found < count; at -= 1) {
    const line = lines[at];
    if (line === undefined) break;
    const wrapped = wrapLine(line, cells);
    found += wrapped.length;
    rows.unshift([...wrapped]);
  }
  return rows.flat().slice(-count);
}
