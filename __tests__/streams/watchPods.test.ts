// Store, registry and sockets together: one list, live first, from the first moment on.
import fs from 'node:fs';
import path from 'node:path';
import type { PodList } from '../../src/podList/podList';
import { homeSource } from '../../src/streams/watchHome';
import { watchPods } from '../../src/streams/watchPods';
import { PATIENCE_MS } from '../fixtures/patience';
import { until } from '../fixtures/until';
import {
  activeRecord,
  age,
  endAll,
  type FakePod,
  fakePod,
  handles,
  handlesBefore,
  hear,
  SEGMENT,
  SESSION,
  snapshotEvent,
  socketOf,
  tempHome,
  userInput,
  writeLog,
  writeMetadata,
  writeRegistry,
} from './streamFixtures';

afterEach(async () => {
  jest.useRealTimers();
  await endAll();
});

/** Lets go on what needs no time, and of time as much as it needs, at most `mostMs`. Timers are faked. */
async function withTimers(mostMs: number, look: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  let next = performance.now();
  for (let passedMs = 0; !look(); ) {
    if (Date.now() > deadline) throw new Error(`Waited in vain for: ${look}`);
    await new Promise((resolve) => setImmediate(resolve));
    if (passedMs >= mostMs || performance.now() < next) continue;
    jest.advanceTimersByTime(1);
    passedMs += 1;
    // Ever more slowly where it is little: something is left of it for what comes late.
    if (Number.isFinite(mostMs)) next = performance.now() + Math.min(1000, passedMs ** 3 / 100);
  }
}

const entry = (list: PodList | undefined, name: string) => list?.entries.find(({ id }) => id.name === name);
const complete = (list: PodList) => !list.loading;

describe('watchPods, read once', () => {
  test('no homes: an empty list that is not loading', async () => {
    const heard = hear(watchPods([], { watch: false }));
    await until(heard.completed);
    expect(heard.last()).toEqual({ entries: [], problems: [], loading: false });
  });

  test('live first, then stored; completes with connections and watches gone', async () => {
    const before = await handlesBefore();
    const home = tempHome();
    const pod = await fakePod(socketOf(home, 'live'), [snapshotEvent({ status: 'running' })]);
    const listening = handles();
    writeRegistry(home, [
      { name: 'live', socket: pod.socket, segmentId: 'not-logged-yet' },
      { name: 'stale', socket: socketOf(home, 'stale') },
    ]);
    writeMetadata(home, 'stored', activeRecord('stored'));
    writeLog(home, [userInput(Date.now(), 'hello')]);
    age(writeMetadata(home, 'bad', '{'));
    const heard = hear(watchPods([homeSource(home), homeSource(home)], { watch: false }));
    await until(heard.completed);
    const list = heard.last();
    expect(list?.loading).toBe(false);
    expect(list?.entries.map(({ id, state, status }) => [id.name, state, status])).toEqual([
      ['live', 'live', 'running'],
      ['stored', 'stopped', null],
      ['bad', 'corrupt', null],
      ['stale', 'unreachable', null],
    ]);
    expect(entry(list, 'live')).toMatchObject({ canAttach: true, preview: '[live, pending segment]', cwd: '/w' });
    expect(entry(list, 'stored')).toMatchObject({ canRestore: true, preview: 'user: hello' });
    await until(() => pod.open() === 0 && handles() === listening);
    await pod.close();
    await until(() => handles() === before);
  });

  test('a hundred live Pods are asked at the same time: silence of all takes no longer than that of one', async () => {
    const home = tempHome();
    let together = 0;
    const silent: FakePod[] = [];
    const count = (): void => {
      together = Math.max(together, silent.filter((pod) => pod.open() === 1).length);
    };
    const pods = await Promise.all(
      Array.from({ length: 100 }, (_, i) => fakePod(socketOf(home, `p${i}`), i < 50 ? [] : [snapshotEvent()], count)),
    );
    silent.push(...pods.slice(0, 50));
    writeRegistry(
      home,
      pods.map(({ socket }, i) => ({ name: `p${i}`, socket })),
    );
    jest.useFakeTimers({
      doNotFake: ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate'],
    });
    const heard = hear(watchPods([homeSource(home)], { watch: false }));
    // Their silence lasts until all are asked, however long this process is kept from asking.
    await withTimers(100, () => together === 50);
    await withTimers(Number.POSITIVE_INFINITY, heard.completed);
    const list = heard.last();
    expect(list?.entries.filter(({ state }) => state === 'live')).toHaveLength(100);
    expect(list?.entries.filter(({ status }) => status === 'idle')).toHaveLength(50);
    // Fifty answers are a handful of lists, not fifty.
    expect(heard.values.length).toBeLessThan(20);
  });

  test('a corrupt log and a home that cannot be listed cost only themselves', async () => {
    const home = tempHome();
    const broken = tempHome();
    fs.rmdirSync(broken.pods);
    fs.writeFileSync(broken.pods, '');
    writeMetadata(home, 'a', activeRecord('a'));
    fs.writeFileSync(writeLog(home, []), 'rubbish\n');
    writeMetadata(home, 'b', activeRecord('b', 'other', 'other'));
    writeLog(home, [userInput(5, 'fine')], 'other', 'other');
    const heard = hear(watchPods([homeSource(broken), homeSource(broken), homeSource(home)], { watch: false }));
    await until(heard.completed);
    expect(entry(heard.last(), 'a')).toMatchObject({ canRestore: false, diagnostics: [{ kind: 'log-corrupt' }] });
    expect(entry(heard.last(), 'b')).toMatchObject({ canRestore: true });
    expect(heard.last()?.problems).toMatchObject([{ source: 'store', place: broken.data }]);
  });
});

