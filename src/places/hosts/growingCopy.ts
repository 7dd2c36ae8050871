// A file here that grows with one of a host: over the next connection too, and through a replacement there.
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { type FileGrowth, MAX_GROWTH_LINE, parseGrowth } from '../../protocol/fileGrowth';

/** A way that was lost is tried again so soon, ms. */
const AGAIN_MS = 500;

export interface GrowingCopy {
  readonly file: string;
  /** What the file is called when another takes its place; null: it is gone then. */
  readonly older: string | null;
  /** The file there as it grows; `id`: of the one that the copy is of. Rejects where there is no way now. */
  readonly open: (from: number, id: string | null) => Promise<Readable>;
  /** Of all that is copied, bytes. */
  readonly maxBytes: number;
}

/** Resolves once all is here that was there at the beginning; goes on until `signal` aborts. Rejects where it does not begin. */
export async function growCopy(copy: GrowingCopy, signal: AbortSignal): Promise<void> {
  await rm(copy.file, { force: true });
  const first = await copy.open(0, null);
  await new Promise<void>((caughtUp, failed) => {
    void grow(copy, first, caughtUp, signal).then(caughtUp, failed);
  });
}

async function grow(copy: GrowingCopy, first: Readable, caughtUp: () => void, signal: AbortSignal): Promise<void> {
  const local = new LocalFile(copy, caughtUp);
  let source: Readable | null = first;
  signal.addEventListener('abort', () => source?.destroy(), { once: true });
  try {
    while (!signal.aborted) {
      try {
        source ??= await copy.open(local.bytes, local.id);
        for await (const chunk of source) if (Buffer.isBuffer(chunk)) await local.take(chunk);
        // It was read to its end, and another is in its place.
        local.ended();
      } catch {
        if (!signal.aborted && !local.isFull) await setTimeout(AGAIN_MS, undefined, { signal }).catch(() => {});
      }
      if (local.isFull) return;
      local.begin();
      source = null;
    }
  } finally {
    await local.close();
  }
}

class LocalFile {
  id: string | null = null;
  bytes = 0;
  private all = 0;
  private handle: FileHandle | null = null;
  private head: Buffer | null = Buffer.alloc(0);
  private size = Number.POSITIVE_INFINITY;

  constructor(
    private readonly copy: GrowingCopy,
    private readonly caughtUp: () => void,
  ) {}

  get isFull(): boolean {
    return this.all > this.copy.maxBytes;
  }

  /** Of a new stream: its first line comes. */
  begin(): void {
    this.head = Buffer.alloc(0);
  }

  ended(): void {
    this.id = null;
    this.bytes = 0;
  }

  async close(): Promise<void> {
    await this.handle?.close();
    this.handle = null;
  }

  /** @throws where it is no growth, or more than is taken. */
  async take(chunk: Buffer): Promise<void> {
    let rest = chunk;
    if (this.head !== null) {
      const head = Buffer.concat([this.head, chunk]);
      const end = head.indexOf(10);
      if (end < 0 && head.length > MAX_GROWTH_LINE) throw new Error('no growth');
      this.head = head;
      if (end < 0) return;
      const growth = parseGrowth(head.subarray(0, end).toString('utf8'));
      if (!growth.ok) throw new Error(growth.error);
      this.head = null;
      await this.openFor(growth.value);
      rest = head.subarray(end + 1);
    }
    this.bytes += rest.length;
    this.all += rest.length;
    if (this.isFull) throw new Error('it is too long');
    await this.handle?.appendFile(rest);
    if (this.bytes >= this.size) this.caughtUp();
  }

  private async openFor({ id, from, size }: FileGrowth): Promise<void> {
    this.size = Math.min(this.size, size);
    if (this.handle !== null && id === this.id && from === this.bytes) return;
    const { file, older } = this.copy;
    if (this.handle !== null) {
      await this.close();
      if (older !== null) await rename(file, older).catch(() => {});
      else await rm(file, { force: true });
    }
    this.handle = await open(file, 'a', 0o600);
    this.id = id;
    this.bytes = 0;
    if (from !== 0) throw new Error('it does not begin at its beginning');
  }
}
