// "Why this status" as text at three sizes, and what reading it means.

import { attentionIn } from '../../../src/dashboard/attention/attentionSelectors';
import { nextAgeChange } from '../../../src/dashboard/loop/nextAgeChange';
import { placeOnHost } from '../../../src/podList/podPlace';
import { readableLog, storedPod } from '../../podList/facts';
import { listOf, NOW, play, SIZES, scene, terminalPod, textOf } from '../scene';

const attention = { kind: 'bell' as const, message: 'ding', permissions: 0, since: NOW - 60_000 };
const demo = terminalPod('demo', {
  status: 'running',
  statusReason: 'output \u001b[31mflows {bold}',
  attention,
  cwd: `/home/user/${'deep/'.repeat(12)}`,
});
const list = listOf({ live: [demo], stored: [storedPod('old')] });
const asked = (size: { cols: number; rows: number } = SIZES.usual) => play(scene({ list, size }), 'w').state;

test('80×24: each fact with its label, safely', () => {
  expect(textOf(asked()).split('\n').slice(4, 19).join('\n')).toMatchInlineSnapshot(`
"║                                                                              ║
╔═ ● demo ═══════════════════════════════════════════════════════════════ why ═╗
║ status     running                                                           ║
║ since      3s ago                                                            ║
║ because    it says so itself: output flows {bold}                            ║
║ attention  bell: ding, 1m ago                                                ║
║ last seen  nothing of it has been logged yet                                 ║
║ note       no metadata of it is stored                                       ║
║ directory  /home/user/deep/deep/deep/deep/deep/deep/deep/deep/deep/deep/deep ║
║            /deep/                                                            ║
║ socket     /run/user/1000/podwatch/demo/sock                                 ║
║ segment    019e7799-0000-7b22-9d33-5d2a70000003                              ║
║ speaks     terminal, screen                                                  ║
║ home       /home/u/.local/share/podwatch                                     ║
╚══════════════════════════════════════════════════════════════════════════════╝"
`);
});

test('40×10: it scrolls to its end and back', () => {
  const top = asked(SIZES.small);
  expect(textOf(top)).toMatch(/╔═ ● demo ═+ why ═╗/);
  expect(textOf(top)).toMatch(/\+\d+ more/);
  const end = textOf(play(top, 'G').state);
  expect(end).toContain('home');
  expect(end).not.toContain('more');
  expect(textOf(play(top, 'G', 'up', 'g').state)).toBe(textOf(top));
});

test('the footer names the keys that scroll where there is more to read, here and in the help', () => {
  const footer = (state: Parameters<typeof textOf>[0]) => textOf(state).split('\n').at(-1);
  expect(footer(asked(SIZES.small))).toMatch(/^Esc back {2}↑ up/);
  expect(footer(asked())).toBe('Esc back');
  expect(footer(play(scene({ list }), '?').state)).toMatch(/↑ up/);
  expect(footer(play(scene({ list, size: SIZES.large }), '?').state)).toBe('Esc back');
});

test('200×60: no wider than one can read', () => {
  const lines = textOf(asked(SIZES.large)).split('\n');
  expect(lines.join('\n').match(/╔═ ● demo ═+ why ═╗/)?.[0]).toHaveLength(96);
  expect(lines.filter((line) => /║ status +running/.test(line))).toHaveLength(1);
});

test.each(['w', 'enter', 'escape', 'q'])('%s leads back; no key within it acts on the Pod', (name) => {
  const { state, effects } = play(asked(), 'x', 'n', 'a', name);
  expect([state.overlay, effects]).toEqual([null, []]);
});

test('its attention stands there while it is read, and has been seen after it', () => {
  const open = play(scene({ list }), 'a', 'w', 'down', 'up').state;
  expect(textOf(open)).toContain('bell: ding, 1m ago');
  const { state, effects } = play(open, 'escape', 'right');
  expect(effects.map(({ kind }) => kind)).toEqual(['seen']);
  expect(state.list.entries.map((entry) => attentionIn(state, entry))).toEqual([null, null]);
});

test('a Pod that is gone says so; where none is selected nothing opens', () => {
  const gone = play(asked(), { report: { kind: 'list', list: listOf({ stored: [storedPod('old')] }) } }).state;
  expect(textOf(gone)).toContain('gone: nothing of it is stored, and nothing runs');
  expect(play(scene({}), 'w').state).toMatchObject({ overlay: null, message: { text: 'No Pod is selected.' } });
});

test('the ages in it go on, where no other is shown', () => {
  const fact = readableLog({ updatedAt: NOW - 5500 });
  const quiet = terminalPod('demo', { statusSince: null, log: { sessionId: 's', fact } });
  const state = scene({ list: listOf({ live: [quiet] }) });
  expect(nextAgeChange(state, NOW)).toBeNull();
  // Its next second, and a fifth of the age that it may be late.
  expect(nextAgeChange(play(state, 'w').state, NOW)).toBe(500 + 1100);
});

test('a Pod of another machine is called with its host', () => {
  const there = terminalPod('there', { id: { place: placeOnHost('gpu', '/h'), name: 'there' } });
  const { state } = play(scene({ list: listOf({ live: [there] }), size: SIZES.usual }), 'w');
  expect(textOf(state)).toMatch(/╔═ . gpu\/there ═+ why ═╗/);
});
