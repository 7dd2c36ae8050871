// The key to the list of all Pods and back: rows of the keymap.
import type { KeyRow } from '../loop/keyRow';

export const PICKER_KEYS: readonly KeyRow[] = [
  {
    modes: ['grid'],
    keys: ['p'],
    intent: { kind: 'togglePicker' },
    help: 'show the list of all Pods',
    bar: 'list',
    name: 'list',
  },
  {
    modes: ['picker'],
    keys: ['p'],
    intent: { kind: 'togglePicker' },
    help: 'back to the grid',
    bar: 'grid',
    name: 'list',
  },
];
