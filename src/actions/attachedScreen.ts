// What an attached terminal shows: the Pod, or its history instead, whose output waits outside meanwhile; and what of it is ours.
import { displayName } from '../cells/displayText';
import type { History } from '../history/history';
import type { ViewSize } from '../protocol/terminalFrame';
import { AttachedInput } from '../terminal/attachedInput';
import { type DetachKey, type DetachKeys, keyNames } from '../terminal/detachKey';
import { OwnMouse } from '../terminal/ownMouse';
import { OwnTitle } from '../terminal/ownTitle';
import { AttachHistory } from './attachHistory';
import { copyText } from './copyText';
import { showText } from './showText';
import type { TerminalSession } from './terminalSession';

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
}

/** The other Pods, while this one is attached. */
export interface AttachedOthers {
  /** Tells how many of them need the user, now and whenever that changes, until what it returns is called. */
  readonly watch: (told: (count: number) => void) => () => void;
  /** Leads to the next one of them, and back; null: none does. */
  readonly key: DetachKey | null;
  /** There is one to be led to. */
  readonly canGo: () => boolean;
}

interface Shown {
  readonly podName: string;
  /** Null: nothing can be read. */
  readonly history: AttachedHistory | null;
  readonly others: AttachedOthers | null;
  readonly env: NodeJS.ProcessEnv;
}

/** The terminal at hand. */
interface Around {
  readonly session: TerminalSession;
  readonly size: () => ViewSize;
  readonly write: (bytes: Buffer) => void;
  /** Typed, and not for the history. */
  readonly type: (bytes: Buffer) => void;
  readonly detachKeys: DetachKeys;
  readonly detach: () => void;
  /** To the next Pod: `rest` is for that one, and what may still come of this input. */
  readonly next: (rest: Buffer) => void;
  /** Another program has the terminal until this is done; then `begin` is called with the next one. */
  readonly stepAside: (deed: () => Promise<void>) => void;
}

export class AttachedScreen {
  private shown: AttachHistory | 'opening' | null = null;
  /** Typed while it opens. */
  private waiting: Buffer[] = [];
  private around: Around | null = null;
  private input: AttachedInput | null = null;
  private readonly mouse: OwnMouse;
  private readonly title: OwnTitle;
  /** Ends the watch of the others; null: it has not begun. */
  private unwatch: (() => void) | null = null;
  /** What an errand outside has ended with. */
  private note = '';

  constructor(private readonly request: Shown) {
    this.mouse = new OwnMouse(request.history?.ownMouse === true);
    this.title = new OwnTitle(Buffer.from(displayName(request.podName)).toString('latin1'));
  }

  /** From now on this terminal is used; what was shown before is shown again. */
  begin(around: Around): void {
    this.around = around;
    const { history, others } = this.request;
    this.input = new AttachedInput(
      { history: history?.key ?? null, next: others?.key ?? null },
      {
        rules: () => this.rules(around.session),
        forward: around.type,
        open: (by, rest) => void this.open(around, by, rest),
        next: (rest) => this.next(rest),
      },
    );
    if (this.unwatch !== null) this.title.lost();
    this.unwatch ??= others?.watch((count) => this.needed(count)) ?? (() => {});
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
    else if (this.around?.detachKeys.some(({ byte }) => typed.includes(byte))) this.around.detach();
    else this.waiting.push(typed);
  }

  /** Output of the Pod has been written to the terminal. */
  wrote(bytes: Buffer): void {
    const { around } = this;
    if (around === null) return;
    this.mouse.saw(bytes);
    this.title.saw(bytes);
    const mouse = this.mouse.settle(around.session.facts()?.alternate === false);
    const own = mouse + this.title.settle();
    if (own !== '') around.write(Buffer.from(own, 'latin1'));
  }

  private needed(count: number): void {
    this.title.needed(count);
    const title = this.title.settle();
    if (title !== '') this.around?.write(Buffer.from(title, 'latin1'));
  }

  /** Whether it goes there. */
  private next(rest: Buffer): boolean {
    if (this.request.others?.canGo() !== true) return false;
    this.around?.next(rest);
    return true;
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
    this.unwatch?.();
    if (this.shown instanceof AttachHistory) this.shown.dispose();
    this.shown = null;
  }

  private rules(session: TerminalSession) {
    const facts = session.facts();
    const isNormal = facts?.alternate === false;
    // A Pod of an earlier version cannot draw its screen again afterwards.
    return { isClosed: facts === null || this.request.history === null, isNormal, isMouseTaken: this.mouse.isTaken };
  }

  private async open(around: Around, by: 'key' | 'wheel', rest: Buffer): Promise<void> {
    this.shown = 'opening';
    this.waiting = rest.length > 0 ? [rest] : [];
    await around.session.recorded();
    const history = await this.request.history?.read().catch(() => null);
    // The attach has ended meanwhile.
    if (this.shown !== 'opening' || this.around !== around) return;
    const opened = !history || history.lines.length === 0 ? null : this.viewOf(history, by, around);
    // With nothing above the screen the wheel has nothing to show.
    this.shown = opened === null || (by === 'wheel' && opened.isAtEnd) ? null : opened;
    if (this.shown instanceof AttachHistory) this.shown.shown('');
    const typed = Buffer.concat(this.waiting);
    this.waiting = [];
    if (typed.length > 0) this.take(typed);
  }

  private viewOf(history: History, by: 'key' | 'wheel', { write, size, detachKeys, detach }: Around): AttachHistory {
    const nextKey = this.request.others?.key ?? null;
    return new AttachHistory(history, by, size(), {
      write: (bytes) => write(Buffer.from(bytes)),
      copy: (text) => this.copied(text),
      left: (typed) => this.left(typed),
      show: (text) => this.showElsewhere(text),
      keys: new Map([
        ...namesOf(nextKey, (rest) => this.next(rest)),
        ...detachKeys.flatMap((key) => namesOf(key, detach)),
      ]),
    });
  }

  private left(typed: Buffer): void {
    this.shown = null;
    this.around?.session.redraw();
    if (typed.length > 0) this.take(typed);
  }

  private showElsewhere(text: string): void {
    this.around?.stepAside(async () => {
      const shown = await showText(text, this.request.env);
      this.note = shown.kind === 'done' ? '' : shown.message;
    });
  }

  private async copied(text: string): Promise<string> {
    const { history, env } = this.request;
    const command = history?.copyCommand ?? [];
    const toTerminal = (own: string) =>
      this.around?.write(Buffer.from(`\x1b]52;c;${Buffer.from(own, 'utf8').toString('base64')}\x1b\\`));
    const copied = await copyText({ text, command, env, toTerminal });
    return copied.kind === 'done' ? copied.said : copied.message;
  }
}

function namesOf(
  key: DetachKey | null,
  deed: (rest: Buffer) => void,
): readonly (readonly [string, (rest: Buffer) => void])[] {
  return key === null ? [] : keyNames(key).map((each) => [each, deed]);
}
