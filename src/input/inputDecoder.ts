// The terminal's bytes as input events, however they are cut into chunks.

import { consoleFunctionKey, csiEvent, ss3Event, x10MouseEvent } from './escapeSequence';
import type { InputEvent } from './inputEvent';
import { ALT, legacyKey, namedKey, PLAIN } from './keyInput';

const ESC = '\u001b';
const PASTE_END = '\u001b[201~';
/** One paste event holds at most this many UTF-16 units; a longer paste comes as several. */
const MAX_PASTE = 1024 * 1024;
/** Longer than any key or mouse report: what goes on beyond it is noise. */
const MAX_SEQUENCE = 128;
/** How long an Esc may wait for the rest of a sequence, and a begun sequence for its end. */
const ESCAPE_DELAY_MS = 30;
const SEQUENCE_DELAY_MS = 500;

/** What one step took from the buffer; null: more bytes are needed. */
interface Step {
  readonly length: number;
  readonly event: InputEvent | null;
  readonly enter?: 'paste' | 'reply';
}

/** Pure: no clock and no stream of its own. */
export interface InputDecoder {
  feed(bytes: Uint8Array): InputEvent[];
  /** After how many ms without a byte `flush` is due; null when nothing waits for it. */
  pendingDelay(): number | null;
  /** The rest will not come: an Esc becomes the key, a cut sequence is dropped. */
  flush(): InputEvent[];
}

/** Adds Alt to the event of a sequence that came with one more Esc before it. */
function withAlt(event: InputEvent | null): InputEvent | null {
  if (event?.kind !== 'key' || event.name.includes('M-')) return event;
  const control = event.name.startsWith('C-') && event.name.length > 2 ? 'C-' : '';
  return { kind: 'key', name: `${control}M-${event.name.slice(control.length)}`, text: null };
}

/** The reports that do not follow the form of a CSI sequence; undefined where it is none of them. */
function irregularCsiStep(buffer: string, body: number): Step | null | undefined {
  const kind = buffer[body];
  if (kind === 'M') {
    if (buffer.length < body + 4) return null;
    return { length: body + 4, event: x10MouseEvent(buffer.slice(body + 1, body + 4)) };
  }
  if (kind !== '[') return undefined;
  return buffer.length < body + 2 ? null : { length: body + 2, event: consoleFunctionKey(buffer.charAt(body + 1)) };
}

/** At `CSI`: everything up to the final character. */
function csiStep(buffer: string, start: number): Step | null {
  const body = start + 2;
  const irregular = irregularCsiStep(buffer, body);
  if (irregular !== undefined) return irregular;
  let end = body;
  while (buffer.charCodeAt(end) >= 0x20 && buffer.charCodeAt(end) < 0x40 && end - start < MAX_SEQUENCE) {
    // rxvt ends `CSI 5 $` with an intermediate; in a reply (`CSI ?2026;2 $ y`) it is followed by the real final.
    if (buffer[end] === '$' && /^\d+$/.test(buffer.slice(body, end))) {
      if (end + 1 === buffer.length) return null;
      if (buffer[end + 1] !== 'y') return { length: end + 1, event: csiEvent(buffer.slice(body, end), '$') };
    }
    end++;
  }
  if (end === buffer.length) return null;
  const code = buffer.charCodeAt(end);
  // An Esc, a control or a letter of another script cannot be part of it: the sequence was cut, the rest is input.
  if (code < 0x40 || code > 0x7e) return { length: end, event: null };
  const parameters = buffer.slice(body, end);
  const final = buffer.charAt(end);
  if (final === '~' && parameters === '200') return { length: end + 1, event: null, enter: 'paste' };
  return { length: end + 1, event: csiEvent(parameters, final) };
}

function ss3Step(buffer: string, start: number): Step | null {
  const digit = /[0-9]/.test(buffer.charAt(start + 2)) ? 1 : 0;
  const final = buffer[start + 2 + digit];
  if (final === undefined) return null;
  const event = ss3Event(buffer.slice(start + 2, start + 2 + digit), final);
  if (event === undefined) return { length: start + 2, event: namedKey('O', ALT) };
  return { length: start + 3 + digit, event };
}

/** Alt and a character, or the start of an OSC, DCS or APC reply. */
function altStep(buffer: string, start: number): Step | null {
  const codePoint = buffer.codePointAt(start + 1) ?? 0;
  const reply = { ']': /[0-9lL]/, P: /[0-9!>+$|]/, _: /G/ }[buffer.charAt(start + 1)];
  if (reply !== undefined) {
    const next = buffer[start + 2];
    if (next === undefined) return null;
    if (reply.test(next)) return { length: start + 2, event: null, enter: 'reply' };
  }
  return { length: start + (codePoint > 0xffff ? 3 : 2), event: legacyKey(codePoint, ALT) };
}

function escapeStep(buffer: string): Step | null {
  if (buffer.length === 1) return null;
  let start = 0;
  if (buffer[1] === ESC) {
    // rxvt puts one more Esc before a sequence for Alt; otherwise the first Esc was the key.
    if (buffer.length === 2) return null;
    if (buffer[2] !== '[' && buffer[2] !== 'O') return { length: 1, event: namedKey('escape', PLAIN) };
    start = 1;
  }
  const kind = buffer[start + 1];
  const step = kind === '[' ? csiStep(buffer, start) : kind === 'O' ? ss3Step(buffer, start) : altStep(buffer, start);
  return step !== null && start === 1 ? { ...step, event: withAlt(step.event) } : step;
}

