// The key to the list of all Pods and back: rows of the keymap.
import type { KeyRow } from '../loop/keyRow';

declare module '../loop/featureTypes' {
  interface FeatureIntents {
    /** To the list of all Pods, or back to the grid. */
    readonly picker: { readonly kind: 'togglePicker' };
  }
}

export const PICKER_KEYS: readonly KeyRow[] = [
  {
    modes: ['grid'],
    keys: ['p'],
    intent: { kind: 'togglePicker' },
    help: 'show the list of all Pods',
    bar: 'list',
    name: 'list',
  },
  {
    modes: ['picker'],
    keys: ['p'],
    intent: { kind: 'togglePicker' },
    help: 'back to the grid',
    bar: 'grid',
    name: 'list',
  },
];
