// Types whole inputs into a program: where it wants pastes marked, the Enter behind one comes a moment later.
import { typedInput } from './typedInput';

/**
 * An Enter right behind a paste is taken for a part of it: by one known agent within 30 ms, by another now and then. A
 * busy program reads late, so with room to spare, ms.
 */
const ENTER_GAP_MS = 150;
/** Inputs that may wait for the Enter of those before them. */
const MAX_WAITING = 16;
const ENTER = Buffer.from('\r');

export interface InputPort {
  readonly type: (bytes: Buffer) => void;
  /** The program wants pastes marked, now. */
  readonly marksPastes: () => boolean;
}

export class InputTyper {
  private readonly waiting: (readonly unknown[])[] = [];
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly port: InputPort) {}

  get isFull(): boolean {
    return this.waiting.length >= MAX_WAITING;
  }

  /** In the order of the calls, each with its Enter before the next begins. */
  type(segments: readonly unknown[]): void {
    this.waiting.push(segments);
    if (this.timer === null) this.typeWaiting();
  }

  /** Nothing more is typed. */
  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.waiting.length = 0;
  }

  private typeWaiting(): void {
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) {
      const isPaste = this.port.marksPastes();
      const text = typedInput(next, isPaste);
      if (isPaste) {
        this.port.type(text);
        this.timer = setTimeout(() => this.typeEnter(), ENTER_GAP_MS);
        return;
      }
      this.port.type(Buffer.concat([text, ENTER]));
    }
  }

  private typeEnter(): void {
    this.timer = null;
    this.port.type(ENTER);
    this.typeWaiting();
  }
}
