// The last screen of a stopped terminal Pod, as the Pod has left it beside its log: plain rows, for a preview.
import { open } from 'node:fs/promises';
import { type HomePaths, segmentScreenPath } from '../protocol/homePaths';
import { displayText } from '../text/displayText';

/** More than any preview shows, bytes; of a longer file the end counts. */
const MAX_BYTES = 64 * 1024;

/** Safe rows, the newest last, without blank ones at the end. Null: none was kept, or it cannot be read. */
export async function readLastScreen(
  home: HomePaths,
  sessionId: string,
  segmentId: string,
): Promise<readonly string[] | null> {
  try {
    const file = await open(segmentScreenPath(home, sessionId, segmentId));
    try {
      const { size } = await file.stat();
      const from = Math.max(0, size - MAX_BYTES);
      const buffer = Buffer.alloc(size - from);
      const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
      const text = buffer.toString('utf8', 0, bytesRead);
      const rows = text.split('\n').map((row) => displayText(row.replace(/\r$/, '')).trimEnd());
      // The first row of a cut file may be the rest of one, or of a sequence in it.
      const whole = from === 0 ? rows : rows.slice(1);
      return whole.slice(0, whole.findLastIndex((row) => row !== '') + 1);
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}
