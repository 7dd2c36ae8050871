// What agents say beside the ordinary, as clients and the log of their Pod see it: an agent on the bare wire.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { conversationMarkdown } from '../../../src/conversation/conversationMarkdown';
import { conversationOfEntries } from '../../../src/streams/podConversation';
import { until } from '../../fixtures/until';
import { AgentHome } from './agentHome';
import { chunk, content, play } from './bareSteps';

let home: AgentHome;

beforeEach(() => {
  home = new AgentHome();
});

afterEach(() => home.end());

const blocks = () => [...conversationOfEntries(home.readableEntries()).blocks];
const texts = () => blocks().flatMap((block) => (block.kind === 'assistant' ? [block.text] : []));
const tools = () => blocks().flatMap((block) => (block.kind === 'tool' ? [block] : []));

/** What comes by itself, `later`, waits until it is told that the turn is over. */
const OVER = 'the turn is over';
const turnIsOver = () => writeFileSync(path.join(home.directory, OVER), '');

describe('between turns', () => {
  test('words and late results open a run of the agent’s own, with its end in need of attention', async () => {
    const client = await home.watch(await home.startBare());
    const call = { toolCallId: 'c1', title: 'Build', kind: 'execute' };
    await client.turn(
      play(
        { update: { sessionUpdate: 'tool_call', ...call, status: 'in_progress' } },
        { say: 'begun' },
        {
          when: OVER,
          later: [
            {
              update: {
                sessionUpdate: 'tool_call_update',
                toolCallId: 'c1',
                status: 'completed',
                content: content('LATE'),
              },
            },
            { say: 'It is done.' },
          ],
        },
      ),
    );
    const from = client.events.length;
    turnIsOver();
    await client.settled(from);
    const run = client.events.slice(from).map(({ event }) => event);
    expect(run).toEqual(expect.arrayContaining(['invoke_start', 'tool_result', 'text_done', 'run_end']));
    expect(client.events.findLast(({ event }) => event === 'status')?.data.attention).toMatchObject({
      kind: 'finished',
    });
    expect(tools()).toMatchObject([{ callId: 'c1', title: 'Build', status: 'completed', output: 'LATE' }]);
    expect(texts()).toEqual(['begun', 'It is done.']);
    expect(home.readableEntries().filter(({ kind }) => kind === 'invoke')).toMatchObject([
      { trigger: 'user_send' },
      { trigger: 'wakeup' },
    ]);
  });

  test('leave a pause standing', async () => {
    const client = await home.watch(await home.startBare());
    client.run(
      play(
        { say: 'working' },
        { later: [{ say: 'BY ITSELF' }], when: OVER },
        { heard: 'session/cancel' },
        { stop: 'cancelled' },
      ),
    );
    await client.next('text_delta');
    client.say('pause');
    await client.next('status', { status: 'paused' });
    const from = client.events.length;
    turnIsOver();
    await until(() => client.answer().includes('BY ITSELF'));
    await client.settled(from);
    expect(client.events.findLast(({ event }) => event === 'status')?.data.status).toBe('paused');
    client.say('resume');
    await client.next('text_delta', { text: 'HEARD Continue.' });
  });

  test('a question is asked like any other, and holds its run open', async () => {
    const client = await home.watch(await home.startBare());
    const options = [{ optionId: 'y', name: 'Yes', kind: 'allow_once' }];
    const toolCall = { toolCallId: 'q', title: 'rm late' };
    await client.turn(
      play(
        { say: 'over' },
        { later: [{ ask: 'session/request_permission', params: { toolCall, options } }], when: OVER },
      ),
    );
    turnIsOver();
    const { data } = await client.next('permission_request');
    expect(data).toMatchObject({ title: 'rm late', options: [{ id: 'y', name: 'Yes', kind: 'allow_once' }] });
    client.say('answer_permission', { id: data.id, option: 'y' });
    await until(() => client.answer().includes('"optionId":"y"'));
  });
});

