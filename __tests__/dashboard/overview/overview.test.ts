// The overview: who uses what, sorted, and what has happened; nothing is looked at while it is closed.
import { viewDashboard } from '../../../src/dashboard/frame/viewDashboard';
import { selectedKey } from '../../../src/dashboard/loop/podSelection';
import type { UsageSample } from '../../../src/dashboard/loop/ports';
import type { DashboardState } from '../../../src/dashboard/loop/state';
import { watchedEntries } from '../../../src/dashboard/loop/watchedEntries';
import { livePod, readableLog, storedPod } from '../../podList/facts';
import { conversationFeed, keyOf, listOf, NOW, play, SIZES, scene, terminalPod, textOf } from '../scene';

const M = 1024 * 1024;
const output = (bytes: number) => ({ at: NOW, line: 'x', bytes });
const pods = (...bytes: number[]) =>
  ['a', 'b', 'c'].map((name, i) => terminalPod(name, { lastOutput: output(bytes[i] ?? 0) }));
const list = (over: Parameters<typeof listOf>[0]) => ({ report: { kind: 'list' as const, list: listOf(over) } });

const usage = (cpu: readonly (number | null)[], memory: readonly number[] = [10, 20, 30]): UsageSample => ({
  pods: new Map(['a', 'b', 'c'].map((name, i) => [keyOf(name), { cpu: cpu[i] ?? null, memory: (memory[i] ?? 0) * M }])),
  totalMemory: 1000 * M,
});
const sampled = (state: DashboardState, at: number, sample: UsageSample) => ({
  report: { kind: 'usageSampled' as const, id: state.overview.openings, at, usage: sample },
});

function opened(size: { readonly cols: number; readonly rows: number } = SIZES.usual): DashboardState {
  const { state, effects } = play(scene({ list: listOf({ live: pods(0, 0, 0) }), size }), 'o');
  expect(effects).toMatchObject([{ kind: 'sampleUsage', id: 1, after: 0 }]);
  const first = play(state, sampled(state, NOW, usage([null, null, null]))).state;
  return play(first, list({ live: pods(2000, 0, 8000) }), sampled(first, NOW + 2000, usage([5, 80, 1]))).state;
}

const rowsOf = (state: DashboardState) =>
  [...textOf(state).matchAll(/^[> ] ([abc]) /gm)].map(([, name]) => name).join('');

test.each(Object.entries(SIZES))('%s: a table with what each uses now', (_, size) => {
  const text = textOf(opened(size));
  expect(text).toMatch(/^[> ] b .* 80% /m);
  expect(text).toMatch(/▾CPU/);
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(size.cols);
});

test('is sorted by any of its numbers', () => {
  const state = opened(SIZES.large);
  const by = (presses: number) => rowsOf(play(state, ...new Array<string>(presses).fill('s')).state);
  expect([by(0), by(1), by(2), by(4)]).toEqual(['bac', 'cba', 'cab', 'abc']);
  expect(textOf(state)).toMatch(/ c .* 30M +3\.9K\/s/);
});

test('plots what all and the selected one use, and how much memory that is', () => {
  const { placements } = viewDashboard(play(opened(SIZES.large), 'g').state, NOW);
  const plots = new Map(placements.flatMap(({ key, plot }) => (plot === undefined ? [] : [[key, plot]])));
  expect(plots.get('overview:cpu')).toMatchObject({
    kind: 'lines',
    series: [{ values: [0, 86] }, { values: [0, 80] }],
  });
  expect(plots.get('overview:output')).toMatchObject({ series: [{ values: [0, 5000] }, { values: [0, 0] }] });
  expect(plots.get('overview:memory')).toMatchObject({ kind: 'gauge', percent: 6 });
});

test('plots stay the same objects while there is nothing new', () => {
  const state = opened(SIZES.large);
  const plots = () => viewDashboard(state, NOW).placements.map(({ plot }) => plot);
  for (const [i, plot] of plots().entries()) expect(plots()[i]).toBe(plot);
});

test('agents tell how full their context is', () => {
  const live = [livePod('gem', { extensions: ['agent'] })];
  const state = play(scene({ list: listOf({ live }), size: SIZES.large }), 'o').state;
  expect(watchedEntries(state).map(({ id }) => id.name)).toEqual(['gem']);
  const feed = conversationFeed([]);
  const used = {
    ...feed,
    conversation: { ...feed.conversation, usage: { used: 45, size: 100, output: null, cost: null } },
  };
  const told = play(state, { report: { kind: 'feed', key: keyOf('gem'), feed: used } }).state;
  expect(textOf(told)).toMatch(/45% {2}gem/);
});

