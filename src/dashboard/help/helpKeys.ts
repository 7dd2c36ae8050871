// The key to the help, and those in it: rows of the keymap.
import { LIST_MODES } from '../loop/baseKeys';
import type { KeyRow } from '../loop/keyRow';
import { scrollKeys } from '../loop/scrollKeys';

declare module '../loop/featureTypes' {
  interface FeatureIntents {
    readonly help: { readonly kind: 'help' };
  }
}

export const HELP_KEYS: readonly KeyRow[] = [
  {
    modes: [...LIST_MODES, 'zoom', 'overview'],
    keys: ['?'],
    intent: { kind: 'help' },
    help: 'show this help',
    bar: 'help',
  },
  ...scrollKeys('help', ['?', 'enter']),
];
