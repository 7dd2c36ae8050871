// Our own home and those of others as places: which one serves a Pod, what is refused there, and over which connection.
import fs from 'node:fs';
import path from 'node:path';
import { openPlaces, type Places, placesOf } from '../../src/places/openPlaces';
import { otherHome } from '../../src/places/otherHome';
import { ownHome } from '../../src/places/ownHome';
import type { RestoreOrder } from '../../src/places/place';
import { eligibility } from '../../src/podList/eligibility';
import type { PodEntry, PodList } from '../../src/podList/podList';
import { type HomePaths, homeInDirectory, metadataPath } from '../../src/protocol/homePaths';
import { formatPodMetadata } from '../../src/protocol/podMetadata';
import { watchPods } from '../../src/streams/watchPods';
import { until } from '../fixtures/until';
import {
  activeRecord,
  endAll,
  fakePod,
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
} from '../streams/streamFixtures';

afterEach(endAll);

const starter = { podProgram: '/nowhere/podMain.js', env: {} };
const order: RestoreOrder = { argv: ['true'], cwd: '/', fallbackCwd: '/', cols: 80, rows: 24 };

/** A stopped Pod that another program has written. */
function strangerIn(home: HomePaths, name = 'theirs'): void {
  writeMetadata(home, name, activeRecord(name));
  writeLog(home, [userInput(5, 'hello')]);
}

/** Every file below `directory`, with its content. */
function contentOf(directory: string): Record<string, string> {
  const files = fs.readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [
      path.join(parentPath, name),
      fs.readFileSync(path.join(parentPath, name), 'utf8'),
    ]),
  );
}

async function listOf(places: Places): Promise<PodList> {
  return hear(watchPods(places.all, { watch: false })).waitFor(({ loading }) => !loading);
}

function entryIn({ entries }: PodList, name: string): PodEntry {
  const entry = entries.find(({ id }) => id.name === name);
  if (entry === undefined) throw new Error(`no ${name}`);
  return entry;
}

describe('which place serves a Pod', () => {
  test('the one that its identity names, and no other: an unknown one is refused with a sentence', () => {
    const own = tempHome();
    const other = tempHome();
    const places = openPlaces({ homes: [own, other], ...starter });
    expect(places.own.id).toBe(own.data);
    expect(places.of({ place: other.data, name: 'x' })).toBe(places.all[1]);
    expect(places.of({ place: 'claude', name: 'x\u001b[2J' })).toEqual({
      kind: 'not-found',
      message: 'The Pod "x\\x1b[2J" is in claude, which podwatch does not know.',
    });
  });

  test('a home by its path and by a link to it is one', () => {
    const own = tempHome();
    const link = `${path.dirname(own.data)}/link`;
    fs.symlinkSync(own.data, link);
    const others = [homeInDirectory(link), homeInDirectory(link), tempHome(), tempHome({ exists: false })] as const;
    const places = openPlaces({ homes: [own, ...others], ...starter });
    expect(places.all.map(({ id }) => id)).toEqual([own.data, others[2].data, others[3].data]);
  });
});

describe('a home of others', () => {
  test('takes no new Pod, and keeps what another program has written as it is', async () => {
    const home = tempHome();
    strangerIn(home);
    writeMetadata(home, 'corrupt', '{');
    const before = contentOf(home.data);
    const places = placesOf(ownHome(tempHome(), starter), [otherHome({ ...home, kind: 'podwatch' }, starter)]);
    const list = await listOf(places);
    const entry = entryIn(list, 'theirs');
    for (const action of ['restore', 'remove', 'open'] as const) {
      expect(eligibility(entry, action)).toEqual({
        allowed: false,
        reason: expect.stringContaining('another program keeps its record'),
      });
    }
    const place = places.of(entry.id);
    if ('kind' in place) throw new Error(place.message);
    const refused = { kind: 'not-eligible', message: expect.stringContaining('another program') };
    expect(await place.restore(entry.id, order)).toEqual(refused);
    expect(await place.remove(entry.id)).toEqual(refused);
    expect(await place.remove(entryIn(list, 'corrupt').id)).toEqual(refused);
    expect(await place.run({ name: 'new', argv: [], cwd: '/', cols: 80, rows: 24 })).toMatchObject({
      kind: 'not-eligible',
    });
    expect(contentOf(home.data)).toEqual(before);
  });

  test('what podwatch itself has written there can be removed', async () => {
    const home = tempHome();
    const launch = { kind: 'terminal' as const, argv: ['cat'], cwd: '/', cols: 80, rows: 24 };
    const active = { sessionId: SESSION, segmentId: SEGMENT };
    writeMetadata(home, 'ours', JSON.parse(formatPodMetadata({ podName: 'ours', active, launch })));
    writeLog(home, [userInput(5, 'hello')]);
    const places = placesOf(ownHome(tempHome(), starter), [otherHome(home, starter)]);
    const entry = entryIn(await listOf(places), 'ours');
    expect(eligibility(entry, 'remove')).toEqual({ allowed: true });
    expect(await otherHome(home, starter).remove(entry.id)).toEqual({ kind: 'done' });
    expect(fs.existsSync(metadataPath(home, 'ours'))).toBe(false);
  });

  test('rows that do not change keep their identity', async () => {
    const home = tempHome();
    strangerIn(home, 'a');
    const heard = hear(watchPods([otherHome(home, starter)]));
    const first = entryIn(await heard.waitFor(({ loading }) => !loading), 'a');
    strangerIn(home, 'b');
    expect(entryIn(await heard.waitFor(({ entries }) => entries.length === 2), 'a')).toBe(first);
  });
});

