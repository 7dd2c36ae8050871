// The key to a new Pod, and those of the prompt: rows of the keymap.
import { LIST_MODES } from '../loop/baseKeys';
import type { KeyRow } from '../loop/keyRow';

declare module '../loop/featureTypes' {
  interface FeatureIntents {
    readonly prompt:
      | { readonly kind: 'newPod' }
      | { readonly kind: 'nextField'; readonly by: 1 | -1 }
      /** Tab: what is typed goes on, or the next field. */
      | { readonly kind: 'completeField' }
      /** Among what the field offers; where it offers nothing, to the field beside it. */
      | { readonly kind: 'fieldChoice'; readonly by: 1 | -1 };
  }
}

/** In the order of the bar and of the help. */
export const PROMPT_KEYS: readonly KeyRow[] = [
  { modes: LIST_MODES, keys: ['n'], intent: { kind: 'newPod' }, help: 'start a new Pod', bar: 'new', name: 'new' },
  {
    modes: ['prompt'],
    keys: ['enter'],
    intent: { kind: 'submit' },
    help: 'go on; from the command: start it',
    bar: 'start',
  },
  {
    modes: ['prompt'],
    keys: ['tab'],
    intent: { kind: 'completeField' },
    help: 'complete the directory, or the next field',
    bar: 'next field',
  },
  { modes: ['prompt'], keys: ['S-tab'], intent: { kind: 'nextField', by: -1 }, help: 'the field before', bar: null },
  {
    modes: ['prompt'],
    keys: ['up'],
    intent: { kind: 'fieldChoice', by: -1 },
    help: 'an earlier command, an agent, the directory above; else the field before',
    bar: null,
  },
  {
    modes: ['prompt'],
    keys: ['down'],
    intent: { kind: 'fieldChoice', by: 1 },
    help: 'a later command, the directory below; else the next field',
    bar: null,
  },
  { modes: ['prompt'], keys: ['escape', 'C-c'], intent: { kind: 'close' }, help: 'cancel', bar: 'cancel' },
];
