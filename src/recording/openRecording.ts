// A recording as plain lines, read as far as it goes.
import { existsSync } from 'node:fs';
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

/** Null: there is none. The terminal is only loaded where there is one to draw. @param eager see `RecordedText`. */
export async function openRecording(file: string, eager: boolean): Promise<Recording | null> {
  if (!existsSync(file)) return null;
  const { RecordedText } = await import('./recordedText');
  const text = new RecordedText(eager);
  const reader = new CastReader(file);
  return {
    newLines: async () => {
      const lines: string[] = [];
      const batch = [];
      for await (const event of reader.newEvents()) {
        batch.push(event);
        if (batch.length >= BATCH) for (const line of await text.take(batch.splice(0))) lines.push(line);
      }
      for (const line of await text.take(batch)) lines.push(line);
      return lines;
    },
    rest: () => text.finish(),
    close: async () => {
      text.dispose();
      await reader.close();
    },
  };
}
