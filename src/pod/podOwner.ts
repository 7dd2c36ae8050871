// The owner of a Pod, at the other end of a line: hears all that it puts out and how it ends, and takes it along when it goes.
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { encodeExit, encodeFrame, FRAME, type PodExit } from '../protocol/terminalFrame';

/** What an owner has not read yet, bytes; it always reads, so that more means that it is stopped, and misses the rest. */
const MAX_UNREAD_BYTES = 8 * 1024 * 1024;
/** At the end what it has not read yet is waited for, ms. */
const FLUSH_MS = 2000;

export class PodOwner {
  private hasHeardExit = false;

  constructor(private readonly line: Duplex) {
    line.on('error', () => {});
    line.resume();
  }

  /** Half open: its end is answered with how the program ends. */
  static onDescriptor(fd: number): PodOwner {
    return new PodOwner(new Socket({ fd, readable: true, writable: true, allowHalfOpen: true }));
  }

  /** It has gone, or has let go, while the Pod lived. */
  whenGone(act: () => void): void {
    const gone = (): void => {
      if (!this.hasHeardExit) act();
    };
    this.line.once('end', gone);
    this.line.once('close', gone);
  }

  output(bytes: Buffer): void {
    if (this.line.destroyed || this.line.writableEnded || this.line.writableLength > MAX_UNREAD_BYTES) return;
    this.line.write(encodeFrame(FRAME.output, bytes));
  }

  /** The last that it hears. Resolves when it has, or is gone, or takes too long. */
  async exit(exit: PodExit): Promise<void> {
    this.hasHeardExit = true;
    if (this.line.destroyed || this.line.writableEnded) return;
    const timer = setTimeout(() => this.line.destroy(), FLUSH_MS);
    await new Promise<void>((resolve) => {
      this.line.once('close', () => resolve());
      this.line.end(encodeExit(exit), () => resolve());
    });
    clearTimeout(timer);
    this.line.destroy();
  }
}
