// Takes out of raw terminal input what is for the attach itself: what opens the history, and the way to the next Pod; never inside a paste, cut anywhere.
import { indexOfByte } from '../cells/indexOfByte';
import type { DetachKey } from './detachKey';

/** Shift+PgUp as terminals send it; kitty's protocol may add the kind of event. */
const SHIFT_PAGE_UP = '\\x1b\\[5;2(?::1)?~';
const PASTE = '\\x1b\\[20[01]~';
/** What the mouse does (SGR form): button and modifiers, column, row, press or release. */
const MOUSE = '\\x1b\\[<\\d{1,4};\\d{1,6};\\d{1,6}[Mm]';
/** The beginning of one of these at the end of the input. */
const UNFINISHED = /\x1b(?:\[[\d:;<]{0,20})?$/;
/** The rest of a cut one comes at once; a press of Escape must not wait, ms. */
const UNFINISHED_MS = 15;
const ESC = 0x1b;
const SHIFT_ALT_CTRL = 4 | 8 | 16;
const WHEEL_UP = 64;

/** Whose keys and reports these are now. */
export interface InputRules {
  /** No history can be opened now. */
  readonly isClosed: boolean;
  /** The program is on its normal screen: Shift+PgUp scrolls back in every terminal. */
  readonly isNormal: boolean;
  /** The program has asked for the mouse. */
  readonly isMouseTaken: boolean;
}

export interface AttachedInputSinks {
  readonly rules: () => InputRules;
  readonly forward: (input: Buffer) => void;
  /** To the history: `rest` is what came behind it at once. */
  readonly open: (by: 'key' | 'wheel', rest: Buffer) => void;
  /** To the next Pod: `rest` is what came behind it at once. False: there is none, and it is typed on. */
  readonly next: (rest: Buffer) => boolean;
}

/** The user's own keys, on any screen; null: none. */
export interface AttachedKeys {
  /** To the history. */
  readonly history: DetachKey | null;
  /** To the next Pod that needs the user. */
  readonly next: DetachKey | null;
}

type Meaning = 'program' | 'key' | 'wheel' | 'next' | 'nobody';

export class AttachedInput {
  private readonly tokens: RegExp;
  private held = '';
  private timer: NodeJS.Timeout | null = null;
  private inPaste = false;

  private readonly nextKey: RegExp | null;
  private readonly hasKeys: boolean;
  /** What all that is looked for begins with. */
  private readonly ownBytes: readonly number[];

  constructor(
    { history, next }: AttachedKeys,
    private readonly sinks: AttachedInputSinks,
  ) {
    const own = [history, next].flatMap((key) => (key === null ? [] : [`|${ownKey(key)}`])).join('');
    this.tokens = new RegExp(`${PASTE}|${SHIFT_PAGE_UP}|${MOUSE}${own}`, 'g');
    this.hasKeys = own !== '';
    this.ownBytes = [ESC, ...[history, next].flatMap((key) => key?.byte ?? [])];
    this.nextKey = next === null ? null : new RegExp(`^(?:${ownKey(next)})$`);
  }

  push(input: Buffer): void {
    // Nearly all that is typed.
    if (this.held === '' && !this.holdsOwn(input)) {
      this.sinks.forward(input);
      return;
    }
    const text = this.takeHeld() + input.toString('latin1');
    const rules = this.sinks.rules();
    let passed = '';
    let at = 0;
    for (const { 0: token, index } of text.matchAll(this.tokens)) {
      passed += text.slice(at, index);
      at = index + token.length;
      const meaning = this.meaningOf(token, rules);
      if (meaning === 'program') passed += token;
      if (meaning === 'program' || meaning === 'nobody') continue;
      this.forward(passed);
      passed = '';
      const rest = Buffer.from(text.slice(at), 'latin1');
      if (meaning === 'next' && !this.sinks.next(rest)) continue;
      if (meaning !== 'next') this.sinks.open(meaning, rest);
      return;
    }
    const rest = text.slice(at);
    const cut = this.mayMatter(rules) ? (UNFINISHED.exec(rest)?.index ?? rest.length) : rest.length;
    this.held = rest.slice(cut);
    if (this.held !== '') this.timer = setTimeout(() => this.forward(this.takeHeld()), UNFINISHED_MS);
    this.forward(passed + rest.slice(0, cut));
  }

  private holdsOwn(input: Buffer): boolean {
    return this.ownBytes.some((byte) => indexOfByte(input, byte) >= 0);
  }

  dispose(): void {
    this.takeHeld();
  }

  /** Something could still become of the beginning of a sequence. */
  private mayMatter({ isClosed, isNormal, isMouseTaken }: InputRules): boolean {
    return this.hasKeys || (!isClosed && (isNormal || !isMouseTaken));
  }

  private meaningOf(token: string, { isClosed, isNormal, isMouseTaken }: InputRules): Meaning {
    if (token === '\x1b[200~' || token === '\x1b[201~') {
      this.inPaste = token === '\x1b[200~';
      return 'program';
    }
    if (this.inPaste) return 'program';
    if (this.nextKey?.test(token)) return 'next';
    if (isClosed) return 'program';
    if (token.startsWith('\x1b[<')) {
      if (isMouseTaken) return 'program';
      return isNormal && (Number.parseInt(token.slice(3), 10) & ~SHIFT_ALT_CTRL) === WHEEL_UP ? 'wheel' : 'nobody';
    }
    return isNormal || !token.startsWith('\x1b[5;2') ? 'key' : 'program';
  }

  private forward(text: string): void {
    if (text !== '') this.sinks.forward(Buffer.from(text, 'latin1'));
  }

  private takeHeld(): string {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const { held } = this;
    this.held = '';
    return held;
  }
}

/** Its byte, and how keyboard protocols say it. */
function ownKey({ byte, codePoint }: DetachKey): string {
  const hex = byte.toString(16).padStart(2, '0');
  return `\\x${hex}|\\x1b\\[${codePoint};5(?::1)?u|\\x1b\\[27;5;${codePoint}~`;
}
