// The last line of defence between untrusted text and the terminal: what may stand in one cell.

/**
 * `plain`: every terminal agrees on its width. `risky`: terminals differ (emoji, symbols, private use), so the cells
 * around it are addressed absolutely. `unsafe`: a control, bidi, zero-width or joining character; it is replaced.
 */
type CellKind = 'plain' | 'risky' | 'unsafe';

const UNSAFE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}\p{Emoji_Modifier}\u1160-\u11ff\ud7b0-\ud7ff]/u;
/** Latin, Greek, Cyrillic, and the box drawing and block elements that frames are made of. */
const PLAIN_NARROW = /[\u0020-\u02ff\u0370-\u0373\u0386-\u0481\u048a-\u052f\u2010-\u2027\u2500-\u259f]/u;
const PLAIN_WIDE = /[\u3000-\u3029\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]/u;
const FIRST_REGIONAL_INDICATOR = 0x1f1e6;
const LAST_REGIONAL_INDICATOR = 0x1f1ff;

/** What a cell shows instead of a character that could do harm or has no cell of its own. */
const REPLACEMENT = '?';
const KIND_CACHE_LIMIT = 20_000;

const kinds = new Map<string, CellKind>();

function classify(character: string, width: 1 | 2): CellKind {
  if (UNSAFE.test(character)) return 'unsafe';
  return (width === 1 ? PLAIN_NARROW : PLAIN_WIDE).test(character) ? 'plain' : 'risky';
}

function kindOf(character: string, width: 1 | 2): CellKind {
  const key = width === 1 ? character : `${character}2`;
  let kind = kinds.get(key);
  if (kind === undefined) {
    kind = classify(character, width);
    // Untrusted text must not be able to grow the table without end.
    if (kinds.size >= KIND_CACHE_LIMIT) kinds.clear();
    kinds.set(key, kind);
  }
  return kind;
}

/** The character that stands for `character` (one code point) in a cell: itself where it is harmless. */
export function safeCharacter(character: string, width: 1 | 2): string {
  if (width === 1 && character >= ' ' && character <= '~') return character;
  const codePoint = character.codePointAt(0) ?? 0;
  // Two of them in neighbouring cells would join into one flag.
  if (codePoint >= FIRST_REGIONAL_INDICATOR && codePoint <= LAST_REGIONAL_INDICATOR) {
    return String.fromCharCode(0x41 + codePoint - FIRST_REGIONAL_INDICATOR);
  }
  return kindOf(character, width) === 'unsafe' ? REPLACEMENT : character;
}

/** Whether a terminal may give this (safe) character another width than we do. */
export function isRisky(character: string, width: 1 | 2): boolean {
  if (width === 1 && character <= '~') return false;
  return kindOf(character, width) !== 'plain';
}
