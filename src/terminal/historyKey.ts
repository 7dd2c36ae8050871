// Finds the key that opens an attached Pod's history in raw terminal input, never inside a paste.
import type { DetachKey } from './detachKey';

/** Shift+PgUp as terminals send it; kitty's protocol may add the kind of event. */
const SHIFT_PAGE_UP = '\\x1b\\[5;2(?::1)?~';
const PASTE = /\x1b\[20([01])~/g;

export class HistoryKey {
  private readonly expression: RegExp;
  private inPaste = false;

  /** @param key of the user's own, on any screen; null: none. */
  constructor(key: DetachKey | null) {
    const own = key === null ? '' : `|${ownKey(key)}`;
    this.expression = new RegExp(`${SHIFT_PAGE_UP}${own}`, 'g');
  }

  /** Where it stands in the input; null: nowhere. @param onNormal the program is on its normal screen: Shift+PgUp is free. */
  find(input: Buffer, onNormal: boolean): { readonly from: number; readonly to: number } | null {
    const text = input.toString('latin1');
    let found: { from: number; to: number } | null = null;
    for (const match of text.matchAll(this.expression)) {
      const isFree = onNormal || !match[0].startsWith('\x1b[5;2');
      if (isFree && !this.isPasted(text.slice(0, match.index))) {
        found = { from: match.index, to: match.index + match[0].length };
        break;
      }
    }
    this.inPaste = this.isPasted(text);
    return found;
  }

  private isPasted(before: string): boolean {
    const last = [...before.matchAll(PASTE)].at(-1)?.[1];
    return last === undefined ? this.inPaste : last === '0';
  }
}

/** Its byte, and how keyboard protocols say it. */
function ownKey({ byte, codePoint }: DetachKey): string {
  const hex = byte.toString(16).padStart(2, '0');
  return `\\x${hex}|\\x1b\\[${codePoint};5(?::1)?u|\\x1b\\[27;5;${codePoint}~`;
}
