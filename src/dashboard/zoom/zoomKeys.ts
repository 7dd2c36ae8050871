// The keys into the zoom pane and in it: rows of the keymap.

import type { HistoryAct } from '../../history/historyView';
import { LIST_MODES } from '../loop/baseKeys';
import type { Mode } from '../loop/featureTypes';
import type { Intent } from '../loop/intent';
import type { KeyRow } from '../loop/keyRow';
import type { HistoryDeed } from './zoomState';

declare module '../loop/featureTypes' {
  interface FeatureIntents {
    /** Shows the selected Pod large. */
    readonly zoom:
      | { readonly kind: 'zoom' }
      /** Something is done in what it has printed; `copy`: with what is selected. */
      | { readonly kind: 'history'; readonly act: HistoryAct | HistoryDeed | 'copy' }
      /** The left button on its rows, in cells of them; `at` in Unix ms. */
      | {
          readonly kind: 'pointHistory';
          readonly action: 'press' | 'drag' | 'up';
          readonly x: number;
          readonly y: number;
          readonly at: number;
          readonly isBlock: boolean;
        };
  }
}

const history = (act: HistoryAct | HistoryDeed | 'copy'): Intent => ({ kind: 'history', act });
const READING: readonly Mode[] = ['zoom'];
const FINDING: readonly Mode[] = ['zoomFinding'];
const COPYING: readonly Mode[] = ['zoomCopying'];
const row = (
  modes: readonly Mode[],
  keys: readonly string[],
  intent: Intent,
  [help, bar, name]: readonly [help: string, bar?: string | undefined, name?: string],
): KeyRow => ({ modes, keys, intent, help, bar: bar ?? null, ...(name !== undefined && { name }) });

