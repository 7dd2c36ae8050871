// How much of a flood of plain lines no screen and no scrollback will ever show: it need not be parsed.

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const DEL = 0x7f;
/** First byte of U+0080–U+00BF; the first half of them are controls. */
const C1_LEAD = 0xc2;

/**
 * The length of a beginning of `bytes` after which `lines` whole lines follow, so that none of it is left when they have
 * been printed. 0 unless all of `bytes` is plain text with CR LF line ends: nothing that sets a mode or moves the cursor up.
 */
export function scrolledAwayBytes(bytes: Uint8Array, lines: number): number {
  if (!isPlain(bytes)) return 0;
  let left = lines;
  for (let at = bytes.lastIndexOf(LF); at > 0; at = bytes.lastIndexOf(LF, at - 1)) {
    if (left === 0) return at + 1;
    left--;
  }
  return 0;
}

function isPlain(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x20) {
      if (byte === DEL || (byte === C1_LEAD && (bytes[at + 1] ?? 0) < 0xa0)) return false;
    } else if (byte === LF) {
      // Without CR the column is carried on from line to line, and what follows depends on all before.
      if (bytes[at - 1] !== CR) return false;
    } else if (byte !== CR && byte !== TAB) {
      return false;
    }
  }
  return true;
}