test('screens are not watched for it', () => {
  expect(watchedEntries(opened())).toEqual([]);
});

test('goes on looking only while it is open, and hears no look of an earlier opening', () => {
  const state = opened();
  const next = play(state, sampled(state, NOW + 4000, usage([1, 1, 1])));
  expect(next.effects).toMatchObject([{ kind: 'sampleUsage', id: 1, after: 2000 }]);
  const closed = play(state, 'escape').state;
  expect(closed.pane).toEqual({ kind: 'grid' });
  expect(play(closed, sampled(state, NOW + 4000, usage([1, 1, 1]))).effects).toEqual([]);
  const again = play(closed, 'o').state;
  expect(play(again, sampled(state, NOW + 4000, usage([1, 1, 1]))).effects).toEqual([]);
});

test('tells what has happened, before it was opened too, with times', () => {
  const attention = { kind: 'permission' as const, message: 'Edit a.txt', permissions: 1, since: NOW - 5000 };
  const failed = storedPod('old', {
    log: readableLog({ updatedAt: NOW - 60_000, lastExit: { code: 3, signal: null } }),
  });
  const live = [terminalPod('a', { attention, startedAt: NOW - 9000 })];
  const start = play(scene({ list: listOf({ live, stored: [failed] }), size: SIZES.large }), 'o').state;
  const first = play(start, sampled(start, NOW, usage([]))).state;
  const told = textOf(first);
  expect(told).toMatch(/\d\d:\d\d:\d\d old failed with exit code 3/);
  expect(told).toMatch(/\d\d:\d\d:\d\d a started/);
  expect(told).toMatch(/\d\d:\d\d:\d\d a asks: Edit a\.txt/);
  const ended = play(first, list({ stored: [failed, storedPod('a')] }), sampled(first, NOW + 2000, usage([]))).state;
  expect(textOf(ended)).toMatch(/\d\d:\d\d:\d\d a finished/);
});

test('names of others are safe in it', () => {
  const live = [terminalPod('a\u001b[31m')];
  const state = play(scene({ list: listOf({ live }), size: SIZES.large }), 'o').state;
  const frame = viewDashboard(play(state, sampled(state, NOW, usage([]))).state, NOW);
  const text = frame.placements.flatMap(({ lines }) => lines.flat().map((run) => run.text)).join('\n');
  expect(text).toContain('a\\x1b[31m');
  expect(text).not.toContain('\u001b');
});

test('Enter opens the selected Pod; o and q lead back to where one was', () => {
  const state = opened();
  expect(play(state, 'g', 'down', 'enter').effects).toMatchObject([{ kind: 'attach', entry: { id: { name: 'a' } } }]);
  expect(selectedKey(play(state, 'G').state)).toBe(keyOf('c'));
  const picker = play(scene({ list: listOf({ live: pods(0, 0, 0) }) }), 'p', 'o').state;
  for (const name of ['o', 'q', 'escape']) expect(play(picker, name).state.pane).toEqual({ kind: 'picker' });
});

test('a stopped Pod that was selected before, or has ended meanwhile, is out of the reach of its keys', () => {
  const stopped = { live: pods(0), stored: [storedPod('old', { log: readableLog({ updatedAt: NOW }) })] };
  const before = play(scene({ list: listOf(stopped) }), 'G').state;
  expect(selectedKey(before)).toBe(keyOf('old'));
  const over = play(before, 'o').state;
  expect(textOf(over)).not.toMatch(/Enter restore/);
  expect(play(over, 'enter').effects).toEqual([]);
  expect(play(over, 'down', 'enter').effects).toMatchObject([{ kind: 'attach', entry: { id: { name: 'a' } } }]);
  expect(selectedKey(play(over, 'o').state)).toBe(keyOf('old'));
});

test('each row can be selected, also where a search hides it in the grid', () => {
  const searched = play(scene({ list: listOf({ live: pods(0, 0, 0) }) }), '/', 'b', 'enter', 'o').state;
  expect(selectedKey(play(searched, 'G').state)).toBe(keyOf('c'));
});
