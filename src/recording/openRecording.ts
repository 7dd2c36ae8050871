// A recording as lines, read as far as it goes.
import { existsSync } from 'node:fs';
import type { CastStart } from '../store/findCastStart';
import type { LineMaker } from './lineMaker';
import type { RecordingPass } from './recordingPass';

export interface RecordedLines<Line> {
  /** What has come since the last call, some lines at a time. @throws file errors. */
  batches(): AsyncGenerator<readonly Line[]>;
  /** What the screen still shows. */
  rest(): Promise<readonly Line[]>;
  close(): Promise<void>;
}

interface RecordingRead {
  /** See `RecordedText`. */
  readonly eager: boolean;
  /** Unix ms: only lines that were begun since; null: all. */
  readonly since?: number | null;
  /** Unix ms: as it was then; null: to its end. */
  readonly until?: number | null;
  /** Where it is not there yet, it comes. */
  readonly isAwaited?: boolean;
  /** So many lines at least, and not many more, of what there is so far; null: all. */
  readonly last?: number | null;
  /** See `LastWanted`. */
  readonly firstBytes?: number | null;
}

/** Its plain lines: untrusted text. Null: there is none. */
export function openRecording(file: string, read: RecordingRead): Promise<RecordedLines<string> | null> {
  return openRecordedLines(file, read, async () => (await import('./lineMakers')).plainLines);
}

/** Null: there is none. The terminal, and what makes lines of its rows, are only loaded where there is something to draw. */
export async function openRecordedLines<Line>(
  file: string,
  { eager, since = null, until = null, isAwaited = false, last = null, firstBytes = null }: RecordingRead,
  loadMaker: () => Promise<LineMaker<Line>>,
): Promise<RecordedLines<Line> | null> {
  if (!isAwaited && !existsSync(file)) return null;
  const [{ RecordingPass }, { lastOfRecording }] = await Promise.all([
    import('./recordingPass'),
    import('./lastOfRecording'),
  ]);
  const maker = await loadMaker();
  const newPass = (start: CastStart | null) => new RecordingPass(file, start, { eager, since, until }, maker);
  let pass: RecordingPass<Line> | null = null;
  return {
    batches: async function* () {
      if (pass !== null) yield* pass.batches();
      else {
        const opened = await lastOfRecording(file, { last, since, firstBytes }, newPass);
        pass = opened.pass;
        yield* opened.lines;
      }
    },
    rest: async () => (await pass?.rest()) ?? [],
    close: async () => pass?.close(),
  };
}
