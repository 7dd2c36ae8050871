// Hosts of which only a summary is known: heads that open into their Pods, in the picker and its counts.
import { selectedRowKey } from '../../../src/dashboard/loop/podSelection';
import { summarizedHost } from '../../../src/podList/hostGroups';
import type { HostFact, HostSummary } from '../../../src/podList/podFacts';
import { placeOnHost } from '../../../src/podList/podPlace';
import { NO_PODS } from '../../../src/podList/summarizePods';
import { listOf, NOW, play, scene, terminalPod, textOf } from '../scene';

const host = (name: string, summary: Partial<HostSummary> | null, over: Partial<HostFact> = {}): HostFact => ({
  ...{ name, state: 'reached', since: NOW, seenAt: NOW, version: '1', problem: null, advice: null },
  ...(summary !== null && { summary: { ...NO_PODS, ...summary } }),
  ...over,
});
const hosts = [
  host('gpu', { pods: 12, live: 10, running: 4, calls: 2, worst: 'bell' }),
  host('web', { pods: 3 }),
  host('off', { pods: 7, live: 7 }, { state: 'lost' }),
];
const list = listOf({ live: [terminalPod('own')], hosts });
const picker = scene({ mode: 'picker', list });

it('shows each as one row, and counts their Pods in the header', () => {
  const text = textOf(picker);
  expect(text).toMatch(/ ▸ gpu {2}▲ 2 need you {2}10 live · 2 stopped/);
  expect(text).toMatch(/ ▸ web {2}3 stopped/);
  expect(text).toMatch(/ ▸ off {2}not reached · 7 Pods/);
  expect(text).toMatch(/▲ 2 need you · 11 live · 4 running/);
});

it('opens one with Enter: its Pods are asked for, and it alone is shown until Escape', () => {
  const { state, effects } = play(picker, 'down', 'enter');
  expect(effects).toEqual([{ kind: 'openHost', host: 'gpu' }]);
  expect(textOf(state)).not.toMatch(/▸ web/);
  const there = terminalPod('there', { id: { place: placeOnHost('gpu', '/h'), name: 'there' } });
  const opened = listOf({ live: [terminalPod('own'), there], hosts: [host('gpu', null), ...hosts.slice(1)] });
  const read = play(state, { report: { kind: 'list', list: opened } }).state;
  expect(textOf(read)).toMatch(/there/);
  expect(textOf(read)).not.toMatch(/own/);
  const back = textOf(play(read, 'escape').state);
  expect(back).toMatch(/own/);
  expect(back).toMatch(/▸ web/);
});

it('opens none twice, and none by an arrow that folds', () => {
  const { state, effects } = play(picker, 'down', 'left');
  expect(effects).toEqual([]);
  expect(summarizedHost(selectedRowKey(state))).toBe('gpu');
  expect(play(state, 'right').effects).toEqual([{ kind: 'openHost', host: 'gpu' }]);
});

it('is asked for its Pods where H leads to it', () => {
  const { effects } = play(picker, 'H', 'H');
  expect(effects).toEqual([{ kind: 'openHost', host: 'gpu' }]);
});

it('is led to where somebody there needs the user', () => {
  const { state } = play(scene({ list }), 'a');
  expect(state.pane.kind).toBe('picker');
  expect(summarizedHost(selectedRowKey(state))).toBe('gpu');
});

it('stands there where no Pod does', () => {
  const alone = scene({ mode: 'picker', list: listOf({ hosts }) });
  expect(textOf(alone)).toMatch(/▸ gpu/);
  expect(summarizedHost(selectedRowKey(alone))).toBe('gpu');
});

it('shows ten thousand of them a page at a time', () => {
  const many = Array.from({ length: 10_000 }, (_, at) =>
    host(`h${String(at).padStart(5, '0')}`, { pods: 100, live: 1 }),
  );
  const text = textOf(scene({ mode: 'picker', list: listOf({ hosts: many }) }));
  expect(text).toMatch(/10000 live/);
  expect(text).toMatch(/of 10000 rows, 0 Pods/);
});
