// A recording as lines, read as far as it goes.
import { existsSync } from 'node:fs';
import type { CastEvent } from '../protocol/castEvent';
import { CastReader } from '../store/castReader';
import type { LineMaker } from './lineMaker';

export interface RecordedLines<Line> {
  /** What has come since the last call, some lines at a time. @throws file errors. */
  batches(): AsyncGenerator<readonly Line[]>;
  /** What the screen still shows. */
  rest(): Promise<readonly Line[]>;
  close(): Promise<void>;
}

/** Events rendered at a time. */
const BATCH = 256;

interface RecordingRead {
  /** See `RecordedText`. */
  readonly eager: boolean;
  /** Unix ms: only lines that were begun since; null: all. */
  readonly since?: number | null;
  /** Unix ms: as it was then; null: to its end. */
  readonly until?: number | null;
  /** Where it is not there yet, it comes. */
  readonly isAwaited?: boolean;
}

/** Its plain lines: untrusted text. Null: there is none. */
export function openRecording(file: string, read: RecordingRead): Promise<RecordedLines<string> | null> {
  return openRecordedLines(file, read, async () => (await import('./lineMakers')).plainLines);
}

/** Null: there is none. The terminal, and what makes lines of its rows, are only loaded where there is something to draw. */
export async function openRecordedLines<Line>(
  file: string,
  { eager, since = null, until = null, isAwaited = false }: RecordingRead,
  loadMaker: () => Promise<LineMaker<Line>>,
): Promise<RecordedLines<Line> | null> {
  if (!isAwaited && !existsSync(file)) return null;
  const { RecordedText } = await import('./recordedText');
  // Line by line, or what came before could not be told from what is on the screen since.
  const text = new RecordedText(eager || since !== null, await loadMaker());
  const reader = new CastReader(file);
  let isEarly = since !== null;
  const take = async (events: readonly CastEvent[]) => {
    const lines = await text.take(events);
    return isEarly ? [] : lines;
  };
  return {
    batches: async function* () {
      const batch: CastEvent[] = [];
      for await (const event of reader.newEvents()) {
        if (until !== null && event.at > until) break;
        if (isEarly && event.at >= (since ?? 0)) {
          yield await take(batch.splice(0));
          isEarly = false;
        }
        batch.push(event);
        if (batch.length >= BATCH) yield await take(batch.splice(0));
      }
      yield await take(batch);
    },
    rest: async () => (isEarly ? [] : text.finish()),
    close: async () => {
      text.dispose();
      await reader.close();
    },
  };
}
