// The user's own keys: what they change, what they cannot, and every way in which they can be wrong.
import { intentOfKey, KEYMAP } from '../../../src/dashboard/loop/keymap';
import { actionName, isKeyName, remapKeys } from '../../../src/dashboard/loop/remapKeys';
import { key, listOf, play, SIZES, scene, terminalPod, textOf } from '../scene';

const noWord = () => null;

function remapped(keys: Readonly<Record<string, readonly string[]>>) {
  const { keymap, faults } = remapKeys(keys, noWord);
  expect(faults).toEqual([]);
  return keymap;
}

test('no keys of one’s own: the keymap as it is', () => {
  expect(remapped({})).toEqual(KEYMAP);
});

test('an action gets its new keys and loses the old ones, in grid and picker alike', () => {
  const keymap = remapped({ stop: ['X', 'f5'], next: ['C-n'] });
  for (const mode of ['grid', 'picker', 'resume'] as const) {
    expect(intentOfKey(mode, key('X'), keymap)).toEqual({ kind: 'stop' });
    expect(intentOfKey(mode, key('f5'), keymap)).toEqual({ kind: 'stop' });
    expect(intentOfKey(mode, key('x'), keymap)).toEqual({ kind: 'nothing' });
    expect(intentOfKey(mode, key('C-n'), keymap)).toEqual({ kind: 'jump' });
    expect(intentOfKey(mode, key('tab'), keymap)).toEqual({ kind: 'nothing' });
  }
});

test('two actions can change keys with each other', () => {
  const keymap = remapped({ stop: ['n'], new: ['x'] });
  expect(intentOfKey('grid', key('n'), keymap)).toEqual({ kind: 'stop' });
  expect(intentOfKey('grid', key('x'), keymap)).toEqual({ kind: 'newPod' });
  // In a question they mean what they always mean.
  expect(intentOfKey('confirm', key('n'), keymap)).toEqual({ kind: 'close' });
});

test('an action can be left without a key; Ctrl+C always leads out', () => {
  const keymap = remapped({ stop: [], quit: [] });
  expect(intentOfKey('grid', key('x'), keymap)).toEqual({ kind: 'nothing' });
  expect(intentOfKey('grid', key('q'), keymap)).toEqual({ kind: 'nothing' });
  expect(intentOfKey('grid', key('C-c'), keymap)).toEqual({ kind: 'quit' });
});

test('texts and fields keep their keys', () => {
  const keymap = remapped({ up: ['w'], down: ['e'], why: ['W'] });
  expect(intentOfKey('help', key('k'), keymap)).toEqual({ kind: 'move', direction: 'up' });
  expect(intentOfKey('search', key('w'), keymap)).toMatchObject({ kind: 'edit' });
});

test.each<[Readonly<Record<string, readonly string[]>>, RegExp]>([
  [{ halt: ['x'] }, /^keys\.halt: there is no such action; there are attach, new, stop, /],
  [{ stop: ['entr'] }, /^keys\.stop: "entr" is no key/],
  [{ stop: [''] }, /^keys\.stop: "" is no key/],
  [{ stop: ['n'] }, /"n" would mean both new and stop in the grid$/],
  [{ remove: ['x'] }, /"x" would mean both stop and remove in the grid$/],
  [{ stop: ['C-c'] }, /"C-c" would mean both stop and quit/],
  [{ write: ['z'] }, /"z" would mean both write and zoom in the grid$/],
  [{ write: ['k'], up: ['up'] }, /"k" would mean both write and up in zoom$/],
  [{ stop: ['X', 'X'] }, /"X" would mean both stop and stop/],
])('%j is named and passed over', (keys, message) => {
  expect(remapKeys(keys, noWord).faults).toEqual([expect.stringMatching(message)]);
});

test('a wrong entry takes no other with it; of two own ones that clash the later goes', () => {
  const { keymap, faults } = remapKeys({ halt: ['x'], stop: ['X'], why: ['X'], help: ['f1'] }, () => 'stop');
  expect(faults).toEqual([
    'keys.halt: there is no such action; did you mean stop',
    'keys.why: "X" would mean both stop and why in the grid',
  ]);
  expect(keymap).toEqual(remapped({ stop: ['X'], help: ['f1'] }));
});

test('every key of the keymap is one that can be given', () => {
  for (const name of KEYMAP.flatMap((row) => row.keys)) expect([name, isKeyName(name)]).toEqual([name, true]);
  for (const name of ['C-', 'Ctrl+x', 'xx', ' ', '\u001b', 'M-C-x', 'f13'])
    expect([name, isKeyName(name)]).toEqual([name, false]);
  for (const name of ['-', 'C--', 'C-M-S-up', '漢', 'f12']) expect([name, isKeyName(name)]).toEqual([name, true]);
});

test('the names of actions tell different things apart', () => {
  const meanings = new Map<string, string>();
  for (const row of KEYMAP) {
    const { modes, intent } = row;
    if (!modes.some((mode) => ['grid', 'picker', 'resume'].includes(mode))) continue;
    const meaning = JSON.stringify(intent);
    expect(meanings.get(actionName(row)) ?? meaning).toBe(meaning);
    meanings.set(actionName(row), meaning);
  }
});

test('bar, help and hints show the keys that work', () => {
  const keymap = remapped({ stop: ['X'], list: ['L'], new: ['f3'], help: ['f1'] });
  const state = scene({ list: listOf({ live: [terminalPod('demo')] }), keymap, size: SIZES.large });
  expect(textOf(state).split('\n').at(-1)).toContain('f3 new  X stop  L list');
  expect(textOf(play(state, 'f1').state)).toMatch(/║ X +stop the selected Pod/);
  expect(textOf(scene({ keymap }))).toContain('Press f3 to start one, or run: podwatch run NAME -- COMMAND');
  expect(textOf(scene({ keymap: remapped({ new: [] }) }))).toContain('Run: podwatch run NAME -- COMMAND');
});
