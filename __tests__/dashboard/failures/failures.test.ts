// Failures of restores: they stand until they are taken away, one below the other, whatever is done meanwhile.

import type { TerminalSize } from '../../../src/cells/terminalSize';
import type { DashboardState } from '../../../src/dashboard/loop/state';
import { storedPod } from '../../podList/facts';
import { keyOf, listOf, play, SIZES, scene, textOf } from '../scene';

const stored = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => storedPod(name));
const ended = (name: string, message: string | null) => ({
  report: {
    kind: 'restoreEnded' as const,
    key: keyOf(name),
    outcome: message === null ? { kind: 'done' as const, message } : { kind: 'failed' as const, message },
  },
});
const picker = (size: TerminalSize = SIZES.usual): DashboardState =>
  play(scene({ list: listOf({ stored }), size }), 'p').state;

test('a restore that fails is readable until Escape, whatever else is done', () => {
  const failed = play(picker(), 'enter', ended('a', 'Cannot restore a: its log is gone.'), 'down', '?', 'escape').state;
  expect(textOf(failed)).toContain('! Cannot restore a: its log is gone. (Esc dismisses it)');
  const dismissed = play(failed, 'escape').state;
  expect(textOf(dismissed)).not.toContain('its log is gone');
  expect(dismissed.pane.kind).toBe('picker');
  expect(play(dismissed, 'escape').state.pane.kind).toBe('grid');
});

test('several that have room stand below each other, with the way out once', () => {
  const failed = play(picker(), ended('a', 'First.'), ended('b', 'Second.')).state;
  expect(textOf(failed).split('\n').slice(1, 3)).toEqual(['! First.', '! Second. (Esc dismisses them)']);
});

test('several are all readable, the oldest first, each whole; what has no room comes after those before it', () => {
  const long = (name: string) => `Cannot restore ${name}: ${'words of its program, '.repeat(6)}and the end of ${name}.`;
  let state = picker();
  for (const name of ['a', 'b', 'c', 'd']) state = play(state, ended(name, long(name))).state;
  const seen: string[] = [];
  for (let rounds = 0; state.failures.all.length > 0; rounds += 1) {
    expect(rounds).toBeLessThan(4);
    seen.push(textOf(state).replace(/\s*\n\s*/g, ' '));
    state = play(state, 'escape').state;
  }
  expect(seen[0]).toContain('! Cannot restore a:');
  expect(seen[0]).toContain('more)');
  for (const name of ['a', 'b', 'c', 'd']) {
    expect(seen.filter((text) => text.includes(`the end of ${name}.`))).toHaveLength(1);
  }
});

test('a later end of the same Pod takes the place of the one before', () => {
  const once = play(picker(), ended('a', 'First.'), ended('b', 'Other.'), ended('a', 'Second.')).state;
  expect(once.failures.all.map(({ text }) => text)).toEqual(['Other.', 'Second.']);
  expect(play(once, ended('a', null)).state.failures.all.map(({ text }) => text)).toEqual(['Other.']);
});

test('on a low terminal the list keeps its rows', () => {
  let state = picker({ cols: 40, rows: 10 });
  for (const { id } of stored)
    state = play(state, ended(id.name, `Cannot restore ${id.name}: ${'no '.repeat(60)}.`)).state;
  const text = textOf(state);
  expect(text.split('\n').filter((line) => line.includes('no no'))).toHaveLength(2);
  expect(text).toContain('stopped');
});
