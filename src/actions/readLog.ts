// What the log of a Pod says, once or as it grows.
import { type FSWatcher, watch } from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { type HomePaths, segmentLogPath, segmentScreenPath } from '../protocol/homePaths';
import { parseLogLine } from '../protocol/logEntry';
import { errorText, isMissing } from '../store/fileErrors';
import { readMetadata } from '../store/metadataFile';
import { displayName } from '../text/displayText';
import { failure, type Outcome } from './actionFailure';
import { type LogLine, logLine } from './logLine';
import { readAllocations } from './readAllocations';

const CHUNK_BYTES = 256 * 1024;

export interface PodLog {
  /** The segment log; it need not exist yet (a live Pod before its first activity). */
  readonly file: string;
  /** Bytes that redraw the last screen of a terminal Pod; null where there is none. */
  readonly screen: Buffer | null;
  /** The size it was drawn for, as far as it is recorded. */
  readonly size: { readonly cols: number; readonly rows: number } | null;
}

/** Finds the log of the Pod's segment: the one that is running, else the recorded one. */
export async function findLog(home: HomePaths, podName: string): Promise<Outcome<{ readonly log: PodLog }>> {
  const name = displayName(podName);
  const record = readMetadata(home, podName);
  const active = record?.ok ? record.value.active : null;
  const running = (await readAllocations(home)).find((entry) => entry.pod_name === podName)?.segment_id ?? null;
  const segmentId = running ?? active?.segmentId ?? null;
  if (segmentId === null) {
    if (record !== null && !record.ok) return failure('failed', `The Pod "${name}" has no log: ${record.error}`);
    return failure('failed', `The Pod "${name}" has logged nothing: it ended before its first activity.`);
  }
  const sessionId = (await sessionOf(home, segmentId)) ?? active?.sessionId;
  if (sessionId === undefined) return failure('failed', `The Pod "${name}" has logged nothing yet.`);
  const launch = record?.ok ? record.value.launch : null;
  const screen = await readFile(segmentScreenPath(home, sessionId, segmentId)).catch(() => null);
  const file = segmentLogPath(home, sessionId, segmentId);
  return { kind: 'done', log: { file, screen, size: launch } };
}

async function sessionOf(home: HomePaths, segmentId: string): Promise<string | null> {
  const sessions = await readdir(home.sessions).catch(() => []);
  for (const session of sessions) {
    const found = await stat(segmentLogPath(home, session, segmentId)).catch(() => null);
    if (found !== null) return session;
  }
  return null;
}

/** Reads a log piece by piece, from where it has got to; a log that was rewritten shorter is read from the start again. */
export class LogReader {
  private offset = 0;
  private rest = '';
  private decoder = new StringDecoder('utf8');

  constructor(private readonly file: string) {}

  /** The lines that have come since the last call; a line that cannot be read says so. @throws file errors. */
  async *newLines(): AsyncGenerator<LogLine> {
    let handle: Awaited<ReturnType<typeof open>>;
    try {
      handle = await open(this.file, 'r');
    } catch (error) {
      if (isMissing(error)) return;
      throw error;
    }
    try {
      const { size } = await handle.stat();
      if (size < this.offset) this.startAgain();
      const buffer = Buffer.alloc(CHUNK_BYTES);
      for (;;) {
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, this.offset);
        if (bytesRead === 0) return;
        this.offset += bytesRead;
        yield* this.linesOf(this.decoder.write(buffer.subarray(0, bytesRead)));
      }
    } finally {
      await handle.close();
    }
  }

  private startAgain(): void {
    this.offset = 0;
    this.rest = '';
    this.decoder = new StringDecoder('utf8');
  }

  private *linesOf(text: string): Generator<LogLine> {
    const lines = (this.rest + text).split('\n');
    // The last one is not whole yet.
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.trim() === '') continue;
      const entry = parseLogLine(line);
      const shown = entry.ok ? logLine(entry.value) : unreadable(entry.error);
      if (shown !== null) yield shown;
    }
  }
}

function unreadable(error: string): LogLine {
  return { ts: 0, role: 'error', text: `a line of the log cannot be read: ${error}` };
}

/**
 * Calls `look` at once and after every change of the file, one call at a time, until `signal` aborts.
 * @returns why it cannot be followed any longer; null after the abort.
 */
export async function followFile(file: string, look: () => Promise<void>, signal: AbortSignal): Promise<string | null> {
  let wake: () => void = () => {};
  let watcher: FSWatcher;
  let fault: string | null = null;
  try {
    // The directory: the file may not exist yet, and may be replaced.
    watcher = watch(path.dirname(file), { signal }, () => wake());
  } catch (error) {
    return errorText(error);
  }
  watcher.on('error', (error) => {
    fault = signal.aborted ? null : errorText(error);
    wake();
  });
  signal.addEventListener('abort', () => wake(), { once: true });
  while (!signal.aborted && fault === null) {
    // Made before we look: a change while we look is not missed.
    const changed = new Promise<void>((resolve) => {
      wake = resolve;
    });
    await look();
    if (!signal.aborted && fault === null) await changed;
  }
  watcher.close();
  return fault;
}
