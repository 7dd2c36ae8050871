// The keys of an open conversation: rows of the keymap for reading, writing and searching in it.

import type { FieldEdit, Intent } from '../loop/intent';
import type { KeyRow, Mode } from '../loop/keyRow';
import type { ConversationAct } from './conversationAct';

const act = (what: ConversationAct): Intent => ({ kind: 'talk', act: what });
const edit = (kind: Exclude<FieldEdit['kind'], 'type'>): Intent => ({ kind: 'edit', edit: { kind } });
const READING: readonly Mode[] = ['conversation'];
const WRITING: readonly Mode[] = ['writing'];
const FINDING: readonly Mode[] = ['finding'];
const COPYING: readonly Mode[] = ['copying'];
const ASKED: readonly Mode[] = ['permission'];
const row = (
  modes: readonly Mode[],
  keys: readonly string[],
  intent: Intent,
  help: string | null,
  bar: string | null = null,
): KeyRow => ({ modes, keys, intent, help, bar });

/** Leaves a Pod wherever one is attached; `withDetachKey` puts the user's own in its place. */
const DETACH = ['C-\\'];

const PAGE_UP: Intent = { kind: 'page', by: -1 };
const PAGE_DOWN: Intent = { kind: 'page', by: 1 };

/** In the order of the bar and of the help. */
export const CONVERSATION_KEYS: readonly KeyRow[] = [
  row(READING, ['escape', 'q', 'C-c'], { kind: 'close' }, 'back', 'back'),
  row(READING, DETACH, { kind: 'close' }, null),
  row(READING, ['i', 'tab'], act('write'), 'write to it', 'write'),
  row(READING, ['y'], act('allow_once'), 'allow what the agent asks for, once'),
  row(READING, ['a'], act('allow_always'), 'allow it always'),
  row(READING, ['n'], act('reject'), 'do not allow it'),
  row(READING, ['enter', 'o'], act('toggle'), 'open or close the selected part, or the last on the screen', 'open'),
  row(READING, ['O'], act('toggleAll'), 'open or close all parts'),
  row(READING, ['J', 'M-down'], act('selectNext'), 'select the next part'),
  row(READING, ['K', 'M-up'], act('selectPrevious'), 'select the part before'),
  row(READING, ['c'], act('copy'), 'copy the selected part, or what is on the screen'),
  row(READING, ['v'], act('copyMode'), 'choose rows to copy', 'copy'),
  row(READING, ['/'], act('find'), 'search', 'search'),
  row(READING, ['>'], act('nextMatch'), 'to the next match'),
  row(READING, ['<'], act('previousMatch'), 'to the match before'),
  row(READING, ['?'], { kind: 'help' }, 'show this help', 'help'),
  row(READING, ['up', 'k'], { kind: 'move', direction: 'up' }, 'up one row'),
  row(READING, ['down', 'j'], { kind: 'move', direction: 'down' }, 'down one row'),
  row(READING, ['pageup', '['], PAGE_UP, 'up one page'),
  row(READING, ['pagedown', ']', 'space'], PAGE_DOWN, 'down one page'),
  row(READING, ['home', 'g'], { kind: 'edge', to: 'first' }, 'to the start'),
  row(READING, ['end', 'G'], { kind: 'edge', to: 'last' }, 'to the end, and follow it', 'end'),

  row(WRITING, DETACH, { kind: 'close' }, 'back, keeping the text', 'back'),
  row(WRITING, ['enter'], { kind: 'submit' }, 'send', 'send'),
  row(WRITING, ['M-enter', 'S-enter', 'C-j'], edit('newline'), 'a new line', 'new line'),
  row(WRITING, ['escape', 'C-c'], act('cancel'), 'cancel the turn (asks once), or leave the text', 'cancel'),
  row(WRITING, ['tab'], act('read'), 'scroll, open, search, answer', 'read'),
  row(WRITING, ['M-y'], act('allow_once'), 'allow what the agent asks for, once'),
  row(WRITING, ['M-a'], act('allow_always'), 'allow it always'),
  row(WRITING, ['M-n'], act('reject'), 'do not allow it'),
  row(WRITING, ['pageup'], PAGE_UP, 'up one page'),
  row(WRITING, ['pagedown'], PAGE_DOWN, 'down one page'),
  row(WRITING, ['up'], edit('up'), 'what you said before'),
  row(WRITING, ['down'], edit('down'), null),
  row(WRITING, ['C-k'], edit('deleteToEnd'), null),

  row(ASKED, ['y'], act('allow_once'), 'allow it, once'),
  row(ASKED, ['a'], act('allow_always'), 'allow it always'),
  row(ASKED, ['n'], act('reject'), 'do not allow it'),
  row(ASKED, ['enter'], { kind: 'open' }, 'to the conversation', 'conversation'),
  row(ASKED, ['escape', 'q', 'C-c'], { kind: 'close' }, 'later', 'later'),
  row(ASKED, ['up', 'k'], { kind: 'move', direction: 'up' }, 'up one row'),
  row(ASKED, ['down', 'j'], { kind: 'move', direction: 'down' }, 'down one row'),
  row(ASKED, ['pageup', '['], PAGE_UP, 'up one page'),
  row(ASKED, ['pagedown', ']', 'space'], PAGE_DOWN, 'down one page'),

  row(COPYING, ['v', 'space'], act('mark'), 'begin the selection here, or take it back', 'mark'),
  row(COPYING, ['y', 'enter', 'c'], act('copy'), 'copy the selected rows, or this one', 'copy'),
  row(COPYING, ['escape', 'q', 'C-c'], { kind: 'close' }, 'leave', 'leave'),
  row(COPYING, ['up', 'k'], { kind: 'move', direction: 'up' }, 'up one row'),
  row(COPYING, ['down', 'j'], { kind: 'move', direction: 'down' }, 'down one row'),
  row(COPYING, ['pageup', '['], PAGE_UP, 'up one page'),
  row(COPYING, ['pagedown', ']'], PAGE_DOWN, 'down one page'),
  row(COPYING, ['home', 'g'], { kind: 'edge', to: 'first' }, 'to the start'),
  row(COPYING, ['end', 'G'], { kind: 'edge', to: 'last' }, 'to the end'),

  row(FINDING, ['enter'], { kind: 'submit' }, 'keep what was found', 'keep'),
  row(FINDING, ['escape', 'C-c'], { kind: 'close' }, 'leave the search', 'leave'),
  row(FINDING, ['down'], act('nextMatch'), 'to the next match', 'next'),
  row(FINDING, ['up'], act('previousMatch'), 'to the match before', null),
];

/**
 * The keymap with the user's own detach key, the character that is held with Ctrl (`]`), where a conversation is open.
 * It stands before every other row: a way out is never taken by an edit of the same key.
 */
export function withDetachKey(keymap: readonly KeyRow[], character: string): readonly KeyRow[] {
  // Ctrl and @ is what terminals send for Ctrl and the space bar.
  const keys = character === '@' ? ['C-@', 'C-space'] : [`C-${character}`];
  const own = keymap.filter((row) => row.keys === DETACH);
  return [...own.map((row) => ({ ...row, keys })), ...keymap.filter((row) => row.keys !== DETACH)];
}
