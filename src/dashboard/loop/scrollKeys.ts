// The keys of everything that is read and scrolled: rows of the keymap for the mode of such a text.
import type { Mode } from './featureTypes';
import type { KeyRow } from './keyRow';

/** `close`: the keys that leave it besides the usual ones. In the order of the bar and of the help. */
export function scrollKeys(mode: Mode, close: readonly string[]): readonly KeyRow[] {
  const modes = [mode];
  return [
    { modes, keys: ['escape', 'q', 'C-c'], intent: { kind: 'close' }, help: 'back', bar: 'back' },
    { modes, keys: close, intent: { kind: 'close' }, help: null, bar: null },
    { modes, keys: ['up', 'k'], intent: { kind: 'move', direction: 'up' }, help: 'up one row', bar: 'up' },
    { modes, keys: ['down', 'j'], intent: { kind: 'move', direction: 'down' }, help: 'down one row', bar: 'down' },
    { modes, keys: ['pageup', '['], intent: { kind: 'page', by: -1 }, help: 'up one page', bar: null },
    { modes, keys: ['pagedown', ']', 'space'], intent: { kind: 'page', by: 1 }, help: 'down one page', bar: null },
    { modes, keys: ['home', 'g'], intent: { kind: 'edge', to: 'first' }, help: 'to the start', bar: null },
    { modes, keys: ['end', 'G'], intent: { kind: 'edge', to: 'last' }, help: 'to the end, and follow it', bar: 'end' },
  ];
}
