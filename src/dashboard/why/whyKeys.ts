// The key that asks why, and those of the answer: rows of the keymap.
import { LIST_MODES } from '../loop/baseKeys';
import type { KeyRow } from '../loop/keyRow';
import { scrollKeys } from '../loop/scrollKeys';

declare module '../loop/featureTypes' {
  interface FeatureIntents {
    /** Why the selected Pod is shown as it is. */
    readonly why: { readonly kind: 'why' };
  }
}

export const WHY_KEYS: readonly KeyRow[] = [
  {
    modes: LIST_MODES,
    keys: ['w'],
    intent: { kind: 'why' },
    help: 'why this status: what is known of the Pod',
    bar: 'why',
  },
  ...scrollKeys('why', ['w', 'enter']),
];
