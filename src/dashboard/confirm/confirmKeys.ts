// The keys that end Pods or their records or bring them back, and the answers to whether that is meant: rows of the keymap.
import { LIST_MODES } from '../loop/baseKeys';
import type { KeyRow } from '../loop/keyRow';

declare module '../loop/featureTypes' {
  interface FeatureIntents {
    readonly confirm:
      | { readonly kind: 'stop' }
      | { readonly kind: 'restore' }
      | { readonly kind: 'remove' }
      | { readonly kind: 'confirm' };
  }
}

/** In the order of the bar and of the help. */
export const CONFIRM_KEYS: readonly KeyRow[] = [
  {
    modes: LIST_MODES,
    keys: ['x'],
    intent: { kind: 'stop' },
    help: 'stop the selected Pod, or the marked ones (asks)',
    bar: 'stop',
  },
  {
    modes: LIST_MODES,
    keys: ['R'],
    intent: { kind: 'restore' },
    help: 'restore the selected Pod, or the marked ones, without attaching (asks); try its host again where that is not reached',
    bar: null,
  },
  {
    modes: LIST_MODES,
    keys: ['d', 'D'],
    intent: { kind: 'remove' },
    help: 'remove the selected stopped Pod, or the marked ones (asks)',
    bar: 'remove',
  },
  { modes: ['confirm'], keys: ['y', 'Y'], intent: { kind: 'confirm' }, help: 'yes', bar: 'yes' },
  { modes: ['confirm'], keys: ['n', 'N', 'escape', 'q', 'C-c'], intent: { kind: 'close' }, help: 'no', bar: 'no' },
];
