// Writing to a terminal that may be slow, stalled or gone.
import { writeSync } from 'node:fs';
import type { WriteStream } from 'node:tty';
import { errnoOf } from '../store/fileErrors';

/** How long a synchronous write may wait for a stalled terminal before the rest is given up. */
const SYNC_WRITE_LIMIT_MS = 500;
const SYNC_RETRY_MS = 5;
/** Ends whatever sequence a cut frame may have left open. */
const CANCEL = '\u0018';

interface BlockingHandle {
  setBlocking(blocking: boolean): void;
}

function isBlockingHandle(handle: unknown): handle is BlockingHandle {
  return typeof handle === 'object' && handle !== null && 'setBlocking' in handle;
}

/** Node makes a terminal's stdout blocking: a terminal that is not read would freeze the loop. */
function setBlocking(output: WriteStream, blocking: boolean): void {
  const handle: unknown = Reflect.get(output, '_handle');
  if (isBlockingHandle(handle)) handle.setBlocking(blocking);
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

export class TerminalWriter {
  readonly #stream: WriteStream;
  readonly #fd: number;
  #pendingWrites = 0;
  #owned = false;
  #drained: (() => void) | null = null;

  constructor(stream: WriteStream) {
    this.#stream = stream;
    const fd: unknown = Reflect.get(stream, 'fd');
    this.#fd = typeof fd === 'number' ? fd : 1;
  }

  /** Whether an earlier write has not reached the terminal yet. */
  get isPending(): boolean {
    return this.#pendingWrites > 0;
  }

  take(): void {
    this.#owned = true;
    setBlocking(this.#stream, false);
  }

  /** Back to blocking, as Node had it, once nothing is on its way. */
  release(): void {
    this.#owned = false;
    if (!this.isPending) setBlocking(this.#stream, true);
  }

  /** Called each time the last pending write has reached the terminal. */
  onDrained(listener: () => void): void {
    this.#drained = listener;
  }

  write(bytes: string): void {
    this.#pendingWrites++;
    this.#stream.write(bytes, () => {
      this.#pendingWrites--;
      if (this.isPending) return;
      if (!this.#owned) setBlocking(this.#stream, true);
      this.#drained?.();
    });
  }

  /**
   * For the last words before an exit: waits a bounded time for a stalled terminal. Never throws: a terminal that is
   * gone needs no words.
   */
  writeNow(text: string): void {
    // A blocking descriptor could not be given up.
    setBlocking(this.#stream, false);
    writeNow(this.#fd, this.isPending ? CANCEL + text : text);
  }
}

/** Past every stream and its queue, so that it also works while the process ends; bounded and without a throw. */
function writeNow(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  const deadline = performance.now() + SYNC_WRITE_LIMIT_MS;
  let offset = 0;
  while (offset < bytes.length) {
    try {
      offset += writeSync(fd, bytes, offset);
    } catch (error) {
      if (errnoOf(error) !== 'EAGAIN' || performance.now() > deadline) return;
      sleep(SYNC_RETRY_MS);
    }
  }
}
