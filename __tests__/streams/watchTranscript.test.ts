import type { TileFeed, TranscriptLine } from '../../src/streams/tileFeed';
import { watchTranscript } from '../../src/streams/watchTranscript';
import { until } from '../fixtures/until';
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

const lines = (feed: TileFeed | undefined): readonly TranscriptLine[] =>
  feed?.kind === 'transcript' ? feed.lines : [];
const words = (feed: TileFeed | undefined) => lines(feed).map(({ role, text }) => `${role}: ${text}`);
const say = (name: string, data: object = {}) => ({ event: name, data });
const userMessage = (content: string) => say('user_message', { segments: [{ kind: 'text', content }] });

/** What stands after each group of events has been said, from a snapshot of `entries`. */
async function transcriptAfter(entries: readonly unknown[], ...groups: (readonly unknown[])[]): Promise<string[][]> {
  const pod = await fakePod(socketOf(tempHome(), 'a'), [snapshotEvent({ entries })]);
  const heard = hear(watchTranscript(pod.socket));
  await until(() => heard.values.length === 1);
  const seen = [words(heard.last())];
  for (const [index, group] of groups.entries()) {
    const marker = `marker ${index}`;
    pod.say(...group, say('alert', { level: 'warn', message: marker }));
    const feed = await heard.waitFor((each) => words(each).includes(`system: ${marker}`));
    seen.push(words(feed).filter((line) => !line.startsWith('system: marker')));
  }
  return seen;
}