/** In the order of the bar and of the help. */
export const ZOOM_KEYS: readonly KeyRow[] = [
  {
    modes: LIST_MODES,
    keys: ['z'],
    intent: { kind: 'zoom' },
    help: 'look at the selected Pod large, and at earlier rows',
    bar: 'zoom',
  },
  { modes: ['zoom'], keys: ['enter'], intent: { kind: 'open' }, help: 'attach it', bar: 'open', name: 'attach' },
  {
    modes: ['zoom'],
    keys: ['escape', 'z', 'q', 'C-c'],
    intent: { kind: 'close' },
    help: 'back to the tiles or the list',
    bar: 'back',
  },
  {
    modes: ['zoom'],
    keys: ['pageup', '['],
    intent: { kind: 'page', by: -1 },
    help: 'what stood above, one page',
    bar: 'earlier',
    name: 'page-up',
  },
  {
    modes: ['zoom'],
    keys: ['pagedown', ']', 'space'],
    intent: { kind: 'page', by: 1 },
    help: 'down one page',
    bar: null,
    name: 'page-down',
  },
  {
    modes: ['zoom'],
    keys: ['up', 'k'],
    intent: { kind: 'move', direction: 'up' },
    help: 'up one row',
    bar: null,
    name: 'up',
  },
  {
    modes: ['zoom'],
    keys: ['down', 'j'],
    intent: { kind: 'move', direction: 'down' },
    help: 'down one row',
    bar: null,
    name: 'down',
  },
  {
    modes: ['zoom'],
    keys: ['left', 'h'],
    intent: { kind: 'move', direction: 'left' },
    help: 'the Pod before',
    bar: null,
    name: 'left',
  },
  {
    modes: ['zoom'],
    keys: ['right', 'l'],
    intent: { kind: 'move', direction: 'right' },
    help: 'the next Pod',
    bar: 'next',
    name: 'right',
  },
  {
    modes: ['zoom'],
    keys: ['home', 'g'],
    intent: { kind: 'edge', to: 'first' },
    help: 'as far back as it goes',
    bar: null,
    name: 'first',
  },
  {
    modes: ['zoom'],
    keys: ['end', 'G'],
    intent: { kind: 'edge', to: 'last' },
    help: 'the live screen',
    bar: null,
    name: 'last',
  },
  row(READING, ['/'], history({ kind: 'find' }), ['search in what it has printed', 'search', 'find']),
  row(READING, ['n'], history({ kind: 'match', by: -1 }), ['the match before, further up', undefined, 'match-up']),
  row(READING, ['N'], history({ kind: 'match', by: 1 }), ['the next match down', undefined, 'match-down']),
  row(READING, ['v'], history({ kind: 'copyMode' }), ['copy mode: select and copy', 'copy', 'copy-mode']),
  row(READING, ['K', 'M-up'], history({ kind: 'prompt', by: -1 }), ['the prompt before', undefined, 'prompt-up']),
  row(READING, ['J', 'M-down'], history({ kind: 'prompt', by: 1 }), ['the next prompt', undefined, 'prompt-down']),
  row(READING, ['e'], history('edit'), ['all of it in your pager or editor', undefined, 'pager']),
  row(READING, ['Y'], history('copyOutput'), ['copy the output of its last command', undefined, 'copy-output']),

  row(FINDING, ['enter'], { kind: 'submit' }, ['keep what was found', 'keep']),
  row(FINDING, ['escape', 'C-c'], { kind: 'close' }, ['leave the search', 'leave']),
  row(FINDING, ['up'], { kind: 'move', direction: 'up' }, ['the match before', 'before']),
  row(FINDING, ['down'], { kind: 'move', direction: 'down' }, ['the next match']),

  row(COPYING, ['space', 'v'], history({ kind: 'anchor', shape: 'characters' }), ['begin the selection', 'mark']),
  row(COPYING, ['V'], history({ kind: 'anchor', shape: 'lines' }), ['select whole lines', 'lines']),
  row(COPYING, ['C-v', 'r'], history({ kind: 'anchor', shape: 'block' }), ['select a block']),
  row(COPYING, ['y', 'enter', 'c'], history('copy'), ['copy what is selected, or the line', 'copy']),
  row(COPYING, ['escape', 'q', 'C-c'], { kind: 'close' }, ['take the selection back, leave', 'leave']),
  row(COPYING, ['up', 'k'], { kind: 'move', direction: 'up' }, ['up']),
  row(COPYING, ['down', 'j'], { kind: 'move', direction: 'down' }, ['down']),
  row(COPYING, ['left', 'h'], { kind: 'move', direction: 'left' }, ['left']),
  row(COPYING, ['right', 'l'], { kind: 'move', direction: 'right' }, ['right']),
  row(COPYING, ['w'], history({ kind: 'words', by: 1 }), ['the next word']),
  row(COPYING, ['b'], history({ kind: 'words', by: -1 }), ['the word before']),
  row(COPYING, ['0', '^', 'home'], history({ kind: 'line', to: 'first' }), ['start of the line']),
  row(COPYING, ['$', 'end'], history({ kind: 'line', to: 'last' }), ['end of the line']),
  row(COPYING, ['pageup', '['], { kind: 'page', by: -1 }, ['up one page']),
  row(COPYING, ['pagedown', ']'], { kind: 'page', by: 1 }, ['down one page']),
  row(COPYING, ['g'], { kind: 'edge', to: 'first' }, ['to the first line']),
  row(COPYING, ['G'], { kind: 'edge', to: 'last' }, ['to the last line']),
  row(COPYING, ['/'], history({ kind: 'find' }), ['search']),
  row(COPYING, ['n'], history({ kind: 'match', by: -1 }), ['the match before']),
  row(COPYING, ['N'], history({ kind: 'match', by: 1 }), ['the next match']),
  row(COPYING, ['K'], history({ kind: 'prompt', by: -1 }), ['the prompt before']),
  row(COPYING, ['J'], history({ kind: 'prompt', by: 1 }), ['the next prompt']),
];
