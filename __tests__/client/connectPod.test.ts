// Connecting to a Pod: what comes, in which order, and how each end of the connection is told.
import fs from 'node:fs';
import { type ConnectionEvent, connectPod } from '../../src/client/connectPod';
import { dialSocket } from '../../src/client/dialSocket';
import { encodeLine } from '../../src/protocol/lineDecoder';
import { until } from '../fixtures/until';
import {
  endAll,
  fakePod,
  handles,
  handlesBefore,
  hear,
  snapshotEvent,
  socketOf,
  tempHome,
} from '../streams/streamFixtures';

afterEach(endAll);

const alert = { event: 'alert', data: { level: 'warn', source: 'pod', message: 'm', timestamp_ms: 1 } };
const status = (word: string) => ({ event: 'status', data: { status: word } });
const names = (heard: readonly ConnectionEvent[]) =>
  heard.map((event) => (event.kind === 'event' ? event.event.event : event.kind));

describe('connectPod', () => {
  test('says what the Pod says, alerts before the snapshot too; what it does not know is left out', async () => {
    const pod = await fakePod(socketOf(tempHome(), 'x'), [
      alert,
      snapshotEvent(),
      { event: 'from_the_future', data: {} },
    ]);
    const heard = hear(connectPod(dialSocket(pod.socket)));
    await until(() => names(heard.values).includes('snapshot'));
    pod.raw('\n  \nno json\n{"event":"status"}\n');
    pod.say(status('running'));
    await until(() => names(heard.values).includes('status'));
    expect(names(heard.values)).toEqual(['connected', 'alert', 'snapshot', 'status']);
  });

  test('lines that come in pieces, even within a character', async () => {
    const pod = await fakePod(socketOf(tempHome(), 'x'), []);
    const heard = hear(connectPod(dialSocket(pod.socket)));
    await until(() => pod.open() === 1);
    pod.raw('{"event":"text_delta","da');
    pod.raw('ta":{"text":"gr');
    pod.raw('ün"}}');
    pod.raw('\n');
    await until(() => heard.values.length === 2);
    expect(heard.last()).toEqual({ kind: 'event', event: { event: 'text_delta', data: { text: 'grün' } } });
  });

  test('sends a method as one line', async () => {
    const pod = await fakePod(socketOf(tempHome(), 'x'));
    const heard = hear(connectPod(dialSocket(pod.socket)));
    await until(() => heard.values.length === 2);
    const [connected] = heard.values;
    if (connected?.kind === 'connected') connected.send({ method: 'unwatch_screen' });
    await until(() => pod.received.length === 1);
    expect(`${pod.received[0]}\n`).toBe(encodeLine({ method: 'unwatch_screen' }));
  });

  test('only the wanted events are read', async () => {
    const pod = await fakePod(socketOf(tempHome(), 'x'), [alert, snapshotEvent(), status('running')]);
    const heard = hear(connectPod(dialSocket(pod.socket), { only: new Set(['status']) }));
    await until(() => heard.values.length === 2);
    expect(names(heard.values)).toEqual(['connected', 'status']);
  });

  test('an end of file is told with what was said before it, and completes', async () => {
    const pod = await fakePod(socketOf(tempHome(), 'x'));
    const heard = hear(connectPod(dialSocket(pod.socket)));
    await until(() => heard.values.length === 2);
    pod.say(status('idle'), { event: 'shutdown' });
    pod.hangUp();
    await until(heard.completed);
    expect(names(heard.values)).toEqual(['connected', 'snapshot', 'status', 'shutdown', 'closed']);
  });

  test('a line over the bound closes that connection only', async () => {
    const pod = await fakePod(socketOf(tempHome(), 'x'));
    const small = hear(connectPod(dialSocket(pod.socket), { maxLineBytes: 1000 }));
    const large = hear(connectPod(dialSocket(pod.socket)));
    await until(() => small.values.length === 2 && large.values.length === 2);
    pod.say({ event: 'text_done', data: { text: 'x'.repeat(1000) } });
    await until(small.completed);
    expect(small.last()).toEqual({ kind: 'closed', reason: 'the Pod sent a line of more than 1000 bytes' });
    await until(() => large.values.length === 3);
    pod.say(status('idle'));
    await until(() => names(large.values).includes('status'));
    expect(pod.open()).toBe(1);
  });

  test.each([
    ['missing', (socket: string) => socket, 'it does not exist (ENOENT)'],
    ['relative', () => 'some/where', 'its socket path is not an absolute path'],
    ['empty', () => '', 'its socket path is not an absolute path'],
    ['abstract', () => '/a\0b', 'its socket path is not an absolute path'],
    ['too long', () => `/${'x'.repeat(107)}`, 'its socket path is longer than 107 bytes'],
  ])('a %s socket is refused with the reason', async (_, path, reason) => {
    const heard = hear(connectPod(dialSocket(path(socketOf(tempHome(), 'x')))));
    await until(heard.completed);
    expect(heard.values).toEqual([{ kind: 'refused', reason }]);
  });

  test('a socket file that nobody listens on is refused', async () => {
    const home = tempHome();
    const dead = `${home.runtime}/dead`;
    fs.writeFileSync(dead, '');
    const heard = hear(connectPod(dialSocket(dead)));
    await until(heard.completed);
    expect(heard.last()).toMatchObject({ kind: 'refused', reason: expect.stringContaining('ECONNREFUSED') });
  });

  test('hanging up leaves nothing behind', async () => {
    const pod = await fakePod(socketOf(tempHome(), 'x'));
    const before = await handlesBefore();
    const heard = hear(connectPod(dialSocket(pod.socket)));
    await until(() => heard.values.length === 2);
    expect(handles()).not.toBe(before);
    heard.subscription.unsubscribe();
    await until(() => pod.open() === 0 && handles() === before);
    expect(heard.completed()).toBe(false);
  });
});
