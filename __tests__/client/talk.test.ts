// Greeting, asking and waiting, over a real socket and over a pair of streams: each wait ends.
import fs from 'node:fs';
import net from 'node:net';
import { type Dial, discard } from '../../src/client/dial';
import { dialSocket } from '../../src/client/dialSocket';
import { PodConnection } from '../../src/client/podConnection';
import { type OwnTalk, openTalk, talkOver } from '../../src/client/talk';
import { encodeLine } from '../../src/protocol/lineDecoder';
import type { WireEvent } from '../../src/protocol/wireEvent';
import { until } from '../fixtures/until';
import { endAll, fakePod, handles, handlesBefore, snapshotEvent, socketOf, tempHome } from '../streams/streamFixtures';
import { duplexPair } from './duplexPair';

afterEach(endAll);

const status = (word: string) => ({ event: 'status', data: { status: word } });
const firstStatus = (event: WireEvent) => (event.event === 'status' ? event.data.status : null);

async function talkTo(dial: Dial): Promise<OwnTalk> {
  const opened = await openTalk(dial);
  if (!opened.ok) throw new Error(opened.error);
  return opened.value;
}

describe('openTalk', () => {
  test('waits for the greeting, alerts and other words before it, and knows what the Pod says of itself', async () => {
    const greeting = { pod_name: 'x', cwd: '/w', extensions: ['screen'] };
    const early = [{ event: 'alert', data: { level: 'warn', message: 'm' } }, status('running')];
    const pod = await fakePod(socketOf(tempHome(), 'x'), [...early, snapshotEvent({ greeting, status: 'paused' })]);
    const talk = await talkTo(dialSocket(pod.socket));
    expect(talk.hello).toEqual({ extensions: ['screen'], status: 'paused', attention: null });
    pod.say(status('idle'));
    expect(await talk.answer(firstStatus, () => null)).toBe('idle');
    expect(talk.hello.status).toBe('idle');
    talk.close();
  });

  test('a greeting that takes longer than a list waits is no refusal', async () => {
    const home = tempHome();
    const pod = await fakePod(socketOf(home, 'x'), []);
    const opening = openTalk(dialSocket(pod.socket));
    await until(() => pod.open() === 1);
    await new Promise((resolve) => setTimeout(resolve, 400));
    pod.say(snapshotEvent());
    const opened = await opening;
    expect(opened.ok).toBe(true);
    if (opened.ok) opened.value.close();
  });

  test('goes over any duplex, whatever its chunks are', async () => {
    const [ours, theirs] = duplexPair();
    const heard: string[] = [];
    theirs.on('data', (chunk: Buffer) => heard.push(chunk.toString()));
    const line = encodeLine(snapshotEvent());
    theirs.write(line.slice(0, 10));
    const opening = openTalk(async () => ours);
    await new Promise((resolve) => setImmediate(resolve));
    theirs.write(line.slice(10));
    const opened = await opening;
    if (!opened.ok) throw new Error(opened.error);
    opened.value.send({ method: 'cancel' });
    await until(() => heard.join('') === encodeLine({ method: 'cancel' }));
    theirs.end(encodeLine(status('running')));
    expect(await opened.value.answer(firstStatus, () => null)).toBe('running');
    const lost = await opened.value.answer<unknown>(firstStatus, (why) => why);
    expect(lost).toEqual({ kind: 'closed', reason: 'the Pod closed the connection' });
    opened.value.close();
    expect(ours.destroyed).toBe(true);
  });

  test.each<[string, (client: net.Socket) => void, object]>([
    ['hangs up', (client) => client.destroy(), { hungUp: true, error: expect.stringContaining('did not greet us') }],
    [
      'refuses',
      (client) => client.write(encodeLine({ event: 'error', data: { code: 'busy', message: 'too many clients' } })),
      { hungUp: false, error: 'too many clients' },
    ],
  ])('a Pod that %s is told with the reason, and no connection stays', async (_, answer, expected) => {
    const socket = socketOf(tempHome(), 'x');
    fs.mkdirSync(`${socket}-dir`, { recursive: true });
    const clients: net.Socket[] = [];
    const server = net.createServer((client) => {
      clients.push(client);
      client.on('error', () => {});
      answer(client);
    });
    await new Promise<void>((resolve) => server.listen(`${socket}-dir/s`, resolve));
    expect(await openTalk(dialSocket(`${socket}-dir/s`))).toEqual({ ok: false, ...expected });
    await until(() => clients.every((client) => client.destroyed || client.readableEnded));
    for (const client of clients) client.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  test('a way that leads nowhere, and one whose end is gone already, are given up', async () => {
    const [late] = duplexPair();
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    try {
      let arrive = (): void => {};
      const opening = openTalk(
        () =>
          new Promise((resolve) => {
            arrive = () => resolve(late);
          }),
      );
      jest.advanceTimersByTime(3000);
      expect(await opening).toEqual({ ok: false, error: 'no answer for 3 s', hungUp: false, isRefused: false });
      arrive();
      await new Promise((resolve) => setImmediate(resolve));
      expect(late.destroyed).toBe(true);
    } finally {
      jest.useRealTimers();
    }
    const [gone] = duplexPair();
    discard(gone);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await openTalk(async () => gone)).toMatchObject({ ok: false, hungUp: true });
  });

  test('nobody there: the words of the system, and nothing is left behind', async () => {
    const before = await handlesBefore();
    const opened = await openTalk(dialSocket(socketOf(tempHome(), 'x')));
    expect(opened).toEqual({ ok: false, error: 'it does not exist (ENOENT)', hungUp: false, isRefused: false });
    await until(() => handles() === before);
  });
});

describe('a talk', () => {
  test('has patience for silence, and for a Pod that says everything but the answer', async () => {
    const pod = await fakePod(socketOf(tempHome(), 'x'));
    const talk = await talkTo(dialSocket(pod.socket));
    const silent = await talk.answer(firstStatus, (lost) => lost.kind, { quietMs: 30, totalMs: 10_000 });
    expect(silent).toBe('timeout');
    const flood = setInterval(() => pod.say({ event: 'text_delta', data: { text: 'x' } }), 5);
    const chatty = await talk.answer(firstStatus, (lost) => lost.kind, { quietMs: 5000, totalMs: 100 });
    clearInterval(flood);
    expect(chatty).toBe('timeout');
    talk.close();
  });

  test('makes a Pod wait that says more than is asked for, and loses none of it', async () => {
    const pod = await fakePod(socketOf(tempHome(), 'x'));
    const duplex = await dialSocket(pod.socket)(new AbortController().signal);
    const talk = await talkTo(async () => duplex);
    const text = 'x'.repeat(1000);
    const count = 20_000;
    pod.raw(encodeLine({ event: 'text_delta', data: { text } }).repeat(count));
    pod.say(status('idle'));
    await until(() => duplex.isPaused());
    let heard = 0;
    const last = await talk.answer(
      (event) => {
        if (event.event === 'text_delta') heard += event.data.text.length / text.length;
        return firstStatus(event);
      },
      () => 'lost',
    );
    expect([heard, last]).toEqual([count, 'idle']);
    talk.close();
  });

  test('hears what has come between two questions', async () => {
    const pod = await fakePod(socketOf(tempHome(), 'x'));
    const talk = await talkTo(dialSocket(pod.socket));
    pod.say(status('running'), { event: 'turn_start' }, status('idle'));
    expect(await talk.answer(firstStatus, () => null)).toBe('running');
    expect(await talk.answer(firstStatus, () => null)).toBe('idle');
    talk.close();
  });
});

describe('talkOver', () => {
  test('asks over a connection that others listen on, which goes on afterwards', async () => {
    const pod = await fakePod(socketOf(tempHome(), 'x'), []);
    const duplex = await dialSocket(pod.socket)(new AbortController().signal);
    const connection = new PodConnection(duplex);
    const told: string[] = [];
    connection.listen({ only: new Set(['status']), event: ({ event }) => told.push(event), closed: () => {} });
    expect(talkOver(connection)).toBeNull();
    await until(() => pod.open() === 1);
    pod.say(snapshotEvent());
    await until(() => connection.hello !== null);
    const talk = talkOver(connection);
    talk?.send({ method: 'seen' });
    await until(() => pod.received.length === 1);
    pod.say({ event: 'turn_start' });
    expect(
      await talk?.answer(
        ({ event }) => event,
        () => null,
      ),
    ).toBe('turn_start');
    talk?.close();
    pod.say(status('idle'));
    await until(() => told.length === 1);
    expect([told, pod.accepted(), pod.open()]).toEqual([['status'], 1, 1]);
    connection.close();
    expect(talkOver(connection)).toBeNull();
  });

  test('a flood is read in slices: timers run in between', async () => {
    const pod = await fakePod(socketOf(tempHome(), 'x'));
    const connection = new PodConnection(await dialSocket(pod.socket)(new AbortController().signal));
    let events = 0;
    let turns = 0;
    const ticking = setInterval(() => {
      turns += 1;
    }, 1);
    connection.listen({
      event: () => {
        events += 1;
        const end = performance.now() + 0.2;
        while (performance.now() < end);
      },
      closed: () => {},
    });
    pod.raw(encodeLine(status('idle')).repeat(2000));
    await until(() => events === 2001);
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(10);
    connection.close();
  });
});
