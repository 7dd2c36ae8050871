// When an attached terminal shows the Pod, and when its history instead: the output waits outside meanwhile.
import type { History } from '../history/history';
import type { ViewSize } from '../protocol/terminalFrame';
import type { DetachKey } from '../terminal/detachKey';
import { HistoryInput } from '../terminal/historyInput';
import { OwnMouse } from '../terminal/ownMouse';
import { AttachHistory } from './attachHistory';
import { copyText } from './copyText';
import type { TerminalSession } from './dialTerminal';
import { showText } from './showText';

/** Where an attach finds what the Pod has printed. */
export interface AttachedHistory {
  /** Null: nothing was recorded. May reject with file errors. */
  readonly read: () => Promise<History | null>;
  /** A key of the user's own that opens it; Shift+PgUp and the wheel do where the program is on its normal screen. */
  readonly key: DetachKey | null;
  /** The terminal is asked for the wheel there; else what it does with it is its own business. */
  readonly ownMouse: boolean;
  /** See `CopyRequest`. */
  readonly copyCommand: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** The terminal at hand. */
interface Around {
  readonly session: TerminalSession;
  readonly size: () => ViewSize;
  readonly write: (bytes: string) => void;
  /** Typed, and not for the history. */
  readonly type: (bytes: Buffer) => void;
  readonly detachKey: DetachKey;
  readonly detach: () => void;
  /** Another program has the terminal until this is done; then `begin` is called with the next one. */
  readonly stepAside: (deed: () => Promise<void>) => void;
}

export class HistoryOverAttach {
  private shown: AttachHistory | 'opening' | null = null;
  /** Typed while it opens. */
  private waiting: Buffer[] = [];
  private around: Around | null = null;
  private input: HistoryInput | null = null;
  private readonly mouse: OwnMouse;
  /** What an errand outside has ended with. */
  private note = '';

  constructor(private readonly source: AttachedHistory) {
    this.mouse = new OwnMouse(source.ownMouse);
  }

  /** From now on this terminal is used; what was shown before is shown again. */
  begin(around: Around): void {
    this.around = around;
    this.input = new HistoryInput(this.source.key, {
      rules: () => this.rules(around.session),
      forward: around.type,
      open: (by, rest) => void this.open(around, by, rest),
    });
    if (!(this.shown instanceof AttachHistory)) return;
    this.shown.resized(around.size());
    this.shown.shown(this.note);
  }

  /** The terminal shows no output of the Pod now. */
  get isShown(): boolean {
    return this.shown instanceof AttachHistory;
  }

  /** What the user has typed; what is not for the history goes on its way. */
  take(typed: Buffer): void {
    if (this.shown instanceof AttachHistory) this.shown.keys(typed);
    else if (this.shown === null) this.input?.push(typed);
    else if (this.around && typed.includes(this.around.detachKey.byte)) this.around.detach();
    else this.waiting.push(typed);
  }

  /** Output of the Pod has been written to the terminal. */
  wrote(bytes: Buffer): void {
    const { around } = this;
    if (around === null) return;
    this.mouse.saw(bytes);
    const needed = this.mouse.settle(around.session.facts()?.alternate === false);
    if (needed !== '') around.write(needed);
  }

  resized(): void {
    if (this.around && this.shown instanceof AttachHistory) this.shown.resized(this.around.size());
  }

  /** The terminal is given away; `begin` may follow. */
  pause(): void {
    this.input?.dispose();
    this.input = null;
    this.around = null;
  }

  end(): void {
    this.pause();
    if (this.shown instanceof AttachHistory) this.shown.dispose();
    this.shown = null;
  }

  private rules(session: TerminalSession) {
    const facts = session.facts();
    const isNormal = facts?.alternate === false;
    // A Pod of an earlier version cannot draw its screen again afterwards.
    return { isClosed: facts === null, isNormal, isMouseTaken: this.mouse.isTaken };
  }

  private async open(around: Around, by: 'key' | 'wheel', rest: Buffer): Promise<void> {
    this.shown = 'opening';
    this.waiting = rest.length > 0 ? [rest] : [];
    await around.session.recorded();
    const history = await this.source.read().catch(() => null);
    // The attach has ended meanwhile.
    if (this.shown !== 'opening' || this.around !== around) return;
    const opened = history === null || history.lines.length === 0 ? null : this.viewOf(history, by, around);
    // With nothing above the screen the wheel has nothing to show.
    this.shown = opened === null || (by === 'wheel' && opened.isAtEnd) ? null : opened;
    if (this.shown instanceof AttachHistory) this.shown.shown('');
    const typed = Buffer.concat(this.waiting);
    this.waiting = [];
    if (typed.length > 0) this.take(typed);
  }

  private viewOf(history: History, by: 'key' | 'wheel', { write, size, detachKey, detach }: Around): AttachHistory {
    return new AttachHistory(history, by, size(), {
      write,
      copy: (text) => this.copied(text),
      left: (typed) => this.left(typed),
      show: (text) => this.showElsewhere(text),
      detachKeys: keyNames(detachKey),
      detach,
    });
  }

  private left(typed: Buffer): void {
    this.shown = null;
    this.around?.session.redraw();
    if (typed.length > 0) this.take(typed);
  }

  private showElsewhere(text: string): void {
    this.around?.stepAside(async () => {
      const shown = await showText(text, this.source.env);
      this.note = shown.kind === 'done' ? '' : shown.message;
    });
  }

  private async copied(text: string): Promise<string> {
    const { copyCommand: command, env } = this.source;
    const toTerminal = (own: string) =>
      this.around?.write(`\x1b]52;c;${Buffer.from(own, 'utf8').toString('base64')}\x1b\\`);
    const copied = await copyText({ text, command, env, toTerminal });
    return copied.kind === 'done' ? copied.said : copied.message;
  }
}

/** As `KeyInput` names it; Ctrl+@ is what Ctrl+Space sends. */
function keyNames({ byte, codePoint }: DetachKey): ReadonlySet<string> {
  const name = `C-${String.fromCodePoint(codePoint)}`;
  return new Set(byte === 0 ? [name, 'C-space'] : [name]);
}
