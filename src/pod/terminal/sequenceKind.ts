// What one whole escape sequence of a program means to those who watch it.

/** See `StreamPart`. */
export type SequenceKind = 'output' | 'query' | 'switch' | 'hidden';

/** Longer ones are none that we know. */
const MAX_CLASSIFIED_BYTES = 4096;

/**
 * DECSET parameters that change the screen buffer (1048 only saves the cursor), what the wheel means on it (1007), how
 * wide clusters are (2027: the Pod's screen has one table), or that have the size reported (2048): for a viewer the Pod's
 * screen decides.
 */
const SCREEN_MODES = /(?:^|;)(?:47|1047|1049|1007|2027|2048)(?=;|$)/;
/** The program's own stack of titles: on the viewer's the user's title lies. */
const TITLE_STACK = /^2[23](?:;|$)/;
/** Window reports of `CSI Ps t`; the other window operations ask nothing. */
const WINDOW_REPORTS = /^(?:11|13|14|15|16|18|19|20|21)(?:;|$)/;
/** `OSC 4;1;?`, `OSC 10;?` … : a colour is asked, not set. */
const COLOUR_QUERY = /^(?:4|5|1[0-9]);(?:.*;)?\?(?:;|$)/;

/** `start` is at the ESC, `end` after the last byte. */
export function classifySequence(data: Buffer, start: number, end: number): SequenceKind {
  const second = data[start + 1];
  if (second === 0x5b) return classifyCsi(data, start, end);
  if (end - start > MAX_CLASSIFIED_BYTES) return 'output';
  // ESC c (full reset) and ESC Z (identify yourself).
  if (second === 0x63) return 'switch';
  if (second === 0x5a) return 'query';
  if (second === 0x5d) return classifyOsc(data, start, end);
  if (second === 0x50) return classifyDcs(data, start, end);
  if (second === 0x5f) return queryIf(/^G(?:[^;]*,)?a=q(?:[,;]|$)/.test(apcHead(data, start, end)));
  return 'output';
}

/** The keys of a graphics command (kitty's `APC G`), without its terminator. */
function apcHead(data: Buffer, start: number, end: number): string {
  return body(data, start + 2, Math.min(end, start + 256)).replace(/[\x07\x18\x1a\x1b].*$/s, '');
}

function classifyCsi(data: Buffer, start: number, end: number): SequenceKind {
  // By far the most frequent ones are told from their last byte alone.
  switch (data[end - 1]) {
    case 0x63: // c: device attributes
      return 'query';
    case 0x6e: // n: status reports; CSI > n sets a key resource
      return queryIf(data[start + 2] !== 0x3e);
    case 0x68: // h
    case 0x6c: // l
      return data[start + 2] === 0x3f && SCREEN_MODES.test(body(data, start + 3, end - 1)) ? 'switch' : 'output';
    case 0x72: // r: CSI ? restores modes
    case 0x73: // s: CSI ? saves them; the viewer's client has saved the user's own
      return data[start + 2] === 0x3f ? 'switch' : 'output';
    case 0x4a: // J: 3 erases the user's own scrollback
      return /^\??0*3$/.test(body(data, start + 2, end - 1)) ? 'hidden' : 'output';
    case 0x70: // p: CSI Ps $ p asks for a mode
    case 0x77: // w: CSI Ps $ w asks for a presentation state
      return queryIf(data[end - 2] === 0x24);
    case 0x71: // q: CSI > q asks for the version
      return queryIf(data[start + 2] === 0x3e);
    case 0x75: // u: CSI ? u asks for the kitty keyboard flags
    case 0x6d: // m: CSI ? Ps m asks for the modifyOtherKeys state
      return queryIf(data[start + 2] === 0x3f);
    case 0x74: // t
      return classifyWindow(body(data, start + 2, end - 1));
    case 0x53: // S: CSI ? asks what graphics can be had; else it scrolls
      return queryIf(data[start + 2] === 0x3f);
    case 0x78: // x: terminal parameters; with * or $ it fills cells
    case 0x79: // y: CSI … * y asks for a checksum
      return queryIf(isPlainReport(data, end));
    default:
      return 'output';
  }
}

function classifyWindow(parameters: string): SequenceKind {
  if (TITLE_STACK.test(parameters)) return 'hidden';
  return queryIf(WINDOW_REPORTS.test(parameters));
}

function queryIf(asks: boolean): SequenceKind {
  return asks ? 'query' : 'output';
}

function isPlainReport(data: Buffer, end: number): boolean {
  const before = data[end - 2] ?? 0;
  return data[end - 1] === 0x78 ? before !== 0x24 && before !== 0x2a : before === 0x2a;
}

function classifyOsc(data: Buffer, start: number, end: number): SequenceKind {
  // Titles and links, the most frequent ones, are told by their first digits.
  const [first, second] = [data[start + 2], data[start + 3]];
  if (first === 0x30 || first === 0x38 || (first === 0x32 && second === 0x3b)) return 'output';
  const text = body(data, start + 2, end).replace(/[\x07\x18\x1a\x1b].*$/s, '');
  return queryIf(COLOUR_QUERY.test(text) || /^52;[^;]*;\?$/.test(text) || OTHER_QUERY.test(text));
}

/** What else is asked by an OSC: kitty's colours (21), pointers (22) and notifications (99), iTerm2's sizes and variables (1337). */
const OTHER_QUERY = /^(?:21;.*=\?|22;\?|99;[^;]*\bp=\?|1337;(?:Report|RequestUpload))/s;

/** `DCS $ q` (settings) and `DCS + q` (terminfo). */
function classifyDcs(data: Buffer, start: number, end: number): SequenceKind {
  const third = data[start + 2];
  const isRequest = (third === 0x24 || third === 0x2b) && data[start + 3] === 0x71;
  return isRequest && end > start + 4 ? 'query' : 'output';
}

function body(data: Buffer, from: number, to: number): string {
  return data.toString('latin1', from, to);
}
