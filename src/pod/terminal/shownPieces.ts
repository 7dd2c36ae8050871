// Of a flood of plain lines what a screen or its scrollback may still show: the rest need not be parsed.

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const DEL = 0x7f;
/** First byte of U+0080–U+00BF; the first half of them are controls. */
const C1_LEAD = 0xc2;

/** Whole characters. */
export interface OutputPiece {
  readonly bytes: Uint8Array;
  /** It was cut off the piece before it, in the midst of a sequence perhaps. */
  readonly isCut: boolean;
}

/**
 * What may still be shown of plain text with CR LF line ends in front, so many `looked` at: a beginning is left out after which
 * `lines` whole lines follow, so that nothing of it is left when those have been printed. What may set a mode or move the
 * cursor up ends it, as what follows must be judged by the screen that it leaves.
 */
export function shownPieces(
  pieces: readonly OutputPiece[],
  lines: number,
): { looked: number; shown: readonly OutputPiece[] } {
  let looked = 0;
  let before: number | undefined;
  for (const piece of pieces) {
    // What has been cut off something else may be the rest of a sequence.
    if ((looked === 0 && piece.isCut) || !isPlain(piece.bytes, before)) break;
    before = piece.bytes.at(-1);
    looked++;
  }
  return { looked, shown: endOf(pieces.slice(0, looked), lines) };
}

/** From where `lines` whole lines follow; all where there are fewer. */
function endOf(run: readonly OutputPiece[], lines: number): readonly OutputPiece[] {
  let left = lines;
  for (let index = run.length - 1; index >= 0; index--) {
    const bytes = run[index]?.bytes ?? new Uint8Array(0);
    // A negative place would be counted from the end.
    for (let at = bytes.lastIndexOf(LF); at >= 0; at = at === 0 ? -1 : bytes.lastIndexOf(LF, at - 1)) {
      if (left === 0) return [{ bytes: bytes.subarray(at + 1), isCut: false }, ...run.slice(index + 1)];
      left--;
    }
  }
  return run;
}

/** @param before the byte before them. */
function isPlain(bytes: Uint8Array, before: number | undefined): boolean {
  const areAll = (from: number, end: number) => {
    for (let at = from; at < end; at++) if (!isPlainByte(bytes, at, before)) return false;
    return true;
  };
  // A view of words begins at a whole one.
  const start = -bytes.byteOffset & 3;
  if (bytes.length < start + 4) return areAll(0, bytes.length);
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + start, (bytes.length - start) >> 2);
  if (!areAll(0, start)) return false;
  for (let index = 0; index < words.length; index++) {
    const at = start + 4 * index;
    if (!isText(words[index] ?? 0) && !areAll(at, at + 4)) return false;
  }
  return areAll(start + 4 * words.length, bytes.length);
}

const HIGHEST_BITS = 0x80808080;

/** Four bytes at a time, as each of a flood is looked at: false where one may be a control or is beyond ASCII. */
function isText(word: number): boolean {
  const belowBlank = ((word - 0x20202020) | 0) & ~word;
  const apart = word ^ 0x7f7f7f7f;
  const isDel = ((apart - 0x01010101) | 0) & ~apart;
  return ((word | belowBlank | isDel) & HIGHEST_BITS) === 0;
}

function isPlainByte(bytes: Uint8Array, at: number, before: number | undefined): boolean {
  const byte = bytes[at] ?? 0;
  if (byte >= 0x20) return byte !== DEL && (byte !== C1_LEAD || (bytes[at + 1] ?? 0) >= 0xa0);
  // Without CR the column is carried on from line to line, and what follows depends on all before.
  if (byte === LF) return (at === 0 ? before : bytes[at - 1]) === CR;
  return byte === CR || byte === TAB;
}
