// Whether output does nothing but print from where the cursor is: it writes to no row above it, and leaves the parser at rest.

const ESC = 0x1b;
const BRACKET = 0x5b;
/** First byte of U+0080–U+00BF; the first half of them are controls. */
const C1_LEAD = 0xc2;
/** BEL, TAB, LF, CR. A backspace may go up a row. */
const HARMLESS: ReadonlySet<number> = new Set([0x07, 0x09, 0x0a, 0x0d]);
/** `CSI … m`: colours and the like; `CSI … K`: erases within the cursor's row. */
const HARMLESS_ENDS: ReadonlySet<number> = new Set([0x6d, 0x4b]);

/** @param bytes whole characters, that come to a parser at rest. */
export function printsOnly(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x20 && byte < 0x7f) continue;
    if (byte === ESC) {
      at = lastOfHarmless(bytes, at);
      if (at < 0) return false;
    } else if (byte < 0x20) {
      if (!HARMLESS.has(byte)) return false;
    } else if (byte === C1_LEAD && (bytes[at + 1] ?? 0) < 0xa0) return false;
  }
  return true;
}

/** The last byte of the sequence that begins there; -1: it may be any. */
function lastOfHarmless(bytes: Uint8Array, from: number): number {
  if (bytes[from + 1] !== BRACKET) return -1;
  let at = from + 2;
  // Digits, `:` and `;`.
  for (let byte = bytes[at] ?? 0; byte >= 0x30 && byte <= 0x3b; byte = bytes[at] ?? 0) at++;
  return HARMLESS_ENDS.has(bytes[at] ?? 0) ? at : -1;
}
