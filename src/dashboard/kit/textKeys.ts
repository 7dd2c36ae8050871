// The keys of everything that is read and scrolled: the help, why a status is what it is.
import type { KeyRow, Mode } from '../loop/keyRow';

const TEXTS: readonly Mode[] = ['help', 'why'];

/** In the order of the bar and of the help. */
export const TEXT_KEYS: readonly KeyRow[] = [
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
];
