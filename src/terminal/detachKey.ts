// The detach key: how a configuration names it, and every encoding in which a terminal may send it.

export interface DetachKey {
  /** As a person writes it: "Ctrl+\". */
  readonly label: string;
  /** What a terminal sends without any keyboard protocol. */
  readonly byte: number;
  /** The code point that keyboard protocols name. */
  readonly codePoint: number;
}

export const DEFAULT_DETACH_KEY = 'C-\\';

/** Several where a keyboard has the usual one behind AltGr; at least one. */
export type DetachKeys = readonly [DetachKey, ...DetachKey[]];

/** Enter, Tab, Escape, Backspace under another name: a terminal cannot tell them from the plain keys. */
const TAKEN = new Set(['h', 'i', 'j', 'm', '[']);

/** Reads `C-\`, `C-]`, `C-q` …; a string says what is wrong with it. */
export function parseDetachKey(text: string): DetachKey | string {
  // Of both flags, i and u, the engine makes tables that take longer than all else here.
  const found = /^(?:[Cc]-|[Cc][Tt][Rr][Ll]\+|\^)(.)$/u.exec(text);
  const char = found?.[1]?.toLowerCase();
  if (char === undefined) return 'it must be Ctrl and one character, like "C-\\" or "C-]"';
  if (!/^[a-z\\\]^_@]$/.test(char)) {
    return TAKEN.has(char) ? taken(char) : 'only letters and \\ ] ^ _ @ can be held with Ctrl in every terminal';
  }
  if (TAKEN.has(char)) return taken(char);
  const codePoint = char.charCodeAt(0);
  return { label: `Ctrl+${char.toUpperCase()}`, byte: char.toUpperCase().charCodeAt(0) & 0x1f, codePoint };
}

/** As `KeyInput` names it; Ctrl+@ is what Ctrl+Space sends. */
export function keyNames({ byte, codePoint }: DetachKey): readonly string[] {
  const name = `C-${String.fromCodePoint(codePoint)}`;
  return byte === 0 ? [name, 'C-space'] : [name];
}

function taken(char: string): string {
  return `Ctrl+${char.toUpperCase()} is the same as Tab, Enter, Escape or Backspace to a terminal`;
}
