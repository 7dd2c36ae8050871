// Hosts by their summaries: what they say, which fit, and in which order they stand.
import fc from 'fast-check';
import { buildPodList } from '../../src/podList/buildPodList';
import { NO_FILTER } from '../../src/podList/filterPods';
import { hostGroups, summarizedHost } from '../../src/podList/hostGroups';
import type { HostFact, HostState, HostSummary } from '../../src/podList/podFacts';
import { NO_PODS, summarizeHosts, summarizePods } from '../../src/podList/summarizePods';
import { facts, livePod, podId, readableLog, storedPod } from './facts';

const host = (name: string, summary: Partial<HostSummary> | null, state: HostState = 'reached'): HostFact => ({
  ...{ name, state, since: 0, seenAt: 1, version: '1', problem: null, advice: null },
  ...(summary !== null && { summary: { ...NO_PODS, ...summary } }),
});
const namesOf = (hosts: readonly HostFact[], filter = {}): (string | null)[] =>
  hostGroups(hosts, { ...NO_FILTER, ...filter }).map(({ key }) => summarizedHost(key));

const call = (kind: 'bell' | 'permission') => ({ kind, message: '', permissions: 0, since: 1 });

it('counts what lives, works and calls, and what was last', () => {
  const list = buildPodList(
    facts({
      live: [
        livePod('a', { status: 'running' }),
        livePod('b', { attention: call('bell') }),
        livePod('c', { attention: call('permission') }),
      ],
      stored: [
        storedPod('d', { log: readableLog({ updatedAt: 5000 }) }),
        storedPod('e', { isArchived: true }),
        storedPod('f', { log: { kind: 'missing' } }),
      ],
    }),
  );
  expect(summarizePods(list.entries)).toEqual({
    ...{ pods: 5, live: 3, running: 1, calls: 2, worst: 'permission', updatedAt: 5000 },
  });
});

it('adds up to what all of them would have said at once, in whatever order', () => {
  const pods = fc.array(fc.record({ name: fc.string({ minLength: 1 }), running: fc.boolean(), calls: fc.boolean() }));
  fc.assert(
    fc.property(fc.array(pods, { maxLength: 4 }), (hosts) => {
      const lists = hosts.map((own, at) =>
        buildPodList(
          facts({
            live: own.map(({ name, running, calls }) =>
              livePod(name, {
                id: podId(name, `/h${at}`),
                status: running ? 'running' : 'idle',
                attention: calls ? call('bell') : null,
              }),
            ),
          }),
        ),
      );
      const summaries = lists.map(({ entries }, at) => host(`h${at}`, summarizePods(entries)));
      const whole = summarizePods(lists.flatMap(({ entries }) => entries));
      expect(summarizeHosts(summaries)).toEqual(whole);
      expect(summarizeHosts([...summaries].reverse())).toEqual(whole);
    }),
  );
});

it('says of a host that is not reached that it has Pods, and not that one lives or calls', () => {
  const lost = host('h1', { pods: 5, live: 3, running: 1, calls: 2, worst: 'bell' }, 'lost');
  expect(summarizeHosts([lost])).toEqual({ ...NO_PODS, pods: 5 });
  expect(summarizeHosts([{ ...lost, state: 'stalled' }])).toMatchObject({ live: 3, calls: 2 });
  expect(namesOf([lost], { state: 'attention' })).toEqual([]);
});

it('puts those that need their user first, then those with live Pods, then by name', () => {
  const hosts = [
    host('z', { pods: 1 }),
    host('m', { pods: 1, live: 1 }),
    host('a', { pods: 1 }),
    host('c', { pods: 1, live: 1, calls: 1 }),
    host('in-list', null),
  ];
  expect(namesOf(hosts)).toEqual(['c', 'm', 'a', 'z']);
});

it('fits by name, host and state; what is not known of its Pods fits nothing', () => {
  const hosts = [host('gpu-1', { pods: 2, live: 1 }), host('gpu-2', { pods: 2, live: 2 }), host('web', { pods: 1 })];
  expect(namesOf(hosts, { search: ' GPU 2 ' })).toEqual(['gpu-2']);
  expect(namesOf(hosts, { host: 'web' })).toEqual(['web']);
  expect(namesOf(hosts, { host: '' })).toEqual([]);
  expect(namesOf(hosts, { state: 'live' })).toEqual(['gpu-1', 'gpu-2']);
  expect(namesOf(hosts, { state: 'stopped' })).toEqual(['gpu-1', 'web']);
  expect(namesOf(hosts, { reach: 'directory' })).toEqual([]);
  expect(namesOf(hosts, { kind: 'sessions' })).toEqual([]);
});
