// The keys that several features share: opening, leaving, and moving among Pods.
import type { Mode } from './featureTypes';
import type { KeyRow } from './keyRow';

/** Where Pods are listed: the grid, the picker, and the picker opened alone. */
export const LIST_MODES: readonly Mode[] = ['grid', 'picker', 'resume'];

/** Stand before the features' own rows. */
export const FIRST_KEYS: readonly KeyRow[] = [
  {
    modes: LIST_MODES,
    keys: ['enter'],
    intent: { kind: 'open' },
    help: 'attach a live Pod, restore a stopped one',
    bar: 'open',
    name: 'attach',
  },
];

/** Stand behind the features' own rows. */
export const LAST_KEYS: readonly KeyRow[] = [
  {
    modes: ['grid', 'picker'],
    keys: ['q', 'C-c'],
    intent: { kind: 'quit' },
    help: 'quit; the Pods go on',
    bar: 'quit',
  },
  {
    modes: [...LIST_MODES, 'zoom'],
    keys: ['C-z'],
    intent: { kind: 'toShell' },
    help: 'back to the shell for a while; fg returns',
    bar: null,
    name: 'shell',
  },
  { modes: ['resume'], keys: ['escape'], intent: { kind: 'back' }, help: 'show all again, or quit', bar: 'quit' },
  { modes: ['resume'], keys: ['q', 'C-c'], intent: { kind: 'quit' }, help: 'quit', bar: null },
  {
    modes: ['grid'],
    keys: ['left', 'h'],
    intent: { kind: 'move', direction: 'left' },
    help: 'select the tile to the left',
    bar: null,
    name: 'left',
  },
  {
    modes: ['grid'],
    keys: ['right', 'l'],
    intent: { kind: 'move', direction: 'right' },
    help: 'select the tile to the right',
    bar: null,
    name: 'right',
  },
  {
    modes: LIST_MODES,
    keys: ['up', 'k'],
    intent: { kind: 'move', direction: 'up' },
    help: 'select the one above',
    bar: null,
    name: 'up',
  },
  {
    modes: LIST_MODES,
    keys: ['down', 'j'],
    intent: { kind: 'move', direction: 'down' },
    help: 'select the one below',
    bar: null,
    name: 'down',
  },
  {
    modes: LIST_MODES,
    keys: ['pageup', '['],
    intent: { kind: 'page', by: -1 },
    help: 'previous page',
    bar: null,
    name: 'page-up',
  },
  {
    modes: LIST_MODES,
    keys: ['pagedown', ']'],
    intent: { kind: 'page', by: 1 },
    help: 'next page',
    bar: null,
    name: 'page-down',
  },
  {
    modes: LIST_MODES,
    keys: ['home', 'g'],
    intent: { kind: 'edge', to: 'first' },
    help: 'select the first one',
    bar: null,
    name: 'first',
  },
  {
    modes: LIST_MODES,
    keys: ['end', 'G'],
    intent: { kind: 'edge', to: 'last' },
    help: 'select the last one',
    bar: null,
    name: 'last',
  },
  {
    modes: ['grid'],
    keys: ['escape'],
    intent: { kind: 'back' },
    help: 'show all again; twice: select nothing',
    bar: null,
  },
  {
    modes: ['picker'],
    keys: ['escape'],
    intent: { kind: 'back' },
    help: 'show all again, or back to the grid',
    bar: null,
  },
];
