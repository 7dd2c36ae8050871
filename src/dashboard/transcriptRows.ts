// A conversation as wrapped rows: counted by the scroll keys, drawn by the transcript pane and by tiles.
import { displayText } from '../text/displayText';
import type { TranscriptLine } from './ports';
import { screenLayout } from './screenLayout';
import { type DashboardState, transcriptOf } from './state';
import { wrapText } from './wrapText';

export interface TranscriptRow {
  readonly role: TranscriptLine['role'];
  /** True for the first row of a line, where the role is shown. */
  readonly first: boolean;
  readonly text: string;
}

/** Cells of the column in front of the text of the transcript pane. */
export const ROLE_WIDTH = 10;

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

/** All rows, `cells` cells wide. */
export function transcriptRows(lines: readonly TranscriptLine[], cells: number): readonly TranscriptRow[] {
  return lines.flatMap((line) => wrapLine(line, cells));
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

export interface TranscriptView {
  readonly total: number;
  /** First row shown. */
  readonly top: number;
  /** The largest `top`: the one that shows the end. */
  readonly end: number;
  readonly height: number;
}

/** Where the transcript pane's view stands; null when another pane is open. */
export function transcriptView(state: DashboardState): TranscriptView | null {
  if (state.pane.kind !== 'transcript') return null;
  const { width, height } = screenLayout(state).body;
  const total = transcriptRows(transcriptOf(state, state.pane.entry.key), width - ROLE_WIDTH).length;
  const end = Math.max(0, total - height);
  return { total, end, height, top: state.pane.top === null ? end : Math.min(state.pane.top, end) };
}
