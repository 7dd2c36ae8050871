// One row of the keymap: where which keys mean what, and the words for it; and how rows are read.
import type { Mode } from './featureTypes';
import type { Intent } from './intent';

export interface KeyRow {
  readonly modes: readonly Mode[];
  /** Names of KeyInput; the first one is shown in the bar. */
  readonly keys: readonly string[];
  readonly intent: Intent;
  /** A line of the help; null for second names of a key that has a row already. */
  readonly help: string | null;
  /** A word for the footer bar; null = not shown there. */
  readonly bar: string | null;
  /** What the configuration calls it where keys can be remapped; else its intent's kind. */
  readonly name?: string;
  /** Its key is the one that detaches, which is the user's own: see `withDetachKeys`. */
  readonly isDetach?: true;
}

const SHOWN_KEYS: Readonly<Record<string, string>> = {
  enter: 'Enter',
  escape: 'Esc',
  left: '←',
  right: '→',
  up: '↑',
  down: '↓',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
  space: 'Space',
  tab: 'Tab',
  backspace: 'Backspace',
};

const MODIFIERS = [
  { start: 'M-', words: 'Alt' },
  { start: 'C-', words: 'Ctrl' },
  { start: 'S-', words: 'Shift' },
] as const;

/** A key as a user reads it: `C-c` as `Ctrl+C`, `pageup` as `PgUp`. */
export function showKey(name: string): string {
  const shown = SHOWN_KEYS[name];
  if (shown !== undefined) return shown;
  const held = MODIFIERS.find(({ start }) => name.startsWith(start) && name.length > start.length);
  if (held === undefined) return name;
  const key = showKey(name.slice(held.start.length));
  return `${held.words}+${held.start === 'C-' && [...key].length === 1 ? key.toUpperCase() : key}`;
}

/** The key of an intent as a user reads it, for a sentence; null: it has none. */
export function keyOfIntent(keymap: readonly KeyRow[], kind: Intent['kind']): string | null {
  const key = keymap.find((row) => row.intent.kind === kind && row.help !== null)?.keys[0];
  return key === undefined ? null : showKey(key);
}

/** What the bar of `mode` shows, in order. */
export function barRows(mode: Mode, keymap: readonly KeyRow[]): readonly KeyRow[] {
  return keymap.filter((row) => row.modes.includes(mode) && row.bar !== null && row.keys.length > 0);
}

/** What the help of `mode` lists, in order. */
export function helpRows(mode: Mode, keymap: readonly KeyRow[]): readonly KeyRow[] {
  return keymap.filter((row) => row.modes.includes(mode) && row.help !== null && row.keys.length > 0);
}

/**
 * The keymap with the user's own detach keys, the characters that are held with Ctrl (`]`), where a Pod is left.
 * They stand before every other row: a way out is never taken by an edit of the same key.
 */
export function withDetachKeys(keymap: readonly KeyRow[], characters: readonly string[]): readonly KeyRow[] {
  // Ctrl and @ is what terminals send for Ctrl and the space bar.
  const keys = characters.flatMap((character) => (character === '@' ? ['C-@', 'C-space'] : [`C-${character}`]));
  const own = keymap.filter(({ isDetach }) => isDetach === true);
  return [...own.map((row) => ({ ...row, keys })), ...keymap.filter(({ isDetach }) => isDetach !== true)];
}