function groundStep(buffer: string): Step | null {
  if (buffer.startsWith(ESC)) return escapeStep(buffer);
  const codePoint = buffer.codePointAt(0) ?? 0;
  return { length: codePoint > 0xffff ? 2 : 1, event: legacyKey(codePoint, PLAIN) };
}

/** Where a reply's text ends: after BEL, ST or a cancel, before an Esc that cuts it; null: not yet. */
function replyEnd(buffer: string): number | null {
  const end = buffer.search(/[\u0007\u0018\u001a\u009c\u001b]/);
  if (end === -1) return null;
  if (buffer[end] !== ESC) return end + 1;
  if (end + 1 === buffer.length) return null;
  // An Esc that begins no ST cut the reply: it belongs to what comes next.
  return buffer[end + 1] === '\\' ? end + 2 : end;
}

class TerminalInputDecoder implements InputDecoder {
  /** Streaming, so that a character split over two chunks arrives as one. */
  readonly #utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
  #state: 'ground' | 'paste' | 'reply' = 'ground';
  #buffer = '';

  feed(bytes: Uint8Array): InputEvent[] {
    const searchedTo = this.#buffer.length;
    this.#buffer += this.#utf8.decode(bytes, { stream: true });
    const events: InputEvent[] = [];
    this.#decode(events, searchedTo);
    return events;
  }

  pendingDelay(): number | null {
    if (this.#state === 'paste') return null;
    if (this.#state === 'reply') return SEQUENCE_DELAY_MS;
    if (this.#buffer === '') return null;
    return this.#buffer.length <= 2 ? ESCAPE_DELAY_MS : SEQUENCE_DELAY_MS;
  }

  flush(): InputEvent[] {
    if (this.#state === 'paste') return [];
    const buffer = this.#buffer;
    const inReply = this.#state === 'reply';
    this.#state = 'ground';
    this.#buffer = '';
    if (inReply || buffer === '' || buffer.length > 2) return [];
    if (buffer === ESC) return [namedKey('escape', PLAIN)];
    if (buffer === ESC + ESC) return [namedKey('escape', PLAIN), namedKey('escape', PLAIN)];
    const key = legacyKey(buffer.codePointAt(1) ?? 0, ALT);
    return key === null ? [] : [key];
  }

  /** `searchedTo`: how much of the buffer was there before, so that a long paste is not searched again and again. */
  #decode(events: InputEvent[], searchedTo: number): void {
    let from = searchedTo;
    let offset = 0;
    // The buffer is cut once at the end: a chunk of 64 KB of typed text costs no 64 K copies.
    while (offset < this.#buffer.length) {
      if (this.#state !== 'ground') {
        this.#buffer = this.#buffer.slice(offset);
        const more = this.#state === 'paste' ? this.#paste(events, from - offset) : this.#reply();
        from = 0;
        offset = 0;
        if (!more) return;
        continue;
      }
      const step = groundStep(this.#buffer.slice(offset, offset + MAX_SEQUENCE * 2));
      if (step === null) break;
      if (step.event !== null) events.push(step.event);
      offset += step.length;
      if (step.enter !== undefined) {
        this.#state = step.enter;
        from = 0;
      }
    }
    this.#buffer = this.#buffer.slice(offset);
  }

  /** Returns whether the paste has ended, so that the rest of the buffer is ordinary input. */
  #paste(events: InputEvent[], searchedTo: number): boolean {
    const end = this.#buffer.indexOf(PASTE_END, Math.max(0, searchedTo - PASTE_END.length));
    let text = end === -1 ? this.#buffer : this.#buffer.slice(0, end);
    // What might be the beginning of the end marker is not yet text.
    while (text.length > MAX_PASTE + (end === -1 ? PASTE_END.length : 0)) {
      const last = text.charCodeAt(MAX_PASTE - 1);
      const cut = last === 0x0d || (last >= 0xd800 && last < 0xdc00) ? MAX_PASTE - 1 : MAX_PASTE;
      events.push(pasteInput(text.slice(0, cut)));
      text = text.slice(cut);
    }
    if (end === -1) {
      this.#buffer = text;
      return false;
    }
    events.push(pasteInput(text));
    this.#buffer = this.#buffer.slice(end + PASTE_END.length);
    this.#state = 'ground';
    return true;
  }

  /** Throws a reply's text away; returns whether it has ended. */
  #reply(): boolean {
    const end = replyEnd(this.#buffer);
    if (end === null) {
      // Only an Esc at the very end can still matter.
      this.#buffer = this.#buffer.endsWith(ESC) ? ESC : '';
      return false;
    }
    this.#buffer = this.#buffer.slice(end);
    this.#state = 'ground';
    return true;
  }
}

/** Terminals send a line end in a paste as CR, as the Enter key; a text field wants LF. */
function pasteInput(text: string): InputEvent {
  return { kind: 'paste', text: text.replace(/\r\n?/g, '\n') };
}

export function createInputDecoder(): InputDecoder {
  return new TerminalInputDecoder();
}
