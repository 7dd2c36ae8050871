// A recording as plain lines, read as far as it goes.
import { existsSync } from 'node:fs';
import type { CastEvent } from '../protocol/castEvent';
import { CastReader } from '../store/castReader';

export interface Recording {
  /** Untrusted text. @throws file errors. */
  newLines(): Promise<readonly string[]>;
  /** What the screen still shows. */
  rest(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Events rendered at a time. */
const BATCH = 256;

interface RecordingRead {
  /** See `RecordedText`. */
  readonly eager: boolean;
  /** Unix ms: only lines that were begun since; null: all. */
  readonly since?: number | null;
}

/** Null: there is none. The terminal is only loaded where there is one to draw. */
export async function openRecording(file: string, { eager, since = null }: RecordingRead): Promise<Recording | null> {
  if (!existsSync(file)) return null;
  const { RecordedText } = await import('./recordedText');
  // Line by line, or what came before could not be told from what is on the screen since.
  const text = new RecordedText(eager || since !== null);
  const reader = new CastReader(file);
  let isEarly = since !== null;
  let lines: string[] = [];
  const take = async (events: readonly CastEvent[]) => {
    const taken = await text.take(events);
    if (!isEarly) for (const line of taken) lines.push(line);
  };
  return {
    newLines: async () => {
      lines = [];
      const batch: CastEvent[] = [];
      for await (const event of reader.newEvents()) {
        if (isEarly && event.at >= (since ?? 0)) {
          await take(batch.splice(0));
          isEarly = false;
        }
        batch.push(event);
        if (batch.length >= BATCH) await take(batch.splice(0));
      }
      await take(batch);
      return lines;
    },
    rest: async () => (isEarly ? [] : text.finish()),
    close: async () => {
      text.dispose();
      await reader.close();
    },
  };
}
