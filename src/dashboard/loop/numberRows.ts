// The digits that answer a question by number: rows of the keymap for wherever one is shown.
import type { Mode } from './featureTypes';
import type { KeyRow } from './keyRow';

/** `modifiers`: as in the name of a key, e.g. `M-`; empty: the digit alone. */
export function numberRows(modes: readonly Mode[], ...modifiers: readonly string[]): readonly KeyRow[] {
  return Array.from({ length: 9 }, (_, index) => ({
    modes,
    keys: modifiers.map((modifier) => `${modifier}${index + 1}`),
    intent: { kind: 'answer', answer: index + 1 } as const,
    help: index === 0 ? 'the first of its answers; 2 to 9 the others' : null,
    bar: null,
  }));
}
