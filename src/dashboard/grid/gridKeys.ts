// The keys of the grid alone: rows of the keymap.
import type { KeyRow } from '../loop/keyRow';

declare module '../loop/featureTypes' {
  interface FeatureIntents {
    /** Larger tiles, or more of them. */
    readonly grid: { readonly kind: 'density'; readonly by: 1 | -1 };
  }
}

export const GRID_KEYS: readonly KeyRow[] = [
  {
    modes: ['grid'],
    keys: ['+', '='],
    intent: { kind: 'density', by: 1 },
    help: 'fewer and larger tiles',
    bar: null,
    name: 'density-up',
  },
  {
    modes: ['grid'],
    keys: ['-'],
    intent: { kind: 'density', by: -1 },
    help: 'more and smaller tiles',
    bar: null,
    name: 'density-down',
  },
];