test('what no schema knows is shown for what is known of it, and named', async () => {
  const client = await home.watch(await home.startBare());
  await client.turn(
    play(
      {
        update: {
          sessionUpdate: 'tool_call',
          toolCallId: 'n1',
          title: 'NEWKIND',
          kind: 'subagent',
          status: 'in_progress',
        },
      },
      { update: { sessionUpdate: 'tool_call_update', toolCallId: 'n1', status: 'cancelled' } },
      {
        update: {
          sessionUpdate: 'tool_call',
          toolCallId: 'n2',
          title: 'Odd',
          status: 'completed',
          content: [{ type: 'hologram' }, ...content('BEHIND')],
        },
      },
      { update: { sessionUpdate: 'agent_message_chunk', content: { type: 'video', uri: 'x' } } },
      { update: { sessionUpdate: 'brand_new', x: 1 } },
      { update: { sessionUpdate: 'plan', entries: [{ content: 'P', status: 'skipped' }, { content: 'Q' }] } },
      { raw: 'no JSON at all\n42\n' },
      { say: ' end', stop: 'tomorrow' },
    ),
  );
  expect(tools()).toMatchObject([
    { title: 'NEWKIND', toolKind: 'subagent', status: 'failed', summary: 'NEWKIND (cancelled)' },
    { title: 'Odd', output: '[hologram]\nBEHIND' },
  ]);
  expect(texts()).toEqual(['[video: x] end']);
  expect(blocks()).toContainEqual(
    expect.objectContaining({ kind: 'notice', text: expect.stringContaining('brand_new') }),
  );
  expect(conversationOfEntries(home.readableEntries()).plan).toMatchObject([
    { content: 'P', status: 'skipped' },
    { content: 'Q', status: 'pending' },
  ]);
  expect(conversationMarkdown(conversationOfEntries(home.readableEntries()))).toContain('- [ ] P (skipped)');
  expect(client.events.filter(({ event }) => event === 'alert').at(-1)?.data.message).toMatch(/tomorrow/);
});

test('a helper under a session of its own is nested, never part of the answer, and asks by its name', async () => {
  const client = await home.watch(await home.startBare());
  const options = [{ optionId: 'y', name: 'Yes', kind: 'allow_once' }];
  client.run(
    play(
      { update: { sessionUpdate: 'tool_call', toolCallId: 't', title: 'Task', status: 'in_progress' } },
      { update: chunk('HELPER WORDS'), session: 'helper-1' },
      {
        update: { sessionUpdate: 'tool_call', toolCallId: 'x', title: 'HELPER STEP', status: 'completed' },
        session: 'helper-1',
      },
      { say: 'main words' },
      {
        ask: 'session/request_permission',
        params: { sessionId: 'helper-1', toolCall: { toolCallId: 'x2', title: 'rm' }, options },
      },
    ),
  );
  const { data } = await client.next('permission_request');
  expect(data).toMatchObject({ title: 'rm', tool_call_id: 't', whose: expect.stringContaining('helper-1') });
  client.say('answer_permission', { id: data.id, answer: 'allow_once' });
  await client.next('run_end');
  expect(client.answer()).not.toMatch(/HELPER/);
  expect(tools()).toMatchObject([
    { callId: 't', nested: [{ session: 'helper-1', text: expect.stringMatching(/HELPER WORDS[\s\S]*✓ HELPER STEP/) }] },
  ]);
});

test('output of a running tool is told to viewers, also to who joins, and stays after a kill with all that was said', async () => {
  const pod = await home.startBare();
  const client = await home.watch(pod);
  client.run(
    play(
      { update: { sessionUpdate: 'tool_call', toolCallId: 'b', title: 'make', status: 'in_progress' } },
      { update: { sessionUpdate: 'tool_call_update', toolCallId: 'b', content: content('LINE 1') } },
      { say: 'I am at it' },
      { wait: 60_000 },
    ),
  );
  expect((await client.next('agent_output')).data).toMatchObject({ id: 'b', text: 'LINE 1' });
  const late = await home.watch(pod);
  expect(late.events[0]?.data.in_flight).toMatchObject({
    outputs: [{ id: 'b', text: 'LINE 1' }],
    blocks: [{ kind: 'text', text: 'I am at it' }],
  });
  await until(() => home.readableEntries().some(({ domain }) => domain === 'podwatch.part'));
  process.kill(pod.pid, 'SIGKILL');
  await pod.exited;
  expect(texts()).toEqual(['I am at it']);
  const again = await home.watch(await home.startBare({}, { restore: home.active() }));
  expect(again.answer()).toBe('I am at it');
  expect(texts()).toEqual(['I am at it']);
  expect(tools()).toMatchObject([{ title: 'make', status: 'failed' }]);
});

test('a helper that no call has started has a place of its own, which ends with the run', async () => {
  const client = await home.watch(await home.startBare());
  await client.turn(play({ update: chunk('HELPER WORDS'), session: 'helper-2' }, { say: 'main words' }));
  expect(tools()).toMatchObject([
    { title: 'sub-agent helper-2', status: 'completed', nested: [{ text: 'HELPER WORDS' }] },
  ]);
  expect(texts()).toEqual(['main words']);
});
