// Finds the detach keys in raw terminal input: all its encodings, split anywhere, and never inside a paste.
import { indexOfByte } from '../cells/indexOfByte';
import type { DetachKey } from './detachKey';

/** A second press within this time, ms, sends one press to the Pod instead of detaching. */
const DOUBLE_PRESS_MS = 250;
/** A sequence that is cut at the end of a chunk waits this long, ms, for its rest before it goes on its way. */
const UNFINISHED_MS = 15;

/**
 * Kitty: `CSI code[:…] ; modifiers[:event] [; text] u`; xterm's modifyOtherKeys: `CSI 27 ; modifiers ; code ~`, or with
 * formatOtherKeys like kitty; the start of a bracketed paste. Groups: 1 code, 2 modifiers, 3 event, 4 modifiers, 5 code.
 */
const SEQUENCE = /\x1b\[(?:(\d+)(?::\d*)*;(\d+)(?::(\d+))?(?:;[\d:]*)?u|27;(\d+);(\d+)~|200~)/y;
const UNFINISHED = /\x1b(?:\[[0-9:;]*)?$/;
const LONGEST_UNFINISHED = 40;
const ESC = 0x1b;
const PASTE_START = '\x1b[200~';
const PASTE_END = '\x1b[201~';

const CTRL = 4;
/** Caps lock and num lock change nothing. */
const LOCKS = 64 | 128;
const RELEASE = 3;

export interface DetachSinks {
  readonly forward: (input: Buffer) => void;
  readonly detach: () => void;
}

/** One piece of input. `unfinished`: may become something else with the next bytes; always the last one. */
interface Token {
  readonly kind: 'text' | 'press' | 'release' | 'paste' | 'unfinished';
  readonly end: number;
  /** Of the key that was pressed. */
  readonly codePoint?: number;
}

/**
 * Bytes are latin1 text here, so that nothing is decoded. A first press is held back; whatever comes while it is held
 * waits behind it. Then: a second press → one press and what waited are forwarded; no second one → detach.
 */
export class DetachScanner {
  /** The end of the last chunk, looked at again with the next one. */
  private held = '';
  /** Bytes of `held` that have gone on already. */
  private heldSent = 0;
  private heldTimer: NodeJS.Timeout | null = null;
  private inPaste = false;
  private pressTimer: NodeJS.Timeout | null = null;
  /** The code point of the key that is not decided yet. */
  private pressed = 0;
  /** Came after a press that is not decided yet. */
  private waiting = '';
  private out = '';

  constructor(
    private readonly detachKeys: readonly DetachKey[],
    private readonly sinks: DetachSinks,
  ) {}

  push(chunk: Buffer): void {
    if (this.isPlain(chunk)) {
      this.sinks.forward(chunk);
      return;
    }
    if (this.heldTimer !== null) clearTimeout(this.heldTimer);
    this.heldTimer = null;
    const text = this.held + chunk.toString('latin1');
    const sent = this.heldSent;
    this.held = '';
    this.heldSent = 0;
    let token: Token;
    for (let at = 0; at < text.length; at = token.end) {
      token = this.inPaste ? pasteToken(text, at) : this.keyToken(text, at);
      this.take(token, text.slice(at, token.end), Math.max(0, sent - at));
    }
    this.flush();
  }

  /** Nearly all that is typed: no key of ours, no beginning of one, and nothing waits that it would overtake. */
  private isPlain(chunk: Buffer): boolean {
    if (this.held !== '' || this.inPaste || this.pressTimer !== null || indexOfByte(chunk, ESC) >= 0) return false;
    return !this.detachKeys.some(({ byte }) => indexOfByte(chunk, byte) >= 0);
  }

  dispose(): void {
    if (this.heldTimer !== null) clearTimeout(this.heldTimer);
    if (this.pressTimer !== null) clearTimeout(this.pressTimer);
  }

  /** `sent`: how many of the first bytes have gone on already. */
  private take(token: Token, bytes: string, sent: number): void {
    switch (token.kind) {
      case 'press':
        this.press(bytes, token.codePoint ?? 0);
        return;
      case 'release':
        // Letting go of the key says nothing, unless its press went to the Pod.
        if (this.pressTimer === null) this.give(bytes.slice(sent));
        return;
      case 'unfinished':
        this.hold(bytes, sent);
        return;
      case 'paste':
        this.inPaste = !this.inPaste;
        this.give(bytes.slice(sent));
        return;
      case 'text':
        this.give(bytes.slice(sent));
    }
  }

  private keyToken(text: string, at: number): Token {
    const chars = this.detachKeys.map(({ byte }) => String.fromCharCode(byte));
    const pressed = this.detachKeys.find((_, index) => text.startsWith(chars[index] ?? '', at));
    if (pressed !== undefined) return { kind: 'press', end: at + 1, codePoint: pressed.codePoint };
    if (!text.startsWith('\x1b', at)) {
      const ends = ['\x1b', ...chars].map((char) => text.indexOf(char, at)).filter((end) => end >= 0);
      return { kind: 'text', end: Math.min(text.length, ...ends) };
    }
    SEQUENCE.lastIndex = at;
    const match = SEQUENCE.exec(text);
    if (match !== null) return { ...this.sequenceMeaning(match), end: at + match[0].length };
    const mayGoOn = text.length - at <= LONGEST_UNFINISHED && UNFINISHED.test(text.slice(at));
    return mayGoOn ? { kind: 'unfinished', end: text.length } : { kind: 'text', end: at + 1 };
  }

  private sequenceMeaning(match: RegExpExecArray): Omit<Token, 'end'> {
    if (match[0] === PASTE_START) return { kind: 'paste' };
    const codePoint = Number(match[1] ?? match[5]);
    const modifiers = (Number(match[2] ?? match[4]) - 1) & ~LOCKS;
    const isDetach = modifiers === CTRL && this.detachKeys.some((key) => key.codePoint === codePoint);
    if (!isDetach) return { kind: 'text' };
    return { kind: Number(match[3] ?? 1) === RELEASE ? 'release' : 'press', codePoint };
  }

  private press(bytes: string, codePoint: number): void {
    if (this.pressTimer === null) {
      this.pressed = codePoint;
      this.pressTimer = setTimeout(() => this.sinks.detach(), DOUBLE_PRESS_MS);
      return;
    }
    // Another one of them still leads out.
    if (codePoint !== this.pressed) return;
    clearTimeout(this.pressTimer);
    this.pressTimer = null;
    this.out += bytes + this.waiting;
    this.waiting = '';
  }

  private give(bytes: string): void {
    if (this.pressTimer === null) this.out += bytes;
    else this.waiting += bytes;
  }

  private hold(bytes: string, sent: number): void {
    this.held = bytes;
    this.heldSent = sent;
    // A paste flows on at once; its last bytes are only kept in mind.
    if (this.inPaste) this.letHeldGo();
    else this.heldTimer = setTimeout(() => this.letHeldGo(), UNFINISHED_MS);
  }

  private letHeldGo(): void {
    this.give(this.held.slice(this.heldSent));
    this.heldSent = this.held.length;
    this.flush();
  }

  private flush(): void {
    if (this.out === '') return;
    const bytes = Buffer.from(this.out, 'latin1');
    this.out = '';
    this.sinks.forward(bytes);
  }
}

/** Inside a paste nothing but its end counts. */
function pasteToken(text: string, at: number): Token {
  const end = text.indexOf(PASTE_END, at);
  if (end === at) return { kind: 'paste', end: at + PASTE_END.length };
  if (end > at) return { kind: 'text', end };
  const last = text.lastIndexOf('\x1b');
  if (last < at || !PASTE_END.startsWith(text.slice(last))) return { kind: 'text', end: text.length };
  return last === at ? { kind: 'unfinished', end: text.length } : { kind: 'text', end: last };
}
