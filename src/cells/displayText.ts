// Untrusted text (names, previews, titles, output) made safe for one line of any terminal.

/**
 * What must not reach a terminal: controls, line separators, everything invisible (bidi marks and isolates, zero-width
 * spaces, tags, fillers), unpaired surrogates. ZWJ, ZWNJ and the emoji variation selectors stay: text needs them.
 */
const UNSAFE_POINT =
  '[\\x00-\\x1f\\x7f-\\x9f\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b\\u200e\\u200f\\u2028-\\u202e' +
  '\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff0-\\ufffb\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}\\p{Cs}]';

/**
 * Whole escape sequences. No class can run over the start of another sequence, so a text of nothing but broken starts
 * still costs linear time.
 */
const SEQUENCE = [
  // OSC, DCS, SOS, PM, APC: to their end; without an end only the introducer goes, never the rest of the text.
  '(?:\\x1b[\\]PX^_]|[\\x90\\x98\\x9d-\\x9f])(?:[^\\x07\\x18\\x1a\\x1b\\x80-\\x9f]*(?:[\\x07\\x18\\x1a\\x9c]|\\x1b\\\\|(?=\\x1b)))?',
  // CSI: to its final byte, or as far as it goes.
  '(?:\\x1b\\[|\\x9b)[0-?]*[ -/]*[@-~]?',
  // Every other escape, a lone ESC too.
  '\\x1b[ -/]*[0-~]?',
].join('|');

const PLAIN = /^[\x20-\x7e]*$/;
const PLAIN_NAME = /^[\x20-\x5b\x5d-\x7e]*$/;
// Each is made when it is needed first: most commands meet nothing but plain text, and end sooner than such a pattern is read.
let unsafe: RegExp | null = null;
let unsafeInName: RegExp | null = null;

/** Line breaks, tabs and visible-but-blank fillers. */
const BLANK = /^[\t-\r\x85\u2028\u2029\u115f\u3164\uffa0]/;
const CONTROL_OR_BROKEN = /^[\x00-\x1f\x7f-\x9f\ud800-\udfff]/;

/**
 * One line that can neither move the cursor nor hide, reorder or restyle anything. Whole escape sequences and invisible
 * characters are removed; line breaks and tabs become spaces; other controls and unpaired surrogates become U+FFFD.
 * Idempotent, linear in the length. It does not bound the width: see `clipText`. blessed tags are not its matter: they
 * stay as text, for a painter that parses none.
 */
export function displayText(untrusted: string): string {
  if (PLAIN.test(untrusted)) return untrusted;
  unsafe ??= new RegExp(`${SEQUENCE}|\\r\\n|${UNSAFE_POINT}`, 'gu');
  return untrusted.replace(unsafe, safeFor);
}

/**
 * A Pod's name for messages and lists. Names differ in any character, so nothing is removed: what is unsafe shows as
 * `\x1b` or `\u{200b}`, and a backslash as `\\`, so that two names never read the same.
 */
export function displayName(name: string): string {
  if (PLAIN_NAME.test(name)) return name;
  unsafeInName ??= new RegExp(`\\\\|${UNSAFE_POINT}`, 'gu');
  return name.replace(unsafeInName, (found) => {
    if (found === '\\') return '\\\\';
    const code = (found.codePointAt(0) ?? 0).toString(16);
    return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`;
  });
}

function safeFor(found: string): string {
  if (found.startsWith('\x1b')) return '';
  if (BLANK.test(found)) return ' ';
  // A C1 introducer with its sequence is longer than one character, or would have been a lone control.
  return CONTROL_OR_BROKEN.test(found) && found.length === 1 ? '\ufffd' : '';
}
