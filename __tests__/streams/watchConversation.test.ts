// The conversation of a live Pod over its socket, also after a new snapshot.
import { dialSocket } from '../../src/client/dialSocket';
import { type ConversationFeed, watchConversation } from '../../src/streams/watchConversation';
import { until } from '../fixtures/until';
import { blocksOf, wordsOf } from './conversationFixtures';
import {
  assistantText,
  endAll,
  fakePod,
  handles,
  handlesBefore,
  hear,
  snapshotEvent,
  socketOf,
  tempHome,
  userInput,
} from './streamFixtures';

afterEach(endAll);

const say = (name: string, data: object = {}) => ({ event: name, data });
const words = (feed: ConversationFeed | undefined) => (feed?.kind === 'conversation' ? wordsOf(feed.conversation) : []);

describe('watchConversation', () => {
  test('alerts before the snapshot, unknown events, a snapshot of 20 MB on one line, then what happens', async () => {
    const entries = Array.from({ length: 2000 }, (_, i) => assistantText(i, `${i} ${'x'.repeat(10_000)}`));
    const pod = await fakePod(socketOf(tempHome(), 'a'), [
      say('alert', { level: 'warn', message: 'early' }),
      say('from_the_future', { a: 1 }),
      snapshotEvent({ entries }),
    ]);
    const heard = hear(watchConversation(dialSocket(pod.socket)));
    const first = await heard.waitFor((feed) => feed.kind === 'conversation');
    if (first.kind !== 'conversation') throw new Error('unreachable');
    expect(first.conversation.blocks.length).toBe(2001);
    expect(words(first).at(-1)).toBe('notice early');
    pod.say(say('dream'), ...Array.from({ length: 1000 }, () => say('text_delta', { text: 'y' })));
    const last = await heard.waitFor((feed) => words(feed).at(-1) === `assistant… ${'y'.repeat(1000)}`);
    if (last.kind !== 'conversation') throw new Error('unreachable');
    blocksOf(first.conversation).forEach((block, index) => {
      expect(last.conversation.blocks.at(index)).toBe(block);
    });
    expect(heard.values.length).toBeLessThan(50);
    expect(pod.received).toEqual([]);
  });

  const long = () => [
    ...Array.from({ length: 600 }, (_, i) => [
      userInput(2 * i, `q ${i}`),
      assistantText(2 * i + 1, 'x'.repeat(1000)),
    ]).flat(),
    assistantText(2000, 'the last words'),
  ];

  test('the end of a long one comes first, then all of it with what was said meanwhile', async () => {
    const entries = long();
    const pod = await fakePod(socketOf(tempHome(), 'a'), [snapshotEvent({ entries })]);
    const heard = hear(watchConversation(dialSocket(pod.socket), { endFirst: true }));
    await until(() => heard.values.length > 0);
    const [first] = heard.values;
    if (first?.kind !== 'conversation') throw new Error('unreachable');
    expect(first.isReading).toBe(true);
    expect(first.conversation.blocks.length).toBeLessThan(600);
    expect(words(first)[0]).toMatch(/^user q/);
    pod.say(say('text_done', { text: 'and on' }));
    const whole = await heard.waitFor(
      (feed) => words(feed).at(-1) === 'assistant and on' && feed.kind === 'conversation' && !feed.isReading,
    );
    if (whole.kind !== 'conversation') throw new Error('unreachable');
    expect(whole.conversation.blocks.length).toBe(1202);
    expect(words(whole).slice(0, 2)).toEqual(['user q 0', `assistant ${'x'.repeat(1000)}`]);
    expect(words(whole).slice(-1 - first.conversation.blocks.length, -1)).toEqual(words(first));
    expect(whole.earlier).toEqual({
      blocks: 1201 - first.conversation.blocks.length,
      logged: 1201 - first.conversation.blocks.length,
      notices: 0,
    });
  });

  test('a Pod that goes while the rest is read leaves the whole conversation', async () => {
    const pod = await fakePod(socketOf(tempHome(), 'a'), [snapshotEvent({ entries: long() })]);
    const heard = hear(watchConversation(dialSocket(pod.socket), { endFirst: true }));
    await until(() => heard.values.length > 0);
    pod.hangUp();
    await until(heard.completed);
    const last = heard.values.findLast((feed) => feed.kind === 'conversation');
    expect(last?.kind === 'conversation' && last.conversation.blocks.length).toBe(1201);
  });

  test('an agent Pod is asked for more after its snapshot, and its status, title and attention are told', async () => {
    const attention = { kind: 'permission', message: 'Edit x?', permissions: 1, since: 1 };
    const pod = await fakePod(socketOf(tempHome(), 'a'), [
      snapshotEvent({ greeting: { pod_name: 'a', cwd: '/w', model: 'm-1', extensions: ['agent'] }, status: 'running' }),
    ]);
    const heard = hear(watchConversation(dialSocket(pod.socket), { viewing: true }));
    await until(() => pod.received.length === 1);
    expect(JSON.parse(pod.received[0] ?? '')).toEqual({ method: 'watch_agent', params: { viewing: true } });
    pod.say(
      say('agent_usage', { used: 10, size: 100, cost: null }),
      say('status', { status: 'paused', title: 'Fix it', attention }),
    );
    const feed = await heard.waitFor((each) => each.kind === 'conversation' && each.status === 'paused');
    expect(feed).toMatchObject({
      title: 'Fix it',
      model: 'm-1',
      attention: { message: 'Edit x?' },
      conversation: { usage: { used: 10, size: 100 } },
    });
  });

  test('the open questions come with the first word, and without them it comes all the same', async () => {
    const attention = { kind: 'permission', message: 'Edit x?', permissions: 1, since: 1 };
    const greeting = { pod_name: 'a', cwd: '/w', model: 'm', extensions: ['agent'] };
    const pod = await fakePod(socketOf(tempHome(), 'a'), [snapshotEvent({ greeting, status: 'running', attention })]);
    const asked = hear(watchConversation(dialSocket(pod.socket)));
    await until(() => pod.received.length === 1);
    expect(asked.values).toEqual([]);
    pod.say(
      say('permission_request', {
        id: 'p1',
        tool_call_id: 'c',
        title: 'Edit x',
        tool_kind: 'edit',
        locations: [],
        diffs: [],
        arguments: '{}',
        answers: ['allow_once'],
        since: 1,
      }),
    );
    const first = await asked.waitFor(() => true);
    expect(first).toMatchObject({ kind: 'conversation', conversation: { asks: [{ id: 'p1' }] } });
    const late = hear(watchConversation(dialSocket(pod.socket)));
    expect(await late.waitFor(() => true)).toMatchObject({ kind: 'conversation', conversation: { asks: [] } });
  });

  test('two viewers see the same, and after a reconnect the ids are the same', async () => {
    const entries = [userInput(1, 'one'), assistantText(2, 'two')];
    const pod = await fakePod(socketOf(tempHome(), 'a'), [snapshotEvent({ entries })]);
    const one = hear(watchConversation(dialSocket(pod.socket)));
    const two = hear(watchConversation(dialSocket(pod.socket)));
    await until(() => one.values.length === 1 && two.values.length === 1);
    pod.say(say('text_done', { text: 'three' }));
    const [a, b] = await Promise.all(
      [one, two].map((heard) => heard.waitFor((feed) => words(feed).includes('assistant three'))),
    );
    if (a?.kind !== 'conversation' || b?.kind !== 'conversation') throw new Error('unreachable');
    expect(blocksOf(a.conversation)).toEqual(blocksOf(b.conversation));
    one.subscription.unsubscribe();
    const again = hear(watchConversation(dialSocket(pod.socket)));
    const fresh = await again.waitFor((feed) => feed.kind === 'conversation');
    if (fresh.kind !== 'conversation') throw new Error('unreachable');
    expect(blocksOf(fresh.conversation)).toEqual(blocksOf(a.conversation).slice(0, 2));
  });

  test('what was said last is shown before the end, and the end has a reason', async () => {
    const pod = await fakePod(socketOf(tempHome(), 'a'));
    const before = await handlesBefore();
    const heard = hear(watchConversation(dialSocket(pod.socket)));
    await until(() => heard.values.length === 1);
    pod.say(say('text_done', { text: 'last words' }), say('shutdown'));
    pod.hangUp();
    await until(heard.completed);
    expect(words(heard.values.at(-2))).toEqual(['assistant last words']);
    expect(heard.last()).toEqual({ kind: 'lost', reason: 'the Pod closed the connection' });
    await until(() => handles() === before);
  });

  test('unsubscribing hangs up', async () => {
    const pod = await fakePod(socketOf(tempHome(), 'a'));
    const heard = hear(watchConversation(dialSocket(pod.socket)));
    await until(() => heard.values.length === 1);
    pod.say(say('text_delta', { text: 'x' }));
    heard.subscription.unsubscribe();
    await until(() => pod.open() === 0);
    expect(heard.completed()).toBe(false);
  });
});
