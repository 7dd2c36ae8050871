// The history of a Pod, out of its recording: both halves, in slices that leave whoever reads it responsive.
import type { ScreenRow } from '../cells/podScreen';
import type { History, HistoryLine } from '../history/history';
import { openRecordedLines } from './openRecording';

/** Older lines than these are left out: bounds of what is kept in memory. */
const MAX_LINES = 100_000;
const MAX_CHARACTERS = 24 * 1024 * 1024;

/** What is loaded only when a history is read; from here, because a module that is gone is known by who has asked for it. */
export async function loadHistoryParts(): Promise<void> {
  await Promise.all([import('./lineMakers'), import('./recordingPass'), import('./lastOfRecording')]);
}

/** Null: there is no recording. @param until Unix ms: as it stood then; null: to its end. @throws file errors. */
export async function readHistory(file: string, until: number | null = null): Promise<History | null> {
  const recording = await openRecordedLines(
    file,
    { eager: false, until },
    async () => (await import('./lineMakers')).styledLines,
  );
  if (recording === null) return null;
  const kept = new KeptLines();
  try {
    for await (const lines of recording.batches()) kept.push(lines);
    kept.push(await recording.rest());
    return kept.history;
  } finally {
    await recording.close();
  }
}

class KeptLines {
  private lines: HistoryLine[] = [];
  private characters = 0;
  private isCut = false;

  push(lines: readonly HistoryLine[]): void {
    for (const line of lines) {
      this.lines.push(line);
      this.characters += lengthOf(line.row);
    }
    if (this.lines.length > 1.25 * MAX_LINES || this.characters > 1.25 * MAX_CHARACTERS) this.cut();
  }

  get history(): History {
    this.cut();
    return { lines: this.lines, isCut: this.isCut };
  }

  private cut(): void {
    let first = Math.max(0, this.lines.length - MAX_LINES);
    for (const { row } of this.lines.slice(0, first)) this.characters -= lengthOf(row);
    for (; this.characters > MAX_CHARACTERS && first < this.lines.length - 1; first++) {
      this.characters -= lengthOf(this.lines[first]?.row ?? []);
    }
    if (first === 0) return;
    this.isCut = true;
    this.lines = this.lines.slice(first);
  }
}

/** Each run costs as much as some text. */
function lengthOf(row: ScreenRow): number {
  return row.reduce((sum, { text }) => sum + text.length + 64, 0);
}
