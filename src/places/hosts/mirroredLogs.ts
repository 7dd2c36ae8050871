// The recording and the log of a Pod on another host as files here, for all that reads such files: a copy that grows.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { PodLog } from '../../actions/findLog';
import { errorText } from '../../store/fileErrors';

/** Of one file so much is copied, bytes. */
const MAX_COPY_BYTES = 1024 ** 3;

/** The bytes of one file there from an offset; null: it is not there. Rejects where the way is lost. */
export type ReadThere = (file: 'log' | 'cast' | 'cast.1', from: number) => Promise<Readable | null>;

/** A directory of ours for the copies of one host; gone with `remove`. */
export class MirroredLogs {
  private directory: string | null = null;
  private readonly copying = new Map<string, Promise<void>>();

  /** The log with paths of this machine. An error is a sentence. */
  async mirror(log: PodLog, readThere: ReadThere): Promise<{ readonly log: PodLog } | { readonly error: string }> {
    const directory = path.join(this.ownDirectory(), encodeURIComponent(log.sessionId));
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const base = path.join(directory, encodeURIComponent(log.segmentId));
    const here = { ...log, file: `${base}.jsonl`, cast: `${base}.cast` };
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

  remove(): void {
    if (this.directory !== null) rmSync(this.directory, { recursive: true, force: true });
    this.directory = null;
  }

  private ownDirectory(): string {
    this.directory ??= mkdtempSync(path.join(os.tmpdir(), 'podwatch-host-'));
    return this.directory;
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
