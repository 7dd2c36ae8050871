// The keys into the zoom pane and in it: rows of the keymap.
import { LIST_MODES } from '../loop/baseKeys';
import type { KeyRow } from '../loop/keyRow';

declare module '../loop/featureTypes' {
  interface FeatureIntents {
    /** Shows the selected Pod large. */
    readonly zoom: { readonly kind: 'zoom' };
  }
}

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
];
