// While a Pod does not give its terminal: says what is waited for, keeps what is typed for the Pod, and lets the user leave.
import { clippedText } from '../cells/cellWidth';
import { displayName, displayText } from '../cells/displayText';
import { createInputDecoder } from '../input/inputDecoder';
import type { InputEvent } from '../input/inputEvent';
import { keyNames } from '../terminal/detachKey';
import { rawAgain, type TakenTerminal } from '../terminal/takeTerminal';
import type { AttachEnd, AttachRequest } from './attachRequest';
import { sizeOf } from './sizeOf';

/** Until then nothing is shown and no key is read: what is typed waits in the terminal, and nobody waits for long, ms. */
const WORTH_MS = 300;

/** So much is kept, bytes; the rest of such a paste waits in the terminal. */
const MAX_TYPED_BYTES = 16 * 1024 * 1024;

type Left = Extract<AttachEnd, { kind: 'detached' | 'lost' | 'signal' }>;

/** What came of the wait: `value`, or how the user left it; then nobody waits for `work` any more. */
export type Waited<T> = { readonly kind: 'done'; readonly value: T } | { readonly kind: 'left'; readonly end: Left };

/** `work` does not reject. Every listener is gone afterwards, and input that has not been read waits in the terminal. */
export function attachWait<T>(request: AttachRequest, terminal: TakenTerminal, work: Promise<T>): Promise<Waited<T>> {
  return new Promise((resolve) => {
    const wait = new ShownWait(request, terminal, (end) => finish({ kind: 'left', end }));
    const timer = setTimeout(() => wait.begin(), WORTH_MS);
    const finish = (waited: Waited<T>) => {
      clearTimeout(timer);
      wait.end();
      resolve(waited);
    };
    terminal.signalled.then((signal) => finish({ kind: 'left', end: { kind: 'signal', signal } }));
    work.then((value) => finish({ kind: 'done', value }));
  });
}

class ShownWait {
  private readonly decoder = createInputDecoder();
  private readonly leaveKeys: ReadonlySet<string>;
  private flushTimer: NodeJS.Timeout | null = null;
  private unwatch = (): void => {};
  /** Why the way says nothing; null: nobody knows. */
  private silence: string | null = null;
  private isOn = false;
  private typedBytes = 0;

  constructor(
    private readonly request: AttachRequest,
    private readonly terminal: TakenTerminal,
    private readonly leave: (end: Left) => void,
  ) {
    this.leaveKeys = new Set(['escape', 'C-c', ...request.detachKeys.flatMap(keyNames)]);
  }

  begin(): void {
    const { input, output, podName, silence } = this.request;
    this.isOn = true;
    this.terminal.enterWait(displayName(podName));
    this.draw();
    this.unwatch =
      silence?.((words) => {
        this.silence = words;
        this.draw();
      }) ?? this.unwatch;
    input.on('data', this.onInput).on('end', this.onHangUp).on('close', this.onHangUp);
    output.on('resize', this.draw);
    process.on('SIGCONT', this.onGoOn);
    input.resume();
  }

  end(): void {
    if (!this.isOn) return;
    this.isOn = false;
    const { input, output } = this.request;
    // First: without a listener what comes would be lost.
    input.pause();
    input.off('data', this.onInput).off('end', this.onHangUp).off('close', this.onHangUp);
    output.off('resize', this.draw);
    process.off('SIGCONT', this.onGoOn);
    if (this.flushTimer !== null) clearTimeout(this.flushTimer);
    this.unwatch();
  }

  private readonly onInput = (chunk: Buffer | string): void =>
    this.terminal.typed(Buffer.from(chunk), (typed) => {
      this.request.ahead.put(typed);
      if (!this.isOn) return;
      this.typedBytes += typed.length;
      if (this.typedBytes > MAX_TYPED_BYTES) this.request.input.pause();
      if (this.flushTimer !== null) clearTimeout(this.flushTimer);
      this.flushTimer = null;
      this.look(this.decoder.feed(typed));
      const delay = this.isOn ? this.decoder.pendingDelay() : null;
      if (delay !== null) this.flushTimer = setTimeout(() => this.look(this.decoder.flush()), delay);
    });

  private look(events: readonly InputEvent[]): void {
    const leaves = events.some((event) => event.kind === 'key' && this.leaveKeys.has(event.name));
    if (leaves) this.leave({ kind: 'detached', isEarly: true });
  }

  private readonly onHangUp = (): void => this.leave({ kind: 'lost', reason: 'the terminal has gone' });

  private readonly onGoOn = (): void => {
    rawAgain(this.request.input);
    this.draw();
  };

  private readonly draw = (): void => {
    const { podName, output, detachKeys } = this.request;
    const { cols } = sizeOf(output);
    const why = this.silence === null ? '' : ` (${displayText(this.silence)})`;
    const keys = ['Esc', ...detachKeys.map(({ label }) => label)].join(' or ');
    const lines = [`Waiting for ${displayName(podName)} to give its terminal${why}`, `${keys} leaves`];
    const shown = lines.map((line, row) => `\x1b[${row + 1};1H${clippedText(line, cols).text}\x1b[K`);
    this.terminal.write(Buffer.from(`\x1b[m${shown.join('')}`));
  };
}
