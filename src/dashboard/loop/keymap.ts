// Every key of the dashboard, made of the features' own rows; the footer bar and the help are made from these and nothing else.

import type { InputEvent, KeyInput } from '../../input/inputEvent';
import { FIRST_KEYS, LAST_KEYS, LIST_MODES } from './baseKeys';
import { editKeys } from './editKeys';
import { ALL_FEATURES, MODES, topFeature } from './features';
import type { Mode } from './featureTypes';
import type { Intent } from './intent';
import type { KeyRow } from './keyRow';
import type { DashboardState } from './state';

const ALL_MODES = Object.keys(MODES) as readonly Mode[];

/** Where letters are text. */
const TEXT_MODES = ALL_MODES.filter((mode) => MODES[mode].takesText);

/** To add a key, add one row to the `…Keys.ts` of its feature. In the order of the bar and of the help. */
export const KEYMAP: readonly KeyRow[] = [
  ...FIRST_KEYS,
  ...ALL_FEATURES.flatMap(({ keys }) => keys),
  ...LAST_KEYS,
  ...editKeys(TEXT_MODES),
  {
    // A row of its own: where the user gives the panes another key for it, a text must not lose that letter.
    modes: ALL_MODES.filter((mode) => !LIST_MODES.includes(mode) && mode !== 'zoom'),
    keys: ['C-z'],
    intent: { kind: 'toShell' },
    help: 'back to the shell for a while; fg returns',
    bar: null,
    name: 'shell',
  },
];

/** The mode that the state is in: what lies on top decides. */
export function modeOf(state: DashboardState): Mode {
  return topFeature(state).mode(state) ?? 'grid';
}

function keyIntent(mode: Mode, key: KeyInput, keymap: readonly KeyRow[]): Intent {
  const row = keymap.find((candidate) => candidate.modes.includes(mode) && candidate.keys.includes(key.name));
  if (row !== undefined) return row.intent;
  return key.text === null ? { kind: 'nothing' } : textIntent(mode, key.text);
}

function textIntent(mode: Mode, text: string): Intent {
  return MODES[mode].takesText ? { kind: 'edit', edit: { kind: 'type', text } } : { kind: 'nothing' };
}

/** What a key or a paste means in `mode`; the mouse has its own table, for it needs to know what lies where. */
export function intentOfKey(
  mode: Mode,
  input: Exclude<InputEvent, { readonly kind: 'mouse' }>,
  keymap: readonly KeyRow[] = KEYMAP,
): Intent {
  return input.kind === 'key' ? keyIntent(mode, input, keymap) : textIntent(mode, input.text);
}
