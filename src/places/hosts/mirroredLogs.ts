// The recording and the log of a Pod on another host as files here, for all that reads such files: a copy that grows.
import { mkdirSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import type { PodLog } from '../../actions/findLog';
import { errorText } from '../../store/fileErrors';
import { type CopiesDirectory, makeCopiesDirectory } from './copiesDirectory';
import { growCopy } from './growingCopy';

/** Of one file so much is copied, bytes. */
const MAX_COPY_BYTES = 1024 ** 3;

/** A file that has not come yet is not waited for longer, ms. */
const FIRST_MS = 5000;

/** The bytes of one file there from an offset; null: it is not there. Rejects where the way is lost. */
export type ReadThere = (file: FileThere, from: number) => Promise<Readable | null>;
/** The same as it grows (`growCopy`). */
export type GrowThere = (file: FileThere, from: number, id: string | null) => Promise<Readable>;
type FileThere = 'log' | 'cast' | 'cast.1';

/** A directory of ours for the copies of one host; gone with `remove`. */
export class MirroredLogs {
  private directory: CopiesDirectory | null = null;
  private grown = 0;
  private readonly copying = new Map<string, Promise<void>>();

  /** The log with paths of this machine. An error is a sentence. */
  async mirror(log: PodLog, readThere: ReadThere): Promise<{ readonly log: PodLog } | { readonly error: string }> {
    const here = this.placeHere(log, this.ownDirectory());
    try {
      await this.copy(here.file, (from) => readThere('log', from));
      if (log.holds === 'terminal') {
        await this.copy(`${here.cast}.1`, (from) => readThere('cast.1', from));
        await this.copy(here.cast, (from) => readThere('cast', from));
      }
    } catch (error) {
      return { error: errorText(error) };
    }
    return { log: here };
  }

  /** The same, in files that go on with what comes until `signal` aborts. */
  async grow(
    log: PodLog,
    readThere: ReadThere,
    growThere: GrowThere,
    signal: AbortSignal,
  ): Promise<{ readonly log: PodLog } | { readonly error: string }> {
    this.grown += 1;
    const here = this.placeHere(log, path.join(this.ownDirectory(), `grows-${this.grown}`));
    const growing = (file: FileThere, to: string, older: string | null) =>
      growCopy({ file: to, older, maxBytes: MAX_COPY_BYTES, open: (from, id) => growThere(file, from, id) }, signal);
    try {
      const copies: Promise<void>[] = [growing('log', here.file, null)];
      if (log.holds === 'terminal') {
        await this.copy(`${here.cast}.1`, (from) => readThere('cast.1', from));
        copies.push(growing('cast', here.cast, `${here.cast}.1`));
      }
      await Promise.race([Promise.all(copies), setTimeout(FIRST_MS, undefined, { ref: false })]);
    } catch (error) {
      return { error: errorText(error) };
    }
    return { log: here };
  }

  private placeHere(log: PodLog, base: string): PodLog {
    const directory = path.join(base, encodeURIComponent(log.sessionId));
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const file = path.join(directory, encodeURIComponent(log.segmentId));
    return { ...log, file: `${file}.jsonl`, cast: `${file}.cast` };
  }

  remove(): void {
    this.directory?.remove();
    this.directory = null;
  }

  private ownDirectory(): string {
    this.directory ??= makeCopiesDirectory();
    return this.directory.path;
  }

  /** One copy of a file at a time. */
  private copy(file: string, read: (from: number) => Promise<Readable | null>): Promise<void> {
    const before = this.copying.get(file) ?? Promise.resolve();
    const now = before.catch(() => {}).then(() => copyWhole(file, read));
    this.copying.set(file, now);
    return now.finally(() => {
      if (this.copying.get(file) === now) this.copying.delete(file);
    });
  }
}

async function copyWhole(file: string, read: (from: number) => Promise<Readable | null>): Promise<void> {
  const source = await read(0);
  if (source === null) {
    await rm(file, { force: true });
    return;
  }
  const handle = await open(`${file}.part`, 'w', 0o600);
  let bytes = 0;
  try {
    for await (const chunk of source) {
      if (!Buffer.isBuffer(chunk)) continue;
      bytes += chunk.length;
      if (bytes > MAX_COPY_BYTES) throw new Error('it is too long');
      await handle.write(chunk);
    }
  } finally {
    source.destroy();
    await handle.close();
  }
  await rename(`${file}.part`, file);
}
