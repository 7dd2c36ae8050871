// The keys of an open conversation: rows of the keymap for reading, writing and searching in it.

import type { Answer } from '../../conversation/conversation';
import { editIntent, REST_OF_LINE } from '../loop/editKeys';
import type { Mode } from '../loop/featureTypes';
import type { Intent } from '../loop/intent';
import type { KeyRow } from '../loop/keyRow';
import { numberRows } from '../loop/numberRows';

/** What a user can do in an open conversation besides moving, writing, answering and leaving it. */
export type ConversationAct =
  | 'write'
  | 'read'
  /** Esc in the composer: cancels the turn (asks once), or where none runs leaves the composer. */
  | 'cancel'
  /** Pauses the turn that runs; an empty Enter goes on with it. */
  | 'pause'
  | 'toggle'
  | 'toggleAll'
  | 'selectNext'
  | 'selectPrevious'
  /** The selected part, or what is on the screen; in copy mode, the chosen rows. */
  | 'copy'
  | 'copyMode'
  /** Begins to choose rows in copy mode, or takes that back. */
  | 'anchor'
  | 'find'
  | 'nextMatch'
  | 'previousMatch'
  /** The next of the agent's modes, models, or values of its other options. */
  | 'nextMode'
  | 'nextModel'
  | 'nextOption'
  /** The message that waits longest behind is written anew. */
  | 'unqueue'
  /** The message that is next goes into the turn that runs. */
  | 'steer';

declare module '../loop/featureTypes' {
  interface FeatureIntents {
    readonly conversation: { readonly kind: 'converse'; readonly act: ConversationAct };
  }
}

const act = (what: ConversationAct): Intent => ({ kind: 'converse', act: what });
const answer = (what: Answer): Intent => ({ kind: 'answer', answer: what });
const READING: readonly Mode[] = ['conversation'];
const WRITING: readonly Mode[] = ['writing'];
const FINDING: readonly Mode[] = ['finding'];
const COPYING: readonly Mode[] = ['copying'];
const row = (
  modes: readonly Mode[],
  keys: readonly string[],
  intent: Intent,
  help: string | null,
  bar: string | null = null,
): KeyRow => ({ modes, keys, intent, help, bar });

/** Leaves a Pod wherever one is attached. */
const detachRow = (modes: readonly Mode[], help: string | null, bar: string | null): KeyRow => ({
  ...row(modes, ['C-\\'], { kind: 'close' }, help, bar),
  isDetach: true,
});

const PAGE_UP: Intent = { kind: 'page', by: -1 };
const PAGE_DOWN: Intent = { kind: 'page', by: 1 };

/** In the order of the bar and of the help. */
export const CONVERSATION_KEYS: readonly KeyRow[] = [
  row(READING, ['escape', 'q', 'C-c'], { kind: 'close' }, 'back', 'back'),
  detachRow(READING, null, null),
  row(READING, ['i', 'tab'], act('write'), 'write to it', 'write'),
  row(READING, ['y', 'M-y'], answer('allow_once'), 'allow what the agent asks for, once'),
  row(READING, ['a', 'M-a'], answer('allow_always'), 'allow it always'),
  row(READING, ['n', 'M-n'], answer('reject'), 'do not allow it'),
  ...numberRows(READING, '', 'M-'),
  row(READING, ['enter', 'o'], act('toggle'), 'open or close the selected part, or the last on the screen', 'open'),
  row(READING, ['O'], act('toggleAll'), 'open or close all parts'),
  row(READING, ['J', 'M-down'], act('selectNext'), 'select the next part'),
  row(READING, ['K', 'M-up'], act('selectPrevious'), 'select the part before'),
  row(READING, ['p', 'M-p'], act('pause'), 'pause the turn; an empty Enter goes on with it'),
  row(READING, ['c'], act('copy'), 'copy the selected part, or what is on the screen'),
  row(READING, ['v'], act('copyMode'), 'choose rows to copy', 'copy'),
  row(READING, ['/'], act('find'), 'search', 'search'),
  row(READING, ['>'], act('nextMatch'), 'to the next match'),
  row(READING, ['<'], act('previousMatch'), 'to the match before'),
  row(READING, ['m'], act('nextMode'), 'the next mode of the agent'),
  row(READING, ['M'], act('nextModel'), 'its next model'),
  row(READING, ['t'], act('nextOption'), 'the next value of its next option, e.g. how long it thinks'),
  row(READING, ['?'], { kind: 'help' }, 'show this help', 'help'),
  row(READING, ['up', 'k'], { kind: 'move', direction: 'up' }, 'up one row'),
  row(READING, ['down', 'j'], { kind: 'move', direction: 'down' }, 'down one row'),
  row(READING, ['pageup', '['], PAGE_UP, 'up one page'),
  row(READING, ['pagedown', ']', 'space'], PAGE_DOWN, 'down one page'),
  row(READING, ['home', 'g'], { kind: 'edge', to: 'first' }, 'to the start'),
  row(READING, ['end', 'G'], { kind: 'edge', to: 'last' }, 'to the end, and follow it', 'end'),

  detachRow(WRITING, 'back, keeping the text', 'back'),
  row(WRITING, ['enter'], { kind: 'submit' }, 'send', 'send'),
  row(WRITING, ['M-enter', 'S-enter', 'C-j'], editIntent('newline'), 'a new line', 'new line'),
  row(WRITING, ['escape', 'C-c'], act('cancel'), 'cancel the turn (asks once), or leave the text', 'cancel'),
  row(WRITING, ['M-p'], act('pause'), 'pause the turn; an empty Enter goes on with it'),
  row(WRITING, ['tab'], act('read'), 'scroll, open, search, answer', 'read'),
  row(WRITING, ['M-y'], answer('allow_once'), 'allow what the agent asks for, once'),
  row(WRITING, ['M-a'], answer('allow_always'), 'allow it always'),
  row(WRITING, ['M-n'], answer('reject'), 'do not allow it; what is written is told next'),
  ...numberRows(WRITING, 'M-'),
  row(WRITING, ['pageup'], PAGE_UP, 'up one page'),
  row(WRITING, ['pagedown'], PAGE_DOWN, 'down one page'),
  row(WRITING, ['S-tab'], act('nextMode'), 'the next mode of the agent'),
  row(WRITING, ['M-up'], act('unqueue'), 'take back the last message that waits'),
  row(WRITING, ['M-s'], act('steer'), 'the next message that waits, into the turn that runs, if its agent takes it'),
  row(WRITING, ['up'], editIntent('up'), 'what you said before'),
  row(WRITING, ['down'], editIntent('down'), null),
  row(WRITING, ['C-k'], editIntent('deleteToEnd'), REST_OF_LINE),

  row(COPYING, ['v', 'space'], act('anchor'), 'begin the selection here, or take it back', 'mark'),
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
