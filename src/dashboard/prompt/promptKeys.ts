// The key to a new Pod, and those of the prompt: rows of the keymap.
import { LIST_MODES } from '../loop/baseKeys';
import type { KeyRow } from '../loop/keyRow';

declare module '../loop/featureTypes' {
  interface FeatureIntents {
    readonly prompt: { readonly kind: 'newPod' } | { readonly kind: 'nextField'; readonly by: 1 | -1 };
  }
}

/** In the order of the bar and of the help. */
export const PROMPT_KEYS: readonly KeyRow[] = [
  { modes: LIST_MODES, keys: ['n'], intent: { kind: 'newPod' }, help: 'start a new Pod', bar: 'new', name: 'new' },
  { modes: ['prompt'], keys: ['enter'], intent: { kind: 'submit' }, help: 'start it', bar: 'start' },
  {
    modes: ['prompt'],
    keys: ['tab', 'down'],
    intent: { kind: 'nextField', by: 1 },
    help: 'the next field',
    bar: 'next field',
  },
  { modes: ['prompt'], keys: ['S-tab', 'up'], intent: { kind: 'nextField', by: -1 }, help: null, bar: null },
  { modes: ['prompt'], keys: ['escape', 'C-c'], intent: { kind: 'close' }, help: 'cancel', bar: 'cancel' },
];
