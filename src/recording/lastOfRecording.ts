// The end of a recording, without all that came before it: read from further and further back until enough has come.
import { type CastStart, findCastStart } from '../store/findCastStart';
import type { RecordingPass } from './recordingPass';

/** What is read first, bytes: so much, and so much for each line that is wanted. */
const FIRST_BYTES = 256 * 1024;
const LINE_BYTES = 160;
const GROWTH = 4;
/**
 * Lines that come first are none of those that are wanted: a screen has been scrolled through by then, whatever its height,
 * and shows what it would show had all been read.
 */
const FIRST_LINES = 1200;

export interface LastWanted {
  /** Lines; null: all, or all since. */
  readonly last: number | null;
  /** Unix ms. */
  readonly since: number | null;
  /** For tests: what is read first, bytes; null: as much as is likely to do. */
  readonly firstBytes: number | null;
}

/**
 * As soon as enough of it has been read, the pass, which goes on with what comes later, and the lines that have come: the
 * `last` ones at least, where there are as many. The screen's own are not among them. @throws file errors.
 */
export async function lastOfRecording<Line>(
  file: string,
  { last, since, firstBytes }: LastWanted,
  newPass: (start: CastStart | null) => RecordingPass<Line>,
): Promise<{ readonly pass: RecordingPass<Line>; readonly lines: AsyncIterable<readonly Line[]> }> {
  for (let bytes = firstBytes ?? FIRST_BYTES + LINE_BYTES * (last ?? 0); ; ) {
    const isAll = last === null && since === null;
    const start = isAll ? null : await findCastStart(file, bytes);
    const pass = newPass(start);
    if (start === null) return { pass, lines: pass.batches() };
    let lines: AsyncIterable<readonly Line[]> | null = null;
    try {
      lines = await enoughOf(pass, last);
    } finally {
      if (lines === null) await pass.close();
    }
    if (lines !== null) return { pass, lines };
    bytes = GROWTH * Math.max(bytes, start.bytes);
  }
}

/** Null: more has to be read. */
async function enoughOf<Line>(
  pass: RecordingPass<Line>,
  last: number | null,
): Promise<AsyncIterable<readonly Line[]> | null> {
  const batches = pass.batches();
  const kept: (readonly Line[])[] = [];
  let [count, keptLines] = [0, 0];
  let wasEarly = pass.isEarly;
  for (let next = await batches.next(); !next.done; next = await batches.next()) {
    if (wasEarly && !pass.isEarly) {
      wasEarly = false;
      if (pass.earlyLines >= FIRST_LINES) return resumed(next.value, batches);
      if (last === null) return null;
    }
    kept.push(next.value);
    count += next.value.length;
    keptLines += next.value.length;
    const first = kept[0]?.length ?? 0;
    if (keptLines - first < (last ?? 0)) continue;
    kept.shift();
    keptLines -= first;
  }
  return pass.isEarly || count >= (last ?? 0) + FIRST_LINES ? later(kept) : null;
}

async function* resumed<Line>(
  first: readonly Line[],
  batches: AsyncGenerator<readonly Line[]>,
): AsyncGenerator<readonly Line[]> {
  yield first;
  yield* batches;
}

async function* later<Line>(kept: readonly (readonly Line[])[]): AsyncGenerator<readonly Line[]> {
  yield* kept;
}