describe('what is asked of a live Pod', () => {
  const attention = { kind: 'bell', message: '', permissions: 0, since: 5 };
  const greeting = { pod_name: 'a', extensions: ['terminal'] };

  test('goes over the connection that the list keeps open; none is opened, and it is used again', async () => {
    const home = tempHome();
    const pod = await fakePod(socketOf(home, 'a'), [snapshotEvent({ attention, greeting })]);
    writeRegistry(home, [{ name: 'a', socket: pod.socket }]);
    const place = ownHome(home, starter);
    const list = await hear(watchPods([place])).waitFor(({ entries }) => entries[0]?.status === 'idle');
    const entry = entryIn(list, 'a');
    const seen = place.markSeen(entry);
    await until(() => pod.received.length === 1);
    pod.say({ event: 'status', data: { status: 'idle', attention: null } });
    expect(await seen).toEqual({ kind: 'done' });
    const sent = place.send(entry, 'hello');
    await until(() => pod.received.length === 2);
    const { params } = JSON.parse(pod.received[1] ?? '');
    pod.say({ event: 'user_message', data: { segments: [], request_id: params.request_id } });
    expect(await sent).toMatchObject({ kind: 'done' });
    expect([pod.accepted(), pod.open()]).toEqual([1, 1]);
  });

  test('of two questions at a time the second has a connection of its own', async () => {
    const home = tempHome();
    const pod = await fakePod(socketOf(home, 'a'), [snapshotEvent({ attention, greeting, status: 'running' })]);
    writeRegistry(home, [{ name: 'a', socket: pod.socket }]);
    const place = ownHome(home, starter);
    const list = await hear(watchPods([place])).waitFor(({ entries }) => entries[0]?.status === 'running');
    const entry = entryIn(list, 'a');
    const both = Promise.all([place.markSeen(entry), place.cancel(entry)]);
    await until(() => pod.received.length === 2);
    expect(pod.accepted()).toBe(2);
    pod.say({ event: 'status', data: { status: 'idle', attention: null } });
    expect(await both).toEqual([{ kind: 'done' }, { kind: 'done' }]);
    await until(() => pod.open() === 1);
  });

  test('has a connection of its own where no list is watched, which ends with the answer', async () => {
    const home = tempHome();
    const pod = await fakePod(socketOf(home, 'a'), [snapshotEvent({ greeting })]);
    writeRegistry(home, [{ name: 'a', socket: pod.socket }]);
    const place = ownHome(home, starter);
    const entry = entryIn(await listOf(placesOf(place, [])), 'a');
    await until(() => pod.open() === 0);
    expect(await place.markSeen(entry)).toEqual({ kind: 'done' });
    expect(pod.accepted()).toBe(2);
    await until(() => pod.open() === 0);
  });

  test('a Pod that is not live is told so by every deed', async () => {
    const home = tempHome();
    strangerIn(home, 'a');
    const place = ownHome(home, starter);
    const entry = entryIn(await listOf(placesOf(place, [])), 'a');
    const refused = { kind: 'not-eligible', message: 'The Pod "a" is not live.' };
    const outcomes = [
      place.dial(entry),
      place.send(entry, 'x'),
      place.ask(entry, 'x', () => {}),
      place.cancel(entry),
      place.markSeen(entry),
      place.readRequests(entry),
      place.answerRequest(entry, null, { answer: 'reject' }),
      place.readScreen(entry),
      place.stop(entry),
    ];
    expect(await Promise.all(outcomes)).toEqual(outcomes.map(() => refused));
    for (const feed$ of [place.watchScreen(entry), place.watchConversation(entry), place.readScrollback(entry)]) {
      expect(hear<unknown>(feed$).values).toEqual([{ kind: 'lost', reason: 'it is not live' }]);
    }
  });
});
