// Pods on other hosts: who they are, and what holds while their host is not reached.
import fc from 'fast-check';
import { buildPodList } from '../../src/podList/buildPodList';
import { columnsFor } from '../../src/podList/columns';
import { eligibility } from '../../src/podList/eligibility';
import { jsonEntry } from '../../src/podList/jsonEntry';
import { podEvents } from '../../src/podList/podEvents';
import type { HostFact } from '../../src/podList/podFacts';
import { goalState } from '../../src/podList/podGoal';
import { homeOf, hostOf, placeOnHost } from '../../src/podList/podPlace';
import { entryOf, facts, HOME, livePod, podId, storedPod } from './facts';

const unreached = { words: 'h1 is not reached since 12:03 (timed out)', seenAt: 5000 };
const away = podId('build', placeOnHost('h1', HOME));
const attention = { kind: 'bell' as const, message: '', permissions: 0, since: 1 };

test('a place of another host is told from every place of this machine', () => {
  expect(hostOf({ place: placeOnHost('gpu-1.x_y', '/srv/p:q') })).toBe('gpu-1.x_y');
  expect(homeOf({ place: placeOnHost('gpu', '/srv/p:q') })).toBe('/srv/p:q');
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(hostOf({ place: `/${text}` })).toBeNull();
      expect(homeOf({ place: `/${text}` })).toBe(`/${text}`);
    }),
  );
  expect(['claude', 'tmux', 'opencode'].map((place) => hostOf({ place }))).toEqual([null, null, null]);
});

test('what lived there is unreachable, calls nobody, and refuses everything with the reason', () => {
  const entry = entryOf({
    live: [livePod('build', { id: away, attention, unreached })],
    stored: [storedPod('build', { id: away, unreached })],
  });
  expect(entry).toMatchObject({
    state: 'unreachable',
    attention: null,
    status: null,
    canAttach: false,
    canRestore: false,
    lastSeenAt: 5000,
  });
  for (const action of ['open', 'attach', 'restore', 'send', 'stop', 'remove', 'archive', 'rename'] as const) {
    expect(eligibility(entry, action)).toEqual({ allowed: false, reason: unreached.words });
  }
});

test('what was stopped there stays stopped, and is not restored from memory', () => {
  const entry = entryOf({ stored: [storedPod('build', { id: away, unreached })] });
  expect(entry).toMatchObject({ state: 'stopped', canRestore: false, lastSeenAt: 5000 });
  expect(eligibility(entry, 'open')).toEqual({ allowed: false, reason: unreached.words });
});

test('JSON says host, home there, and since when; no path of there looks like one of here', () => {
  const socketPath = 'h1:/run/build/sock';
  const json = jsonEntry(entryOf({ live: [livePod('build', { id: away, socketPath })] }));
  expect(json).toMatchObject({ name: 'h1/build', host: 'h1', home: HOME, socketPath: null, lastSeenAt: null });
});

test('the same name here and there are two Pods, this machine first', () => {
  const list = buildPodList(facts({ live: [livePod('build', { id: away }), livePod('build')], stored: [] }));
  expect(list.entries.map(({ id }) => hostOf(id))).toEqual([null, 'h1']);
});

test('a host that is lost ends no Pod, neither for a script that waits nor for one that listens', () => {
  const before = buildPodList(facts({ live: [livePod('build', { id: away })] }));
  const lost = buildPodList(facts({ live: [livePod('build', { id: away, unreached })] }), before);
  expect(podEvents(before, lost, 1)).toEqual([]);
  expect(goalState(lost.entries[0] ?? null, { kind: 'ended' })).toEqual({ kind: 'open' });
  const back = buildPodList(facts({ live: [livePod('build', { id: away })] }), lost);
  expect(podEvents(lost, back, 1)).toEqual([]);
  const ended = buildPodList(facts({ stored: [storedPod('build', { id: away })] }), lost);
  expect(podEvents(lost, ended, 1).map(({ type }) => type)).toEqual(['ended']);
});

test('the column HOST is there where there are hosts, and only there', () => {
  const host: HostFact = {
    name: 'h1',
    state: 'reached',
    since: 0,
    seenAt: 0,
    version: '1',
    problem: null,
    advice: null,
  };
  const ids = (hosts: readonly HostFact[]) => columnsFor({ hosts }, null).map(({ id }) => id);
  expect(ids([])).not.toContain('host');
  expect(ids([host])).toEqual([
    'name',
    'host',
    'state',
    'updated',
    'cpu',
    'memory',
    'directory',
    'branch',
    'ids',
    'preview',
  ]);
});
