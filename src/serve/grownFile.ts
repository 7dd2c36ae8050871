// A file of a Pod as it grows, for a copy on another machine: what it is, then its bytes, until another takes its place.
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { followFile } from '../actions/followFile';
import { encodeGrowth } from '../protocol/fileGrowth';
import { openRegularHandle } from '../store/regularFile';

const CHUNK_BYTES = 64 * 1024;

export interface Wanted {
  readonly from: number;
  /** Of the file that the copy is of; null: there is no copy. */
  readonly id: string | null;
}

/** Ends when the file has been replaced and is read to its end; waits for one that is not there yet. `older`: what it is called then. */
export function grownFile(file: string, older: string | null, wanted: Wanted): Readable {
  const over = new AbortController();
  const stream = Readable.from(growing(file, older, wanted, over), { objectMode: false });
  // It may be waiting for a change that never comes.
  stream.once('close', () => over.abort());
  return stream;
}

async function* growing(
  file: string,
  older: string | null,
  { from, id }: Wanted,
  over: AbortController,
): AsyncGenerator<Buffer> {
  const { signal } = over;
  let wake = (): void => {};
  const looked = followFile(file, async () => wake(), signal).catch(() => {});
  const changed = () => {
    return new Promise<void>((resolve) => {
      wake = resolve;
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  };
  try {
    let path = id !== null && older !== null && (await idOf(older)) === id ? older : file;
    for (let own = await idOf(path); own === null && !signal.aborted; own = await idOf(path)) {
      path = file;
      await changed();
    }
    if (signal.aborted) return;
    const handle = await openRegularHandle(path);
    try {
      const stats = await handle.stat();
      const ownId = String(stats.ino);
      let at = ownId === id && from <= stats.size ? from : 0;
      yield encodeGrowth({ id: ownId, from: at, size: stats.size });
      for (;;) {
        // Asked before it is read: what came before another took its place is not missed.
        const isReplaced = (await idOf(file)) !== ownId;
        const change = changed();
        for (;;) {
          const { bytesRead, buffer } = await handle.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, at);
          if (bytesRead === 0) break;
          at += bytesRead;
          yield buffer.subarray(0, bytesRead);
        }
        if (isReplaced || signal.aborted) return;
        await change;
      }
    } finally {
      await handle.close();
    }
  } finally {
    over.abort();
    await looked;
  }
}

async function idOf(file: string): Promise<string | null> {
  const stats = await stat(file).catch(() => null);
  return stats === null ? null : String(stats.ino);
}
