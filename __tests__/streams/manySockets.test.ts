// More sockets than connections: every Pod is looked at, in turns, and what was heard of it stays.
import { concat, NEVER, of } from 'rxjs';
import { ConnectionPool } from '../../src/client/connectionPool';
import type { Allocation } from '../../src/protocol/registryTable';
import { UNWATCHED } from '../../src/streams/directoryWatches';
import { watchPodReaches } from '../../src/streams/podReaches';
import { until } from '../fixtures/until';
import { endAll, fakePod, hear, snapshotEvent, socketOf, tempHome } from './streamFixtures';

afterEach(endAll);

const allocation = (name: string, socket: string): Allocation => ({
  pod_name: name,
  pid: process.pid,
  socket,
  scope_allow: [],
  scope_deny: [],
  delegated_from: null,
  segment_id: null,
});

test('with a pool of three all of a dozen are known, silent ones and dead ones too, and never all are open', async () => {
  const home = tempHome();
  const names = Array.from({ length: 12 }, (_, index) => `p${index}`);
  const greeting = (index: number) => (index % 4 === 3 ? [] : [snapshotEvent({ status: 'paused' })]);
  const pods = await Promise.all(names.map((name, index) => fakePod(socketOf(home, name), greeting(index))));
  let most = 0;
  const open = () => pods.reduce((sum, pod) => sum + pod.open(), 0);
  const counting = setInterval(() => {
    most = Math.max(most, open());
  }, 1);
  const all = [...names, 'dead'].map((name) => allocation(name, socketOf(home, name)));
  const pool = new ConnectionPool(3);
  const heard = hear(watchPodReaches(home, concat(of(all), NEVER), { changes: UNWATCHED, pool }));
  const settled = heard.waitFor((found) => [...found.values()].every(({ reach }) => reach.settled));
  const reaches = await settled.finally(() => clearInterval(counting));
  expect([...reaches.values()].map(({ reach }) => [reach.reach, reach.status])).toEqual([
    ...names.map((_, index) => ['reachable', index % 4 === 3 ? null : 'paused']),
    ['unreachable', null],
  ]);
  // The other side may see the end of one only after the beginning of the next.
  expect(most).toBeLessThanOrEqual(6);
  // Who came last keeps its connection: nobody waits any more.
  await until(() => open() === 3 || open() === 2);
  heard.subscription.unsubscribe();
  await until(() => open() === 0);
});

test('a Pod that changes keeps its connection where there is room for all', async () => {
  const home = tempHome();
  const pod = await fakePod(socketOf(home, 'a'));
  const all = [allocation('a', pod.socket)];
  const around = { changes: UNWATCHED, pool: new ConnectionPool(1) };
  const heard = hear(watchPodReaches(home, concat(of(all), NEVER), around));
  const statusOf = () => [...(heard.last()?.values() ?? [])][0]?.reach.status;
  await until(() => statusOf() === 'idle');
  pod.say({ event: 'status', data: { status: 'running' } });
  await until(() => statusOf() === 'running');
  expect([pod.accepted(), pod.open()]).toEqual([1, 1]);
});

test('many changes at a time become few words', async () => {
  const home = tempHome();
  const pods = await Promise.all(Array.from({ length: 40 }, (_, index) => fakePod(socketOf(home, `p${index}`))));
  const all = pods.map(({ socket }, index) => allocation(`p${index}`, socket));
  const around = { changes: UNWATCHED, pool: new ConnectionPool() };
  const heard = hear(watchPodReaches(home, concat(of(all), NEVER), around));
  await heard.waitFor((found) => found.size === 40 && [...found.values()].every(({ reach }) => reach.settled));
  const before = heard.values.length;
  for (let turn = 0; turn < 20; turn += 1) {
    for (const pod of pods) pod.say({ event: 'status', data: { status: turn % 2 === 0 ? 'running' : 'idle' } });
  }
  for (const pod of pods) pod.say({ event: 'status', data: { status: 'paused' } });
  await heard.waitFor((found) => [...found.values()].every(({ reach }) => reach.status === 'paused'));
  expect(heard.values.length - before).toBeLessThan(200);
});
