// An attach goes on over the connection that a tile has open, and over a new one wherever that cannot be.
import { dialTerminal } from '../../src/actions/dialTerminal';
import { DialPatience } from '../../src/client/dial';
import { ownHome } from '../../src/places/ownHome';
import type { Place, WayToPod } from '../../src/places/place';
import type { PodEntry } from '../../src/podList/podList';
import { watchPods } from '../../src/streams/watchPods';
import { until } from '../fixtures/until';
import {
  endAll,
  type FakePod,
  fakePod,
  type Heard,
  hear,
  snapshotEvent,
  socketOf,
  tempHome,
  writeRegistry,
} from '../streams/streamFixtures';

afterEach(endAll);

const ATTACHED = { event: 'terminal_attached', data: { cols: 80, rows: 24 } };
const OUTPUT = Buffer.from([1, 0, 0, 0, 2, 0x68, 0x69]).toString('latin1');
const SIZE = { cols: 80, rows: 24 };

interface Watched {
  readonly pod: FakePod;
  readonly place: Place;
  readonly entry: PodEntry;
}

async function livePod(): Promise<Watched> {
  const home = tempHome();
  const greeting = { pod_name: 'x', cwd: '/w', extensions: ['terminal', 'screen'] };
  const pod = await fakePod(socketOf(home, 'x'), [snapshotEvent({ greeting })]);
  writeRegistry(home, [{ name: 'x', socket: pod.socket }]);
  const place = ownHome(home, { podProgram: '/nowhere/podMain.js', env: {} });
  const listed = hear(watchPods([place], { watch: false }));
  const [entry] = (await listed.waitFor(({ loading, entries }) => !loading && entries[0]?.canAttach === true)).entries;
  if (entry === undefined) throw new Error('no Pod');
  listed.subscription.unsubscribe();
  await until(() => pod.open() === 0);
  return { pod, place, entry };
}

const asked = ({ received }: FakePod, method: string) => received.filter((line) => line.includes(method)).length;

async function shownTile({ pod, place, entry }: Watched): Promise<Heard<unknown>> {
  const tile = hear(place.watchScreen(entry));
  await until(() => asked(pod, 'watch_screen') === 1);
  return tile;
}

function wayTo({ place, entry }: Watched): WayToPod {
  const way = place.dial(entry);
  if (way.kind !== 'done') throw new Error(way.message);
  return way;
}

const attach = (way: WayToPod, over?: DialPatience) =>
  dialTerminal({ ...SIZE, ...way, over, podName: 'x', readOnly: false, inside: null });

test('an attach is asked for at once over the connection of its tile, which ends without closing it', async () => {
  const watched = await livePod();
  const { pod } = watched;
  const tile = await shownTile(watched);
  const before = pod.accepted();
  const dialled = attach(wayTo(watched));
  tile.subscription.unsubscribe();
  await until(() => asked(pod, 'attach_terminal') === 1);
  // What was on its way to the tile is nobody's.
  pod.say({ event: 'status', data: { status: 'running' } }, ATTACHED);
  pod.raw(OUTPUT);
  const outcome = await dialled;
  if (outcome.kind !== 'done') throw new Error(outcome.message);
  const shown: string[] = [];
  outcome.session.bytes.on('data', (bytes: Buffer) => shown.push(bytes.toString()));
  await until(() => shown.join('') === 'hi');
  expect(pod.accepted()).toBe(before);
  expect(pod.open()).toBe(1);
  expect(tile.values).toEqual([]);
  outcome.session.bytes.destroy();
});

test('it is lent once, and none is where no tile is shown', async () => {
  const watched = await livePod();
  const { opened } = wayTo(watched);
  expect(opened?.()).toBeNull();
  const tile = await shownTile(watched);
  const connection = opened?.() ?? null;
  expect(connection?.isOpen).toBe(true);
  expect(opened?.()).toBeNull();
  tile.subscription.unsubscribe();
  expect(connection?.isOpen).toBe(true);
  connection?.close();
  await until(() => watched.pod.open() === 0);
});

test('where it ends before the terminal has come a new one is dialled', async () => {
  const watched = await livePod();
  const { pod } = watched;
  await shownTile(watched);
  const dialled = attach(wayTo(watched));
  await until(() => asked(pod, 'attach_terminal') === 1);
  pod.hangUp();
  await until(() => asked(pod, 'attach_terminal') === 2);
  pod.say(ATTACHED);
  const outcome = await dialled;
  if (outcome.kind !== 'done') throw new Error(outcome.message);
  outcome.session.bytes.destroy();
});

test('what the Pod refuses over it stays refused', async () => {
  const watched = await livePod();
  const { pod } = watched;
  await shownTile(watched);
  const before = pod.accepted();
  const refused = attach(wayTo(watched));
  await until(() => asked(pod, 'attach_terminal') === 1);
  pod.say({ event: 'error', data: { code: 'invalid_request', message: 'not now' } });
  expect(await refused).toEqual({ kind: 'failed', message: 'The Pod "x" did not give its terminal: not now' });
  expect(pod.accepted()).toBe(before);
});

test('a Pod that is held up has as long to answer as one that is dialled to greet and to answer', async () => {
  const watched = await livePod();
  const { pod } = watched;
  await shownTile(watched);
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'performance'] });
  const dialled = attach(wayTo(watched));
  jest.advanceTimersByTime(7900);
  jest.useRealTimers();
  await until(() => asked(pod, 'attach_terminal') === 1);
  pod.say(ATTACHED);
  const outcome = await dialled;
  if (outcome.kind !== 'done') throw new Error(outcome.message);
  outcome.session.bytes.destroy();
});

test('who leaves while it is waited for hangs up at once, and dials no other', async () => {
  const watched = await livePod();
  const { pod } = watched;
  await shownTile(watched);
  const before = pod.accepted();
  const over = new DialPatience();
  const dialled = attach(wayTo(watched), over);
  await until(() => asked(pod, 'attach_terminal') === 1);
  over.abort();
  expect(await dialled).toMatchObject({ message: expect.stringContaining('it is over') });
  await until(() => pod.open() === 0);
  expect(pod.accepted()).toBe(before);
});
