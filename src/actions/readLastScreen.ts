// The last screen of a stopped terminal Pod, as the Pod has left it beside its log: rows of text and styles, for a preview.
import { displayText } from '../cells/displayText';
import { type HomePaths, segmentScreenPath } from '../protocol/homePaths';
import { readEnd } from '../store/regularFile';

/** A screen of nothing but coloured blocks has some 40 bytes a cell; of a longer file the end counts. */
const MAX_BYTES = 256 * 1024;
/** More than any preview shows; the newest count. */
const MAX_ROWS = 128;
const STYLES = /(\x1b\[[\d;:]*m)/;

/**
 * The newest rows, in order: safe text with SGR sequences in it and nothing else. Every row begins and ends in the
 * default style. Null: none was kept, or it cannot be read.
 */
export async function readLastScreen(
  home: HomePaths,
  sessionId: string,
  segmentId: string,
  maxRows = MAX_ROWS,
): Promise<readonly string[] | null> {
  try {
    const { bytes, cut } = readEnd(segmentScreenPath(home, sessionId, segmentId), MAX_BYTES);
    const rows = bytes.toString('utf8').split('\n');
    // The first row of a cut file may be the rest of one, or of a sequence in it.
    const whole = cut ? rows.slice(1) : rows;
    return whole.slice(-maxRows).map(safeRow);
  } catch {
    return null;
  }
}

/** A home may be somebody else's: whatever else its files hold is not for a terminal, not even one that only draws. */
function safeRow(row: string): string {
  return row
    .replace(/\r$/, '')
    .split(STYLES)
    .map((part, index) => (index % 2 === 1 ? part : displayText(part)))
    .join('');
}
