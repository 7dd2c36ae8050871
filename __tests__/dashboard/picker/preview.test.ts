// The picker's preview: beside the list where there is room, of stopped Pods too, read once for each.

import type { ScreenRow } from '../../../src/cells/podScreen';
import { STYLE, TRUECOLOR } from '../../../src/cells/textStyle';
import { viewDashboard } from '../../../src/dashboard/frame/viewDashboard';
import type { DashboardState } from '../../../src/dashboard/loop/state';
import { planPicker } from '../../../src/dashboard/picker/pickerPlan';
import type { Reach } from '../../../src/podList/podFacts';
import { livePod, readableLog, storedPod } from '../../podList/facts';
import { keyOf, listOf, mouse, NOW, play, SIZES, scene, screenFeed, terminalPod, textOf } from '../scene';

const stopped = (name: string, updatedAt = NOW - 3_600_000) =>
  storedPod(name, {
    metadata: {
      kind: 'ok',
      active: { sessionId: 's1', segmentId: 'g1' },
      launch: { kind: 'terminal', argv: ['make'], cwd: '/w' },
    },
    log: readableLog({ updatedAt, preview: 'done' }),
  });
const STYLED = { fg: TRUECOLOR + 0x0102ff, bg: 52, flags: STYLE.bold, width: 1 } as const;
const list = listOf({ live: [terminalPod('demo')], stored: [stopped('old'), stopped('older', NOW - 7_200_000)] });
const picker = (size: { cols: number; rows: number }) =>
  scene({ mode: 'picker', list, size, feeds: { demo: screenFeed(['$ make', 'all good']) } });
const read = (name: string, texts: readonly string[] | null) => {
  const rows = texts === null ? null : texts.map((text): ScreenRow => [{ ...STYLED, text }]);
  return { report: { kind: 'lastScreenRead' as const, key: keyOf(name), rows } };
};
/** What comes of a row of keys; a key that means nothing shows that nothing more is asked for. */
const asked = (state: DashboardState, ...happenings: Parameters<typeof play>[1][]) =>
  play(state, ...(happenings.length === 0 ? ['f9'] : happenings));

test.each([
  [SIZES.large, { x: 118, y: 1, width: 82, height: 58 }],
  [
    { cols: 120, rows: 24 },
    { x: 76, y: 1, width: 44, height: 22 },
  ],
  [SIZES.usual, { x: 0, y: 13, width: 80, height: 10 }],
  [SIZES.small, null],
])('at %j it stands at %j', (size, rect) => {
  const state = picker(size);
  expect(planPicker(state).details).toEqual(rect);
  const lines = textOf(state).split('\n');
  expect(lines.every((line) => line.length <= size.cols)).toBe(true);
  if (rect === null) return;
  expect(lines[rect.y + 1]?.slice(rect.x)).toMatch(/^│\$ make +│$/);
});

test('a stopped Pod shows what is known of it and its last screen, asked for once', () => {
  const first = asked(picker(SIZES.large), 'down');
  expect(first.effects).toMatchObject([{ kind: 'readLastScreen', entry: { id: { name: 'old' } } }]);
  expect(asked(first.state).effects).toEqual([]);
  const shown = play(first.state, read('old', ['$ make', 'all built'])).state;
  const text = textOf(shown);
  expect(text).toContain('command    make');
  expect(text).toMatch(/─ its last screen ─+ │/);
  expect(text).toContain('│ all built ');
  const runs = viewDashboard(shown, NOW).placements.flatMap(({ lines }) => lines.flat());
  expect(runs.find((run) => run.text === 'all built')).toEqual({ ...STYLED, text: 'all built' });
  const next = asked(shown, 'down');
  expect(next.effects).toMatchObject([{ entry: { id: { name: 'older' } } }]);
  expect(textOf(next.state)).not.toContain('all built');
  // Too late, and none at all.
  expect(textOf(play(next.state, read('old', ['all built'])).state)).not.toContain('all built');
  expect(textOf(play(next.state, read('older', null)).state)).not.toContain('last screen');
});

test('below the list it has half of the rows, the most useful facts the others', () => {
  const waiting = asked(picker(SIZES.usual), 'down').state;
  expect(textOf(waiting)).toContain('│ last words done ');
  const rows = Array.from({ length: 9 }, (_, row) => `row ${row}`);
  const shown = textOf(play(waiting, read('old', rows)).state);
  expect(shown).toMatch(/│ state .*\n│ restore .*\n│ command .*\n│ directory .*\n│ ─ its last screen/);
  expect(shown).toMatch(/─ │\n│ row 6 +│\n│ row 7 +│\n│ row 8 +│\n└/);
  // A short one leaves its rows to the facts.
  expect(textOf(play(waiting, read('old', ['only'])).state)).toMatch(/│ segment .*\n.*its last screen.*\n│ only +│\n└/);
});

test('not asked for: a live Pod, no room, another pane, a Pod that has no terminal', () => {
  expect(asked(picker(SIZES.large)).effects).toEqual([]);
  expect(asked(picker(SIZES.small), 'down').effects).toEqual([]);
  const grid = scene({ list, size: SIZES.large });
  const screens = asked(grid, 'p', 'down').effects.filter(({ kind }) => kind === 'readLastScreen');
  expect(screens).toHaveLength(1);
  expect(asked(play(grid, 'p', 'down').state, 'p').effects).toEqual([]);
  const plain = scene({ mode: 'picker', list: listOf({ stored: [storedPod('x')] }), size: SIZES.large });
  expect(asked(plain).effects).toEqual([]);
});

test('not asked for before it is known that the Pod has stopped', () => {
  const listAt = (reach: Reach) => listOf({ live: [livePod('old', { reach })], stored: [stopped('old')] });
  const first = asked(scene({ mode: 'picker', list: listAt('probing'), size: SIZES.large }));
  expect(first.effects).toEqual([]);
  const refused = asked(first.state, { report: { kind: 'list', list: listAt('unreachable') } });
  expect(refused.effects).toMatchObject([{ kind: 'readLastScreen', entry: { id: { name: 'old' } } }]);
});

test('what has run since is read anew', () => {
  const { state } = asked(picker(SIZES.large), 'down');
  const later = listOf({ live: [terminalPod('demo')], stored: [stopped('old', NOW)] });
  expect(asked(state, { report: { kind: 'list', list: later } }).effects).toHaveLength(1);
});

test('a click beside the list selects nothing', () => {
  const { state, effects } = play(picker(SIZES.large), mouse({ x: 150, y: 4 }), mouse({ x: 150, y: 4 }));
  expect([effects, state.selection]).toEqual([[], picker(SIZES.large).selection]);
});