describe('watchTranscript', () => {
  test('the snapshot: what was said, seeded history too; tools and errors short; bookkeeping and rubbish not at all', async () => {
    const [shown] = await transcriptAfter([
      {
        kind: 'segment_start',
        ts: 1,
        history: [{ kind: 'message', role: 'user', content: [{ kind: 'text', text: 'old' }] }],
      },
      { kind: 'invoke', ts: 2, trigger: 'user_send' },
      userInput(3, 'List src'),
      { kind: 'system_item', ts: 4, item: { kind: 'file_attachment', path: 'src', body: '[Dir: src]\nmain.ts' } },
      { kind: 'assistant_item', ts: 5, item: { kind: 'reasoning', text: 'hm' } },
      {
        kind: 'assistant_item',
        ts: 5,
        item: { kind: 'tool_call', call_id: 'c', name: 'Bash', arguments: '{"c":"ls"}' },
      },
      { kind: 'tool_result', ts: 6, item: { kind: 'tool_result', call_id: 'c', summary: 'x'.repeat(500) } },
      { kind: 'tool_result', ts: 6, item: { kind: 'tool_result', call_id: 'd', summary: 'no', is_error: true } },
      'rubbish',
      { kind: 'from_the_future', ts: 7 },
      assistantText(8, 'One file.\nmain.ts'),
      { kind: 'run_errored', ts: 9, interrupted: false, message: 'rate limit' },
    ]);
    expect(shown).toEqual([
      'user: old',
      'user: List src',
      'system: [Dir: src] main.ts',
      'thinking: hm',
      'tool: Bash {"c":"ls"}',
      `tool: ${'x'.repeat(199)}…`,
      'error: no',
      'assistant: One file.\nmain.ts',
      'error: rate limit',
    ]);
  });

  test('a first turn: the rotation to an empty segment loses no line, and text grows and is replaced, not doubled', async () => {
    const seen = await transcriptAfter(
      [],
      [userMessage('hello'), say('status', { status: 'running' })],
      [say('segment_rotated', { entry: { kind: 'segment_start', ts: 1, history: [] } })],
      [say('thinking_delta', { text: 'let me' }), say('thinking_delta', { text: ' see' })],
      [say('thinking_done', { text: '' }), say('text_delta', { text: 'Hel' })],
      [say('text_delta', { text: 'lo' })],
      [say('text_done', { text: 'Hello!' })],
      [
        say('tool_call_done', { id: '1', name: 'Read', arguments: '{}' }),
        say('tool_result', { id: '1', summary: 'ok' }),
      ],
      [say('run_end', { result: 'finished' }), say('status', { status: 'idle' })],
    );
    expect(seen).toEqual([
      [],
      ['user: hello'],
      ['user: hello'],
      ['user: hello', 'thinking: let me see'],
      ['user: hello', 'thinking: let me see', 'assistant: Hel'],
      ['user: hello', 'thinking: let me see', 'assistant: Hello'],
      ['user: hello', 'thinking: let me see', 'assistant: Hello!'],
      ['user: hello', 'thinking: let me see', 'assistant: Hello!', 'tool: Read', 'tool: ok'],
      ['user: hello', 'thinking: let me see', 'assistant: Hello!', 'tool: Read', 'tool: ok'],
    ]);
  });

  test('a compaction keeps what was said', async () => {
    const history = [{ kind: 'message', role: 'system', content: [{ kind: 'text', text: 'summary' }] }];
    const seen = await transcriptAfter(
      [userInput(1, 'one')],
      [say('segment_rotated', { entry: { kind: 'segment_start', ts: 2, history } })],
    );
    expect(seen.at(-1)).toEqual(['user: one', 'system: the conversation goes on in a new segment']);
  });

  test('a turn that is cut off keeps its words, and the next one does not go on in them', async () => {
    const seen = await transcriptAfter(
      [],
      [say('text_delta', { text: 'half a' })],
      [say('error', { code: 'internal', message: 'Cancelled' }), say('status', { status: 'idle' })],
      [say('text_delta', { text: 'new' })],
    );
    expect(seen.at(-1)).toEqual(['assistant: half a', 'error: Cancelled', 'assistant: new']);
  });

  test('who joins in the middle of a block sees the whole of it', async () => {
    const block = { kind: 'text', text: 'One, ' };
    const pod = await fakePod(socketOf(tempHome(), 'a'), [
      say('alert', { level: 'error', message: 'before' }),
      snapshotEvent({ entries: [userInput(1, 'count')], in_flight: { block, tool_calls: [] } }),
    ]);
    const heard = hear(watchTranscript(pod.socket));
    await until(() => heard.values.length === 1);
    pod.say(say('text_delta', { text: 'two' }));
    const feed = await heard.waitFor((each) => words(each).includes('assistant: One, two'));
    expect(words(feed)).toEqual(['user: count', 'error: before', 'assistant: One, two']);
  });

  test('many entries: old lines keep their identity while words flow, and a burst is a handful of emissions', async () => {
    const entries = Array.from({ length: 5000 }, (_, i) => userInput(i, `line ${i}`));
    const pod = await fakePod(socketOf(tempHome(), 'a'), [snapshotEvent({ entries })]);
    const heard = hear(watchTranscript(pod.socket));
    await until(() => heard.values.length === 1);
    const first = lines(heard.last());
    pod.say(...Array.from({ length: 1000 }, () => say('text_delta', { text: 'x' })));
    const feed = await heard.waitFor((each) => words(each).at(-1) === `assistant: ${'x'.repeat(1000)}`);
    expect(lines(feed)).toHaveLength(5001);
    expect(first.every((line, i) => line === lines(feed)[i])).toBe(true);
    expect(heard.values.length).toBeLessThan(50);
  });

  test('what was said last is shown before the end, and the end has a reason', async () => {
    const pod = await fakePod(socketOf(tempHome(), 'a'));
    const before = await handlesBefore();
    const heard = hear(watchTranscript(pod.socket));
    await until(() => heard.values.length === 1);
    pod.say(userMessage('last words'), say('shutdown'));
    pod.hangUp();
    await until(heard.completed);
    expect(words(heard.values.at(-2))).toEqual(['user: last words']);
    expect(heard.last()).toEqual({ kind: 'lost', reason: 'the Pod closed the connection' });
    await until(() => handles() === before);
  });
});
