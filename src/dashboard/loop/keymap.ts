// Every key of the dashboard, one row each; the footer bar and the help are made from these rows and nothing else.
import { CONVERSATION_KEYS } from '../conversation/conversationKeys';
import { conversationMode } from '../conversation/conversationPaneState';
import { FIELD_KEYS, FIELDS } from '../kit/fieldKeys';
import { TEXT_KEYS } from '../kit/textKeys';
import type { InputEvent, KeyInput } from './inputEvent';
import type { Intent } from './intent';
import type { KeyRow, Mode } from './keyRow';
import { PANE_KEYS } from './paneKeys';
import type { DashboardState } from './state';

export type { KeyRow, Mode } from './keyRow';

/** Where keys are not the user's to remap: also where text is written. */
const BELOW_PANES: readonly Mode[] = [
  'search',
  'composer',
  'prompt',
  'conversation',
  'writing',
  'finding',
  'copying',
  'help',
  'why',
  'permission',
  'confirm',
];

/** To add a key, add one row to the file of the place where it works. In the order of the bar and of the help. */
export const KEYMAP: readonly KeyRow[] = [
  ...PANE_KEYS,
  ...FIELD_KEYS,
  ...TEXT_KEYS,
  ...CONVERSATION_KEYS,
  {
    modes: BELOW_PANES,
    keys: ['C-z'],
    intent: { kind: 'toShell' },
    help: 'back to the shell for a while; fg returns',
    bar: null,
  },
  { modes: ['confirm'], keys: ['y', 'Y'], intent: { kind: 'confirm' }, help: 'yes', bar: 'yes' },
  { modes: ['confirm'], keys: ['n', 'N', 'escape', 'q', 'C-c'], intent: { kind: 'close' }, help: 'no', bar: 'no' },
];

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
  'S-tab': 'Shift+Tab',
  backspace: 'Backspace',
};

/** A key as a user reads it: `C-c` as `Ctrl+C`, `pageup` as `PgUp`. */
export function showKey(name: string): string {
  const shown = SHOWN_KEYS[name];
  if (shown !== undefined) return shown;
  if (name.startsWith('M-') && name.length > 2) return `Alt+${showKey(name.slice(2))}`;
  return name.startsWith('C-') ? `Ctrl+${name.slice(2).toUpperCase()}` : name;
}

/** The mode that the state is in: what lies on top decides. */
export function modeOf(state: DashboardState): Mode {
  if (state.overlay !== null) return state.overlay.kind;
  if (state.pane.kind === 'conversation') return conversationMode(state.pane);
  if (state.composer.focused) return 'composer';
  if (state.scope.searching) return 'search';
  if (state.pane.kind === 'picker' && state.alone) return 'resume';
  return state.pane.kind;
}

/** The key of an intent as a user reads it, for a sentence; null: it has none. */
export function keyOfIntent(keymap: readonly KeyRow[], kind: Intent['kind']): string | null {
  const key = keymap.find((row) => row.intent.kind === kind && row.help !== null)?.keys[0];
  return key === undefined ? null : showKey(key);
}

/** What the bar of `mode` shows, in order. */
export function barRows(mode: Mode, keymap: readonly KeyRow[] = KEYMAP): readonly KeyRow[] {
  return keymap.filter((row) => row.modes.includes(mode) && row.bar !== null && row.keys.length > 0);
}

/** What the help of `mode` lists, in order. */
export function helpRows(mode: Mode, keymap: readonly KeyRow[] = KEYMAP): readonly KeyRow[] {
  return keymap.filter((row) => row.modes.includes(mode) && row.help !== null && row.keys.length > 0);
}

function keyIntent(mode: Mode, key: KeyInput, keymap: readonly KeyRow[]): Intent {
  const row = keymap.find((candidate) => candidate.modes.includes(mode) && candidate.keys.includes(key.name));
  if (row !== undefined) return row.intent;
  if (FIELDS.includes(mode) && key.text !== null) return { kind: 'edit', edit: { kind: 'type', text: key.text } };
  return { kind: 'nothing' };
}

/** What a key or a paste means in `mode`; the mouse has its own table, for it needs to know what lies where. */
export function intentOfKey(
  mode: Mode,
  input: Exclude<InputEvent, { readonly kind: 'mouse' }>,
  keymap: readonly KeyRow[] = KEYMAP,
): Intent {
  if (input.kind === 'key') return keyIntent(mode, input, keymap);
  return FIELDS.includes(mode) ? { kind: 'edit', edit: { kind: 'type', text: input.text } } : { kind: 'nothing' };
}
