// The key to what Pods use, in their tiles: a row of the keymap.
import type { KeyRow } from '../loop/keyRow';

declare module '../loop/featureTypes' {
  interface FeatureIntents {
    readonly usage: { readonly kind: 'toggleUsage' };
  }
}

export const USAGE_KEYS: readonly KeyRow[] = [
  {
    modes: ['grid', 'zoom'],
    keys: ['m'],
    intent: { kind: 'toggleUsage' },
    help: 'CPU and memory of each Pod in its tile, or not',
    bar: null,
    name: 'usage',
  },
];
