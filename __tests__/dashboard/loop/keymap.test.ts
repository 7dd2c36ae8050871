// The keymap as a table: no key means two things, and bar and help show nothing that is not in it.

import { planHelp } from '../../../src/dashboard/help/helpPlan';
import { MODES } from '../../../src/dashboard/loop/features';
import type { Mode } from '../../../src/dashboard/loop/featureTypes';
import { intentOfKey, KEYMAP } from '../../../src/dashboard/loop/keymap';
import { barRows, helpRows, showKey } from '../../../src/dashboard/loop/keyRow';
import { key, listOf, play, SIZES, scene, terminalPod, textOf } from '../scene';

const ALL_MODES = Object.keys(MODES) as Mode[];

test.each(ALL_MODES)('in %s each key means one thing, and there is a way out', (mode) => {
  const rows = KEYMAP.filter((row) => row.modes.includes(mode));
  const keys = rows.flatMap((row) => row.keys);
  expect(new Set(keys).size).toBe(keys.length);
  // In the writing mode it ends the turn first, or leaves the text.
  expect(['quit', 'close', 'converse']).toContain(intentOfKey(mode, key('C-c')).kind);
});

test('what the bar names, help and manual name too', () => {
  const hidden = KEYMAP.filter(({ bar, help }) => bar !== null && help === null);
  expect(hidden.map(({ keys }) => keys)).toEqual([]);
});

test('single letters never act while text is typed', () => {
  for (const mode of ['prompt', 'search'] as const)
    for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ?[]漢') {
      expect(intentOfKey(mode, key(letter))).toEqual({ kind: 'edit', edit: { kind: 'type', text: letter } });
    }
});

test('a paste is never read as keys', () => {
  for (const mode of ALL_MODES.filter(
    (each) =>
      !['prompt', 'search', 'choose', 'composer', 'writing', 'finding', 'zoomFinding', 'outputTyping'].includes(each),
  )) {
    expect(intentOfKey(mode, { kind: 'paste', text: 'q' })).toEqual({ kind: 'nothing' });
  }
});

const attention = { kind: 'permission' as const, message: '', permissions: 0, since: 5 };

test('bar and help of the grid show the keymap', () => {
  const state = scene({ list: listOf({ live: [terminalPod('demo', { attention })] }), size: SIZES.large });
  const bar = textOf(state).split('\n').at(-1) ?? '';
  // What is live cannot be removed, and needs no reason why it cannot be opened.
  const shown = barRows('grid', KEYMAP)
    .slice(1)
    .filter(({ intent }) => !['remove', 'fold', 'why'].includes(intent.kind));
  expect(bar).not.toContain('d remove');
  for (const row of shown) expect(bar).toContain(`${showKey(row.keys[0] ?? '')} ${row.bar}`);
  const { lines } = planHelp(play(state, '?').state, 0);
  const help = lines.map(({ words }) => words).join(' ');
  for (const row of helpRows('grid', KEYMAP)) expect(help).toContain(row.help);
});

test.each([
  ['C-c', 'Ctrl+C'],
  ['pageup', 'PgUp'],
  ['q', 'q'],
  ['C-left', 'Ctrl+←'],
  ['C-\\', 'Ctrl+\\'],
  ['C-space', 'Ctrl+Space'],
  ['S-enter', 'Shift+Enter'],
  ['S-tab', 'Shift+Tab'],
  ['M-backspace', 'Alt+Backspace'],
  ['M-C-x', 'Alt+Ctrl+X'],
])('%s is shown as %s', (name, shown) => {
  expect(showKey(name)).toBe(shown);
});
