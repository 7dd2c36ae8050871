// What a mark of a recording means to its reader.
import { CAST_MARK } from '../protocol/castEvent';

export interface MarkSentence {
  readonly text: string;
  /** The screen is drawn again behind it. */
  readonly isAnew: boolean;
}

/** Null: it says nothing to a reader. */
export function markSentence(mark: string): MarkSentence | null {
  if (mark.startsWith(`${CAST_MARK.interrupted} `)) {
    const seconds = Math.ceil(Number(mark.slice(CAST_MARK.interrupted.length + 1)) / 1000);
    return { text: `[… for ${seconds} s the recording could not be written …]`, isAnew: false };
  }
  if (mark === CAST_MARK.lost) {
    return { text: '[… the recording of what came before was cut off …]', isAnew: true };
  }
  if (!mark.startsWith(`${CAST_MARK.skipped} `)) return null;
  const bytes = mark.slice(CAST_MARK.skipped.length + 1);
  return { text: `[… ${bytes} bytes that came too fast to be recorded …]`, isAnew: true };
}
