// The keyboard: owns stdin while the screen is shown, and gives it back without a trace.
import type { ReadStream } from 'node:tty';
import { createInputDecoder, type InputDecoder } from '../../input/inputDecoder';
import type { InputEvent } from '../../input/inputEvent';

interface InputListeners {
  readonly event: (event: InputEvent) => void;
  /** The terminal hung up. */
  readonly gone: () => void;
}

export class ScreenInput {
  readonly #stream: ReadStream;
  readonly #listeners: InputListeners;
  #decoder: InputDecoder = createInputDecoder();
  #timer: NodeJS.Timeout | null = null;
  #taken = false;
  #wasRaw = false;

  constructor(stream: ReadStream, listeners: InputListeners) {
    this.#stream = stream;
    this.#listeners = listeners;
  }

  readonly #onData = (bytes: Buffer): void => {
    this.#clearTimer();
    this.#emit(this.#decoder.feed(bytes));
    this.#awaitRest();
  };

  readonly #onGone = (): void => {
    this.#listeners.gone();
  };

  #emit(events: readonly InputEvent[]): void {
    for (const event of events) {
      // An event may make the loop suspend or close: what follows in the chunk belongs to nobody then.
      if (!this.#taken) return;
      this.#listeners.event(event);
    }
  }

  #awaitRest(): void {
    const delay = this.#taken ? this.#decoder.pendingDelay() : null;
    if (delay === null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#emit(this.#decoder.flush());
    }, delay);
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  take(): void {
    if (this.#taken) return;
    this.#taken = true;
    this.#decoder = createInputDecoder();
    this.#wasRaw = this.#stream.isRaw;
    this.#stream.on('error', this.#onGone);
    this.#stream.on('end', this.#onGone);
    this.#stream.on('close', this.#onGone);
    this.#stream.on('data', this.#onData);
    this.#stream.setRawMode(true);
    this.#stream.resume();
  }

  /** Reads nothing for now: in the background that would stop the process. */
  pause(): void {
    this.#clearTimer();
    this.#stream.pause();
  }

  /**
   * After it another reader can own the stream: no listener, not flowing, the mode as it was found, or, with `keepMode`, as
   * somebody else has set it.
   */
  release(keepMode = false): void {
    if (!this.#taken) return;
    this.#taken = false;
    this.#clearTimer();
    this.#stream.off('data', this.#onData);
    this.#stream.pause();
    // On a dead terminal this emits an error, which must still find its listener.
    if (!this.#stream.destroyed && !keepMode) this.#stream.setRawMode(this.#wasRaw);
    this.#stream.off('end', this.#onGone);
    this.#stream.off('close', this.#onGone);
    this.#stream.off('error', this.#onGone);
  }

  /** A shell may have changed the mode while the process was stopped. */
  retake(): void {
    this.release();
    this.take();
  }
}
