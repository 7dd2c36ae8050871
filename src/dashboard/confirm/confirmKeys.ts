// The keys that end a Pod or its record, and the answers to whether that is meant: rows of the keymap.
import { LIST_MODES } from '../loop/baseKeys';
import type { KeyRow } from '../loop/keyRow';

declare module '../loop/featureTypes' {
  interface FeatureIntents {
    readonly confirm: { readonly kind: 'stop' } | { readonly kind: 'remove' } | { readonly kind: 'confirm' };
  }
}

/** In the order of the bar and of the help. */
export const CONFIRM_KEYS: readonly KeyRow[] = [
  { modes: LIST_MODES, keys: ['x'], intent: { kind: 'stop' }, help: 'stop the selected Pod (asks)', bar: 'stop' },
  {
    modes: ['picker', 'resume'],
    keys: ['d', 'D'],
    intent: { kind: 'remove' },
    help: 'remove the selected stopped Pod (asks)',
    bar: 'remove',
  },
  { modes: ['confirm'], keys: ['y', 'Y'], intent: { kind: 'confirm' }, help: 'yes', bar: 'yes' },
  { modes: ['confirm'], keys: ['n', 'N', 'escape', 'q', 'C-c'], intent: { kind: 'close' }, help: 'no', bar: 'no' },
];
