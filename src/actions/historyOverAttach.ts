// When an attached terminal shows the Pod, and when its history instead: the output waits outside meanwhile.
import type { History } from '../history/history';
import type { ViewSize } from '../protocol/terminalFrame';
import type { DetachKey } from '../terminal/detachKey';
import { HistoryKey } from '../terminal/historyKey';
import { AttachHistory } from './attachHistory';
import { copyText } from './copyText';
import type { TerminalSession } from './dialTerminal';

/** Where an attach finds what the Pod has printed. */
export interface AttachedHistory {
  /** Null: nothing was recorded. May reject with file errors. */
  readonly read: () => Promise<History | null>;
  /** A key of the user's own that opens it; Shift+PgUp does where the program is on its normal screen. */
  readonly key: DetachKey | null;
  /** See `CopyRequest`. */
  readonly copyCommand: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

interface Around {
  readonly session: TerminalSession;
  readonly size: () => ViewSize;
  readonly write: (bytes: string) => void;
  /** Typed after the history was left; for the program. */
  readonly type: (bytes: Buffer) => void;
}

export class HistoryOverAttach {
  private shown: AttachHistory | 'opening' | null = null;
  private readonly key: HistoryKey;

  constructor(
    private readonly source: AttachedHistory,
    private readonly around: Around,
  ) {
    this.key = new HistoryKey(source.key);
  }

  /** The terminal shows no output of the Pod now. */
  get isShown(): boolean {
    return this.shown !== null;
  }

  /** @returns what of the input is for the Pod. */
  take(input: Buffer): Buffer {
    if (this.shown !== null) {
      if (this.shown instanceof AttachHistory) this.shown.keys(input);
      return Buffer.alloc(0);
    }
    const facts = this.around.session.facts();
    // A Pod of an earlier version cannot draw its screen again afterwards.
    const at = facts === null ? null : this.key.find(input, !facts.alternate);
    if (at === null) return input;
    void this.open();
    return input.subarray(0, at.from);
  }

  resized(): void {
    if (this.shown instanceof AttachHistory) this.shown.resized(this.around.size());
  }

  end(): void {
    if (this.shown instanceof AttachHistory) this.shown.dispose();
    this.shown = null;
  }

  private async open(): Promise<void> {
    this.shown = 'opening';
    const history = await this.source.read().catch(() => null);
    // The attach has ended meanwhile.
    if (this.shown !== 'opening') return;
    if (history === null || history.lines.length === 0) {
      this.left('');
      return;
    }
    const { write, size } = this.around;
    this.shown = new AttachHistory(history, size(), {
      write,
      copy: (text) => this.copied(text),
      left: (typed) => this.left(typed),
    });
  }

  private left(typed: string): void {
    this.shown = null;
    this.around.session.redraw();
    if (typed !== '') this.around.type(Buffer.from(typed));
  }

  private async copied(text: string): Promise<string> {
    const { copyCommand: command, env } = this.source;
    const toTerminal = (own: string) =>
      this.around.write(`\x1b]52;c;${Buffer.from(own, 'utf8').toString('base64')}\x1b\\`);
    const copied = await copyText({ text, command, env, toTerminal });
    return copied.kind === 'done' ? copied.said : copied.message;
  }
}
