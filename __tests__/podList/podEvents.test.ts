// What has happened between two lists, and what can be told of the time since a moment.
import { buildPodList, EMPTY_POD_LIST } from '../../src/podList/buildPodList';
import { eventsSince, podEvents } from '../../src/podList/podEvents';
import type { PodFacts } from '../../src/podList/podFacts';
import { facts, HOME, livePod, pendingPod, readableLog, storedPod } from './facts';

const list = (over: Partial<PodFacts>) => buildPodList(facts(over));
const between = (before: Partial<PodFacts>, after: Partial<PodFacts>) => podEvents(list(before), list(after), 99);
const head = { name: 'p', home: HOME };
const bell = { kind: 'bell' as const, message: 'ding', permissions: 0, since: 40 };

test('nothing, where nothing has changed', () => {
  const same = list({ live: [livePod('p')] });
  expect(podEvents(same, same, 99)).toEqual([]);
});

test('a start has the time of its process, and says an attention that is open already', () => {
  expect(between({}, { live: [livePod('p', { startedAt: 30, cwd: '/w', attention: bell })] })).toEqual([
    { ...head, at: 30, type: 'started', status: 'idle', directory: '/w' },
    { ...head, at: 40, type: 'attention', kind: 'bell', message: 'ding', permissions: 0 },
  ]);
});

test('a Pod that is about to start is no news, a record that somebody has put there is', () => {
  expect(between({}, { stored: [pendingPod('p')] })).toEqual([]);
  expect(between({}, { stored: [storedPod('p')], live: [livePod('p', { reach: 'probing' })] })).toEqual([]);
  expect(between({}, { stored: [storedPod('p')] })).toEqual([{ ...head, at: 99, type: 'added' }]);
});

test('status, attention, seen and output, each with its own time where it has one', () => {
  const before = { live: [livePod('p')] };
  const log = { sessionId: 's', fact: readableLog({ updatedAt: 70, preview: 'user: more' }) };
  expect(
    between(before, { live: [livePod('p', { status: 'running', statusSince: 50, statusReason: 'output' })] }),
  ).toEqual([{ ...head, at: 50, type: 'status', status: 'running', reason: 'output' }]);
  expect(between(before, { live: [livePod('p', { attention: bell })] })).toMatchObject([{ at: 40, type: 'attention' }]);
  expect(between({ live: [livePod('p', { attention: bell })] }, before)).toEqual([{ ...head, at: 99, type: 'seen' }]);
  expect(between(before, { live: [livePod('p', { log })] })).toEqual([
    { ...head, at: 70, type: 'output', preview: 'user: more', title: null },
  ]);
});

test('a second question of the same Pod is a new one', () => {
  const ask = (since: number) => ({ live: [livePod('p', { attention: { ...bell, since } })] });
  expect(between(ask(40), ask(41))).toMatchObject([{ at: 41, type: 'attention' }]);
});

test('an end says how, a removal comes behind it', () => {
  const log = readableLog({ lastExit: { code: 3, signal: null } });
  const live = { live: [livePod('p')], stored: [storedPod('p', { log })] };
  const end = { ...head, at: 99, type: 'ended', exitCode: 3, signal: null };
  expect(between(live, { stored: [storedPod('p', { log })] })).toEqual([end]);
  expect(between({ live: [livePod('p')] }, {})).toEqual([
    { ...end, exitCode: null },
    { ...head, at: 99, type: 'removed' },
  ]);
});

test('another process of the same Pod has ended and started between two looks', () => {
  const at = (startedAt: number) => ({ live: [livePod('p', { startedAt })] });
  expect(between(at(10), at(20)).map(({ type }) => type)).toEqual(['ended', 'started']);
});

test('since a moment: what facts still say, oldest first, and nothing from before it', () => {
  const now = list({
    live: [livePod('p', { startedAt: 10, status: 'running', statusSince: 60, attention: bell })],
    stored: [storedPod('q', { log: readableLog({ updatedAt: 50, lastExit: { code: null, signal: 'SIGHUP' } }) })],
  });
  expect(eventsSince(now, 20).map(({ at, type, name }) => [at, type, name])).toEqual([
    [40, 'attention', 'p'],
    [50, 'ended', 'q'],
    [60, 'status', 'p'],
  ]);
  expect(eventsSince(now, 60)).toEqual([]);
  expect(eventsSince(EMPTY_POD_LIST, 0)).toEqual([]);
});
