// The keys into the composer and in it, and those that mark: rows of the keymap.
import { LIST_MODES } from '../loop/baseKeys';
import { editIntent, REST_OF_LINE } from '../loop/editKeys';
import type { KeyRow } from '../loop/keyRow';

declare module '../loop/featureTypes' {
  interface FeatureIntents {
    /** Writes to the selected Pod, or to the marked ones; marks the selected one, or takes its mark away; takes all away. */
    readonly composer:
      | { readonly kind: 'compose' }
      | { readonly kind: 'mark' }
      | { readonly kind: 'unmarkAll' }
      /** What is written goes to the user's own editor, and comes back from there. */
      | { readonly kind: 'editOutside' }
      /** The picture in the clipboard is mentioned where the cursor stands. */
      | { readonly kind: 'pastePicture' };
  }
}

const OTHER_POD = {
  left: 'write to the Pod on the left instead',
  right: 'write to the Pod on the right instead',
  up: 'write to the Pod above instead',
  down: 'write to the Pod below instead',
} as const;

/** In the order of the bar and of the help. */
export const COMPOSER_KEYS: readonly KeyRow[] = [
  {
    modes: [...LIST_MODES, 'zoom'],
    keys: ['i'],
    intent: { kind: 'compose' },
    help: 'write to the selected Pod, or to the marked ones',
    bar: 'write',
    name: 'write',
  },
  {
    modes: LIST_MODES,
    keys: ['space'],
    intent: { kind: 'mark' },
    help: 'mark the selected Pod: writing, stopping, restoring and removing are for all marked',
    bar: null,
  },
  {
    modes: LIST_MODES,
    keys: ['u'],
    intent: { kind: 'unmarkAll' },
    help: 'take all marks away',
    bar: null,
    name: 'unmark',
  },
  { modes: ['composer'], keys: ['enter'], intent: { kind: 'submit' }, help: 'send; empty: open', bar: 'send' },
  {
    modes: ['composer'],
    keys: ['M-enter', 'S-enter', 'C-j'],
    intent: editIntent('newline'),
    help: 'a new line',
    bar: 'new line',
  },
  {
    modes: ['composer'],
    keys: ['escape', 'C-c'],
    intent: { kind: 'close' },
    help: 'leave, keeping the text',
    bar: 'leave',
  },
  {
    modes: ['composer', 'writing'],
    keys: ['C-g'],
    intent: { kind: 'editOutside' },
    help: 'write it in your editor ($EDITOR)',
    bar: null,
  },
  {
    modes: ['composer', 'writing'],
    keys: ['C-v'],
    intent: { kind: 'pastePicture' },
    help: 'mention the picture in the clipboard',
    bar: null,
  },
  { modes: ['composer'], keys: ['M-y'], intent: editIntent('yankPop'), help: null, bar: null },
  { modes: ['composer'], keys: ['up'], intent: editIntent('up'), help: null, bar: null },
  { modes: ['composer'], keys: ['down'], intent: editIntent('down'), help: null, bar: null },
  { modes: ['composer'], keys: ['C-k'], intent: editIntent('deleteToEnd'), help: REST_OF_LINE, bar: null },
  ...(['left', 'right', 'up', 'down'] as const).map(
    (direction): KeyRow => ({
      modes: ['composer'],
      keys: [`M-${direction}`],
      intent: { kind: 'move', direction },
      help: OTHER_POD[direction],
      bar: direction === 'down' ? 'other Pod' : null,
    }),
  ),
];
