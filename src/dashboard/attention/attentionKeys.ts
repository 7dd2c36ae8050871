// The key that leads to who needs the user: a row of the keymap.
import { LIST_MODES } from '../loop/baseKeys';
import type { KeyRow } from '../loop/keyRow';

declare module '../loop/featureTypes' {
  interface FeatureIntents {
    /** To the next Pod that needs the user. */
    readonly attention: { readonly kind: 'jump' };
  }
}

export const ATTENTION_KEYS: readonly KeyRow[] = [
  {
    modes: LIST_MODES,
    keys: ['a', 'tab'],
    intent: { kind: 'jump' },
    help: 'to the next Pod that needs you',
    bar: 'next',
    name: 'next',
  },
];