describe('watchPods, watching', () => {
  test('a Pod from birth to restorable: pending, live, logged, gone', async () => {
    const home = tempHome();
    const heard = hear(watchPods([homeSource(home)]));
    await heard.waitFor(complete);
    writeMetadata(home, 'a', { pod_name: 'a', active: { session_id: SESSION } });
    const pod = await fakePod(socketOf(home, 'a'));
    writeRegistry(home, [{ name: 'a', socket: pod.socket, segmentId: SEGMENT }]);
    await heard.waitFor((list) => entry(list, 'a')?.preview === '[live, pending segment]');
    expect(entry(heard.last(), 'a')).toMatchObject({ state: 'live', canAttach: true, canRestore: false });
    pod.say({ event: 'status', data: { status: 'running', since: 7, reason: 'typing' } });
    await heard.waitFor((list) => entry(list, 'a')?.status === 'running' && entry(list, 'a')?.statusSince === 7);
    writeLog(home, [userInput(5, 'first')]);
    await heard.waitFor((list) => entry(list, 'a')?.preview === 'user: first');
    writeMetadata(home, 'a', activeRecord('a'));
    await pod.close();
    await heard.waitFor((list) => entry(list, 'a')?.state === 'stopped' && entry(list, 'a')?.canRestore === true);
    writeRegistry(home, []);
    await heard.waitFor((list) => entry(list, 'a')?.diagnostics.length === 0);
  });

  test('the log of a segment that no metadata names is found, and followed', async () => {
    const home = tempHome();
    const log = writeLog(home, [userInput(5, 'one')], 'somewhere');
    fs.writeFileSync(log.replace('.jsonl', '.trace.jsonl'), 'rubbish');
    const pod = await fakePod(socketOf(home, 'a'));
    writeRegistry(home, [{ name: 'a', socket: pod.socket, segmentId: SEGMENT }]);
    const heard = hear(watchPods([homeSource(home)]));
    const list = await heard.waitFor(complete);
    expect(entry(list, 'a')).toMatchObject({ sessionId: 'somewhere', updatedAt: 5, preview: 'user: one' });
    fs.appendFileSync(log, `${JSON.stringify(userInput(6, 'two'))}\n`);
    await heard.waitFor((each) => entry(each, 'a')?.preview === 'user: two');
    // After a compaction the registry names another segment; the connection stays.
    writeLog(home, [userInput(7, 'three')], 'somewhere', 'next-segment');
    writeRegistry(home, [{ name: 'a', socket: pod.socket, segmentId: 'next-segment' }]);
    await heard.waitFor((each) => entry(each, 'a')?.preview === 'user: three');
    expect(pod.accepted()).toBe(1);
  });

  test('a log is found also while that of another live Pod is still awaited', async () => {
    const home = tempHome();
    const pods = [await fakePod(socketOf(home, 'a')), await fakePod(socketOf(home, 'b'))];
    const entries = pods.map(({ socket }, i) => ({
      name: 'ab'[i] ?? '',
      socket,
      segmentId: ['none', SEGMENT][i] ?? '',
    }));
    writeLog(home, [userInput(5, 'found')]);
    writeRegistry(home, entries.slice(0, 1));
    const heard = hear(watchPods([homeSource(home)]));
    await heard.waitFor((list) => complete(list) && entry(list, 'a')?.preview === '[live, pending segment]');
    writeRegistry(home, entries);
    await heard.waitFor((list) => entry(list, 'b')?.preview === 'user: found');
  });

  test('a socket that moves is a new connection; an allocation that goes is a closed one', async () => {
    const home = tempHome();
    const first = await fakePod(socketOf(home, 'a'), [snapshotEvent({ status: 'idle' })]);
    const second = await fakePod(path.join(home.runtime, 'b-sock'), [snapshotEvent({ status: 'paused' })]);
    writeRegistry(home, [{ name: 'a', socket: first.socket }]);
    const heard = hear(watchPods([homeSource(home)]));
    await heard.waitFor((list) => entry(list, 'a')?.status === 'idle');
    writeRegistry(home, [{ name: 'a', socket: second.socket }]);
    await heard.waitFor((list) => entry(list, 'a')?.status === 'paused');
    await until(() => first.open() === 0);
    writeRegistry(home, []);
    await heard.waitFor((list) => list.entries.length === 0);
    await until(() => second.open() === 0);
  });

  test('a dead socket that is bound anew is noticed by its file', async () => {
    const home = tempHome();
    const socket = socketOf(home, 'a');
    writeRegistry(home, [{ name: 'a', socket }]);
    const heard = hear(watchPods([homeSource(home)]));
    await heard.waitFor((list) => entry(list, 'a')?.state === 'unreachable');
    await fakePod(socket);
    await heard.waitFor((list) => entry(list, 'a')?.state === 'live');
  });

  test('a Pod that restarts behind its socket is live again, with its new status', async () => {
    const home = tempHome();
    const socket = socketOf(home, 'a');
    const first = await fakePod(socket);
    writeRegistry(home, [{ name: 'a', socket }]);
    const heard = hear(watchPods([homeSource(home)]));
    await heard.waitFor((list) => entry(list, 'a')?.status === 'idle');
    await first.close();
    await heard.waitFor((list) => entry(list, 'a')?.state === 'unreachable');
    await fakePod(socket, [snapshotEvent({ status: 'paused' })]);
    await heard.waitFor((list) => entry(list, 'a')?.status === 'paused');
  });

  test('is shared: who comes later gets the current list, the Pods see one connection, and the last one out ends all', async () => {
    const home = tempHome();
    const pod = await fakePod(socketOf(home, 'a'));
    const before = await handlesBefore();
    writeRegistry(home, [{ name: 'a', socket: pod.socket }]);
    writeMetadata(home, 'a', activeRecord('a'));
    writeLog(home, [userInput(5, 'one')]);
    const list$ = watchPods([homeSource(home)]);
    const first = hear(list$);
    const list = await first.waitFor((each) => complete(each) && entry(each, 'a')?.status === 'idle');
    const second = hear(list$);
    expect(second.values).toEqual([list]);
    expect(second.last()).toBe(list);
    first.subscription.unsubscribe();
    expect(pod.accepted()).toBe(1);
    second.subscription.unsubscribe();
    await until(() => pod.open() === 0 && handles() === before);
  });

  test('an unchanged row keeps its object, and nothing new is no new list', async () => {
    const home = tempHome();
    writeMetadata(home, 'a', { pod_name: 'a' });
    const heard = hear(watchPods([homeSource(home)]));
    const first = await heard.waitFor(complete);
    writeMetadata(home, 'a', { pod_name: 'a', unknown: 1 });
    writeMetadata(home, 'b', { pod_name: 'b' });
    const second = await heard.waitFor((list) => list.entries.length === 2);
    expect(entry(second, 'a')).toBe(entry(first, 'a'));
    expect(new Set(heard.values).size).toBe(heard.values.length);
  });
});
