// The keys of the zoom pane: rows of the keymap.
import type { KeyRow } from '../loop/keyRow';

/** In the order of the bar and of the help. */
export const ZOOM_KEYS: readonly KeyRow[] = [
  { modes: ['zoom'], keys: ['enter'], intent: { kind: 'open' }, help: 'attach it', bar: 'open' },
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
  },
  {
    modes: ['zoom'],
    keys: ['pagedown', ']', 'space'],
    intent: { kind: 'page', by: 1 },
    help: 'down one page',
    bar: null,
  },
  { modes: ['zoom'], keys: ['up', 'k'], intent: { kind: 'move', direction: 'up' }, help: 'up one row', bar: null },
  {
    modes: ['zoom'],
    keys: ['down', 'j'],
    intent: { kind: 'move', direction: 'down' },
    help: 'down one row',
    bar: null,
  },
  {
    modes: ['zoom'],
    keys: ['left', 'h'],
    intent: { kind: 'move', direction: 'left' },
    help: 'the Pod before',
    bar: null,
  },
  {
    modes: ['zoom'],
    keys: ['right', 'l'],
    intent: { kind: 'move', direction: 'right' },
    help: 'the next Pod',
    bar: 'next',
  },
  {
    modes: ['zoom'],
    keys: ['home', 'g'],
    intent: { kind: 'edge', to: 'first' },
    help: 'as far back as it goes',
    bar: null,
  },
  { modes: ['zoom'], keys: ['end', 'G'], intent: { kind: 'edge', to: 'last' }, help: 'the live screen', bar: null },
];
