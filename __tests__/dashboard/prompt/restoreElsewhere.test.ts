// A Pod or a session whose directory is gone: where it is to go on is asked, with what the prompt for a new Pod offers.
import { fieldText } from '../../../src/dashboard/kit/textField';
import { themeFor } from '../../../src/dashboard/kit/theme';
import { initialState } from '../../../src/dashboard/loop/initialState';
import { KEYMAP } from '../../../src/dashboard/loop/keymap';
import type { DashboardState } from '../../../src/dashboard/loop/state';
import { podKey } from '../../../src/podList/podId';
import { storedPod } from '../../podList/facts';
import { keyOf, listOf, play, SIZES, textOf } from '../scene';

const session = storedPod('11111111-2222', {
  id: { place: 'claude', name: '11111111-2222' },
  foreign: {
    ...{ kind: 'session', tool: 'claude', directory: '/home/u/gone', branch: null, file: '/f', size: 1, notes: [] },
    ...{ liveElsewhere: null, attachCommand: null, restoreCommand: ['claude'], lacksDirectory: true },
    reason: 'its directory /home/u/gone does not exist',
  },
});
const GONE = {
  kind: 'ok' as const,
  active: { sessionId: 's', segmentId: 'g' },
  launch: { kind: 'terminal' as const, argv: ['sh'], cwd: '/home/u/gone' },
};
const SESSION = podKey(session.id);
const failed = (key: string) => ({
  report: {
    kind: 'restoreEnded' as const,
    key,
    outcome: { kind: 'failed' as const, message: 'No directory.', lacksDirectory: '/home/u/gone' },
  },
});
const done = (key: string) => ({
  report: {
    kind: 'restoreEnded' as const,
    key,
    outcome: { kind: 'done' as const, message: null, socketPath: '/run/s' },
  },
});
const type = (text: string) => [...text];

const picker = (): DashboardState => {
  const list = {
    report: { kind: 'list' as const, list: listOf({ stored: [storedPod('demo', { metadata: GONE }), session] }) },
  };
  const begun = initialState({
    mode: 'grid',
    size: SIZES.usual,
    cwd: '/home/u/src',
    userHome: '/home/u',
    theme: themeFor(true),
    keymap: KEYMAP,
  });
  return play(play(begun, 'p').state, list).state;
};
const asked = (key = keyOf('demo')): DashboardState => play(picker(), 'end', 'home', 'enter', failed(key)).state;

test('says what is gone, and offers the directory at hand alone', () => {
  const state = asked();
  const text = textOf(state);
  expect(text).toContain('Restore demo');
  expect(text).toContain('~/gone is not there any more.');
  expect(text).toMatch(/>Directory +~\/src/);
  expect(text).not.toContain('Command');
  // Other Pods were started where this one was, too: that is not offered.
  expect(text).not.toMatch(/║ {4,}~\/gone/);
  expect(state.failures.all).toEqual([]);
  expect(play(state, 'escape').state.overlay).toBeNull();
});

test('it is restored where was said, and opened then', () => {
  const entered = play(asked(), 'C-u', ...type('~/lib'), 'enter');
  expect(entered.effects.at(-1)).toMatchObject({ kind: 'restore', id: { name: 'demo' }, directory: '~/lib' });
  expect(textOf(entered.state)).toContain('restoring it…');
  const { state, effects } = play(entered.state, done(keyOf('demo')));
  expect(state.overlay).toBeNull();
  expect(effects).toMatchObject([{ kind: 'attach', entry: { socketPath: '/run/s' } }]);
});

test('what fails there is said in the prompt, with what was typed', () => {
  const entered = play(asked(), 'C-u', ...type('/x'), 'enter', failed(keyOf('demo'))).state;
  expect(textOf(entered)).toContain('No directory.');
  if (entered.overlay?.kind !== 'prompt') throw new Error('no prompt');
  expect(fieldText(entered.overlay.directory)).toBe('/x');
});

test('Tab completes, and a directory in which nothing can start goes no further', () => {
  const typed = play(asked(), 'C-u', ...type('~/l'));
  const question = typed.effects.flatMap((effect) => (effect.kind === 'checkNewPod' ? [effect.asked] : [])).at(-1);
  if (question === undefined) throw new Error('nothing was asked');
  const found = { nameFault: null, suggestion: '', directoryFault: 'There is no ~/l.', directories: ['/home/u/lib'] };
  const known = play(typed.state, { report: { kind: 'newPodChecked', asked: question, found } }).state;
  expect(play(known, 'enter').effects).toEqual([]);
  expect(textOf(play(known, 'enter').state)).toContain('There is no ~/l.');
  const completed = play(known, 'tab').state;
  if (completed.overlay?.kind !== 'prompt') throw new Error('no prompt');
  expect(fieldText(completed.overlay.directory)).toBe('~/lib/');
});

test('of a session Enter and R ask at once, though it cannot be restored as it is', () => {
  const sessions = play(picker(), 'A', 'A', 'end').state;
  for (const key of ['enter', 'R']) {
    const { state, effects } = play(sessions, key);
    expect(effects).toMatchObject([{ kind: 'restore', id: session.id }]);
    expect(textOf(play(state, failed(SESSION)).state)).toContain('~/gone is not there any more.');
  }
});

test('who has gone on to something else is only told', () => {
  const busy = play(picker(), 'end', 'home', 'enter', 'n', failed(keyOf('demo'))).state;
  if (busy.overlay?.kind !== 'prompt') throw new Error('no prompt');
  expect(busy.overlay.restores).toBeNull();
  expect(busy.failures.all).toEqual([{ key: keyOf('demo'), text: 'No directory.' }]);
});
