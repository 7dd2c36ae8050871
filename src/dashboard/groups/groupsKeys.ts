// The keys that put rows and tiles into groups, and fold these: rows of the keymap.
import { LIST_MODES } from '../loop/baseKeys';
import type { KeyRow } from '../loop/keyRow';

declare module '../loop/featureTypes' {
  interface FeatureIntents {
    readonly groups:
      | { readonly kind: 'nextGrouping' }
      /** `key`: of the group; null: that of what is selected. */
      | { readonly kind: 'fold'; readonly key: string | null; readonly to: 'folded' | 'open' | 'other' };
  }
}

export const GROUPS_KEYS: readonly KeyRow[] = [
  {
    modes: LIST_MODES,
    keys: ['b'],
    intent: { kind: 'nextGrouping' },
    help: 'group by directory, by Git repository, or not at all',
    bar: null,
    name: 'group',
  },
  {
    modes: LIST_MODES,
    keys: ['c'],
    intent: { kind: 'fold', key: null, to: 'other' },
    help: 'fold the group of what is selected, or unfold it',
    bar: 'fold',
    name: 'fold',
  },
  {
    modes: ['picker', 'resume'],
    keys: ['left', 'h'],
    intent: { kind: 'fold', key: null, to: 'folded' },
    help: 'fold the group',
    bar: null,
    name: 'fold-group',
  },
  {
    modes: ['picker', 'resume'],
    keys: ['right', 'l'],
    intent: { kind: 'fold', key: null, to: 'open' },
    help: 'unfold the group',
    bar: null,
    name: 'unfold-group',
  },
];
