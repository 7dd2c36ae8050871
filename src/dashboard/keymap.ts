// Every key of the dashboard, one row each; the footer bar and the help are made from these rows and nothing else.
import type { InputEvent, KeyInput } from './inputEvent';
import type { FieldEdit, Intent } from './intent';
import type { KeyRow, Mode } from './keyRow';
import type { DashboardState } from './state';
import { ZOOM_KEYS } from './zoomKeys';

export type { KeyRow, Mode } from './keyRow';

const PANES: readonly Mode[] = ['grid', 'picker', 'resume'];
const LISTS: readonly Mode[] = ['picker', 'resume'];
/** What is read and scrolled. */
const TEXTS: readonly Mode[] = ['transcript', 'help', 'why'];
/** Where letters are text. */
const FIELDS: readonly Mode[] = ['prompt', 'search', 'composer'];
const edit = (kind: Exclude<FieldEdit['kind'], 'type'>): Intent => ({ kind: 'edit', edit: { kind } });

/** In the order of the bar and of the help. */
export const KEYMAP: readonly KeyRow[] = [
  {
    modes: PANES,
    keys: ['enter'],
    intent: { kind: 'open' },
    help: 'attach a live Pod, restore a stopped one',
    bar: 'open',
  },
  { modes: PANES, keys: ['n'], intent: { kind: 'newPod' }, help: 'start a new Pod', bar: 'new' },
  { modes: PANES, keys: ['x'], intent: { kind: 'stop' }, help: 'stop the selected Pod (asks)', bar: 'stop' },
  {
    modes: LISTS,
    keys: ['d', 'D'],
    intent: { kind: 'remove' },
    help: 'remove the selected stopped Pod (asks)',
    bar: 'remove',
  },
  { modes: ['grid'], keys: ['p'], intent: { kind: 'togglePicker' }, help: 'show the list of all Pods', bar: 'list' },
  { modes: ['picker'], keys: ['p'], intent: { kind: 'togglePicker' }, help: 'back to the grid', bar: 'grid' },
  { modes: PANES, keys: ['a', 'tab'], intent: { kind: 'jump' }, help: 'to the next Pod that needs you', bar: null },
  {
    modes: PANES,
    keys: ['/'],
    intent: { kind: 'search' },
    help: 'search by name, title, text, directory',
    bar: 'search',
  },
  {
    modes: PANES,
    keys: ['f'],
    intent: { kind: 'nextStateFilter' },
    help: 'show all, live, stopped, or those that need you',
    bar: null,
  },
  { modes: PANES, keys: ['.'], intent: { kind: 'toggleHere' }, help: 'show only this directory, or all', bar: null },
  {
    modes: PANES,
    keys: ['s'],
    intent: { kind: 'sort', next: true },
    help: 'sort: live first, attention, name, newest',
    bar: null,
  },
  {
    modes: PANES,
    keys: ['S'],
    intent: { kind: 'sort', next: false },
    help: 'sort again (tiles keep their places otherwise)',
    bar: null,
  },
  {
    modes: [...PANES, 'zoom'],
    keys: ['i'],
    intent: { kind: 'compose' },
    help: 'write to the selected Pod, or to the marked ones',
    bar: 'write',
  },
  {
    modes: PANES,
    keys: ['space'],
    intent: { kind: 'mark' },
    help: 'mark the selected Pod, to write to several',
    bar: null,
  },
  { modes: PANES, keys: ['u'], intent: { kind: 'unmarkAll' }, help: 'take all marks away', bar: null },
  { modes: PANES, keys: ['w'], intent: { kind: 'why' }, help: 'why this status: what is known of the Pod', bar: null },
  {
    modes: PANES,
    keys: ['z'],
    intent: { kind: 'zoom' },
    help: 'look at the selected Pod large, and at earlier rows',
    bar: 'zoom',
  },
  { modes: ['grid'], keys: ['+', '='], intent: { kind: 'density', by: 1 }, help: 'fewer and larger tiles', bar: null },
  { modes: ['grid'], keys: ['-'], intent: { kind: 'density', by: -1 }, help: 'more and smaller tiles', bar: null },
  ...ZOOM_KEYS,
  { modes: [...PANES, 'zoom'], keys: ['?'], intent: { kind: 'help' }, help: 'show this help', bar: 'help' },
  {
    modes: ['grid', 'picker'],
    keys: ['q', 'C-c'],
    intent: { kind: 'quit' },
    help: 'quit; the Pods go on',
    bar: 'quit',
  },
  { modes: ['resume'], keys: ['escape'], intent: { kind: 'back' }, help: 'show all again, or quit', bar: 'quit' },
  { modes: ['resume'], keys: ['q', 'C-c'], intent: { kind: 'quit' }, help: 'quit', bar: null },
  {
    modes: ['grid'],
    keys: ['left', 'h'],
    intent: { kind: 'move', direction: 'left' },
    help: 'select the tile to the left',
    bar: null,
  },
  {
    modes: ['grid'],
    keys: ['right', 'l'],
    intent: { kind: 'move', direction: 'right' },
    help: 'select the tile to the right',
    bar: null,
  },
  {
    modes: PANES,
    keys: ['up', 'k'],
    intent: { kind: 'move', direction: 'up' },
    help: 'select the one above',
    bar: null,
  },
  {
    modes: PANES,
    keys: ['down', 'j'],
    intent: { kind: 'move', direction: 'down' },
    help: 'select the one below',
    bar: null,
  },
  { modes: PANES, keys: ['pageup', '['], intent: { kind: 'page', by: -1 }, help: 'previous page', bar: null },
  { modes: PANES, keys: ['pagedown', ']'], intent: { kind: 'page', by: 1 }, help: 'next page', bar: null },
  { modes: PANES, keys: ['home', 'g'], intent: { kind: 'edge', to: 'first' }, help: 'select the first one', bar: null },
  { modes: PANES, keys: ['end', 'G'], intent: { kind: 'edge', to: 'last' }, help: 'select the last one', bar: null },
  { modes: ['grid'], keys: ['escape'], intent: { kind: 'back' }, help: 'show all again, or select nothing', bar: null },
  {
    modes: ['picker'],
    keys: ['escape'],
    intent: { kind: 'back' },
    help: 'show all again, or back to the grid',
    bar: null,
  },

  { modes: ['composer'], keys: ['enter'], intent: { kind: 'submit' }, help: 'send; empty: open', bar: 'send' },
  {
    modes: ['composer'],
    keys: ['M-enter', 'S-enter', 'C-j'],
    intent: edit('newline'),
    help: 'a new line',
    bar: 'new line',
  },
  {
    modes: ['composer'],
    keys: ['escape', 'C-c'],
    intent: { kind: 'close' },
    help: 'leave, keeping the text',
    bar: 'leave',
  },
  { modes: ['composer'], keys: ['up'], intent: edit('up'), help: null, bar: null },
  { modes: ['composer'], keys: ['down'], intent: edit('down'), help: null, bar: null },
  { modes: ['composer'], keys: ['C-k'], intent: edit('deleteToEnd'), help: null, bar: null },
  ...(['left', 'right', 'up', 'down'] as const).map(
    (direction): KeyRow => ({
      modes: ['composer'],
      keys: [`M-${direction}`],
      intent: { kind: 'move', direction },
      help: null,
      bar: direction === 'down' ? 'other Pod' : null,
    }),
  ),

  { modes: ['search'], keys: ['enter'], intent: { kind: 'submit' }, help: 'keep what was found', bar: 'keep' },
  {
    modes: ['search'],
    keys: ['escape', 'C-c'],
    intent: { kind: 'close' },
    help: 'clear, then leave',
    bar: 'clear, leave',
  },
  {
    modes: ['search'],
    keys: ['up'],
    intent: { kind: 'move', direction: 'up' },
    help: 'select the one above',
    bar: null,
  },
  {
    modes: ['search'],
    keys: ['down'],
    intent: { kind: 'move', direction: 'down' },
    help: 'select the one below',
    bar: null,
  },

  { modes: TEXTS, keys: ['escape', 'q', 'C-c'], intent: { kind: 'close' }, help: 'back', bar: 'back' },
  { modes: ['why'], keys: ['w', 'enter'], intent: { kind: 'close' }, help: null, bar: null },
  { modes: ['help'], keys: ['?', 'enter'], intent: { kind: 'close' }, help: null, bar: null },
  {
    modes: TEXTS,
    keys: ['up', 'k'],
    intent: { kind: 'move', direction: 'up' },
    help: 'up one row',
    bar: 'up',
  },
  {
    modes: TEXTS,
    keys: ['down', 'j'],
    intent: { kind: 'move', direction: 'down' },
    help: 'down one row',
    bar: 'down',
  },
  {
    modes: TEXTS,
    keys: ['pageup', '['],
    intent: { kind: 'page', by: -1 },
    help: 'up one page',
    bar: null,
  },
  {
    modes: TEXTS,
    keys: ['pagedown', ']', 'space'],
    intent: { kind: 'page', by: 1 },
    help: 'down one page',
    bar: null,
  },
  {
    modes: TEXTS,
    keys: ['home', 'g'],
    intent: { kind: 'edge', to: 'first' },
    help: 'to the start',
    bar: null,
  },
  {
    modes: TEXTS,
    keys: ['end', 'G'],
    intent: { kind: 'edge', to: 'last' },
    help: 'to the end, and follow it',
    bar: 'end',
  },

  { modes: ['confirm'], keys: ['y', 'Y'], intent: { kind: 'confirm' }, help: 'yes', bar: 'yes' },
  { modes: ['confirm'], keys: ['n', 'N', 'escape', 'q', 'C-c'], intent: { kind: 'close' }, help: 'no', bar: 'no' },

  { modes: ['prompt'], keys: ['enter'], intent: { kind: 'submit' }, help: 'start it', bar: 'start' },
  {
    modes: ['prompt'],
    keys: ['tab', 'S-tab', 'up', 'down'],
    intent: { kind: 'nextField' },
    help: 'the other field',
    bar: 'other field',
  },
  { modes: ['prompt'], keys: ['escape', 'C-c'], intent: { kind: 'close' }, help: 'cancel', bar: 'cancel' },
  { modes: FIELDS, keys: ['backspace', 'C-h'], intent: edit('backspace'), help: null, bar: null },
  { modes: FIELDS, keys: ['delete', 'C-d'], intent: edit('delete'), help: null, bar: null },
  { modes: FIELDS, keys: ['left', 'C-b'], intent: edit('left'), help: null, bar: null },
  { modes: FIELDS, keys: ['right', 'C-f'], intent: edit('right'), help: null, bar: null },
  { modes: FIELDS, keys: ['home', 'C-a'], intent: edit('start'), help: null, bar: null },
  { modes: FIELDS, keys: ['end', 'C-e'], intent: edit('end'), help: null, bar: null },
  {
    modes: FIELDS,
    keys: ['C-w', 'M-backspace'],
    intent: edit('deleteWord'),
    help: 'delete the word before the cursor',
    bar: null,
  },
  { modes: FIELDS, keys: ['C-u'], intent: edit('deleteToStart'), help: 'delete all before the cursor', bar: null },
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
  'M-backspace': 'Alt+Backspace',
  'M-enter': 'Alt+Enter',
  'M-down': 'Alt+↓',
};

/** A key as a user reads it: `C-c` as `Ctrl+C`, `pageup` as `PgUp`. */
export function showKey(name: string): string {
  const shown = SHOWN_KEYS[name];
  if (shown !== undefined) return shown;
  return name.startsWith('C-') ? `Ctrl+${name.slice(2).toUpperCase()}` : name;
}

/** The mode that the state is in: what lies on top decides. */
export function modeOf(state: DashboardState): Mode {
  if (state.overlay !== null) return state.overlay.kind;
  if (state.composer.focused && state.pane.kind !== 'transcript') return 'composer';
  if (state.scope.searching && state.pane.kind !== 'transcript') return 'search';
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
