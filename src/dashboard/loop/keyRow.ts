// What one row of the keymap says: where which keys mean what, and the words for it.
import type { Intent } from './intent';

/** Where a key means something. `resume` is the picker opened alone with `-r`. */
export type Mode =
  | 'grid'
  | 'picker'
  | 'resume'
  | 'search'
  | 'composer'
  | 'zoom'
  /** An open conversation: where it is read, written to, searched, and copied from. */
  | 'conversation'
  | 'writing'
  | 'finding'
  | 'copying'
  | 'help'
  | 'why'
  /** A question of an agent over the overview. */
  | 'permission'
  | 'confirm'
  | 'prompt';

export interface KeyRow {
  readonly modes: readonly Mode[];
  /** Names of KeyInput; the first one is shown in the bar. */
  readonly keys: readonly string[];
  readonly intent: Intent;
  /** A line of the help; null for second names of a key that has a row already. */
  readonly help: string | null;
  /** A word for the footer bar; null = not shown there. */
  readonly bar: string | null;
}
