// What agents say beside the ordinary, as clients and the log of their Pod see it: an agent on the bare wire.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Block } from '../../../src/conversation/conversation';
import { conversationMarkdown } from '../../../src/conversation/conversationMarkdown';
import { metadataPath, segmentLogPath } from '../../../src/protocol/homePaths';
import { type LogEntry, parseLogLine } from '../../../src/protocol/logEntry';
import { parsePodMetadata } from '../../../src/protocol/podMetadata';
import type { PodOrder } from '../../../src/protocol/podOrder';
import { parseWireEvent } from '../../../src/protocol/wireEvent';
import { conversationOfEntries, PodConversation } from '../../../src/streams/podConversation';
import { AgentPodClient } from '../../fixtures/agentPodClient';
import { TestHome, type TestPod } from '../../fixtures/podTestClient';
import { until } from '../../fixtures/until';

const BARE_AGENT = path.resolve(__dirname, '../../fixtures/bareAgent.mjs');

let home: TestHome;
let clients: AgentPodClient[];

beforeEach(() => {
  home = new TestHome();
  clients = [];
});

afterEach(async () => {
  for (const client of clients) client.close();
  await home.end();
});

function start(options: object = {}, more: Partial<PodOrder> = {}): Promise<TestPod> {
  return home.start('ag', [process.execPath, BARE_AGENT, JSON.stringify(options)], { kind: 'agent', ...more });
}

async function connect(pod: TestPod): Promise<AgentPodClient> {
  const client = await AgentPodClient.connect(pod.socketPath);
  clients.push(client);
  client.say('watch_agent');
  return client;
}

function active() {
  const parsed = parsePodMetadata(readFileSync(metadataPath(home.paths, 'ag'), 'utf8'));
  if (!parsed.ok) throw new Error(parsed.error);
  const { sessionId = '', segmentId = null } = parsed.value.active ?? {};
  return { sessionId, segmentId: segmentId ?? '' };
}

function logEntries(): LogEntry[] {
  const { sessionId, segmentId } = active();
  const lines = readFileSync(segmentLogPath(home.paths, sessionId, segmentId), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.flatMap((line) => {
    const entry = parseLogLine(line);
    return entry.ok ? [entry.value] : [];
  });
}

const blocks = () => [...conversationOfEntries(logEntries()).blocks];
const texts = () => blocks().flatMap((block) => (block.kind === 'assistant' ? [block.text] : []));
const tools = () => blocks().flatMap((block) => (block.kind === 'tool' ? [block] : []));
const chunk = (text: string) => ({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } });
const content = (text: string) => [{ type: 'content', content: { type: 'text', text } }];
const play = (...steps: object[]) => JSON.stringify(steps);
/** A step that takes until somebody lets it go on: a turn stays open for as long as a test needs. */
const HOLD = {
  ask: 'session/request_permission',
  params: { toolCall: { toolCallId: 'hold', title: 'Hold' }, options: [{ optionId: 'go', name: 'Go on', kind: 'x' }] },
};

/** What comes by itself, `later`, waits until it is told that the turn is over. */
const OVER = 'the turn is over';
const turnIsOver = () => writeFileSync(path.join(home.directory, OVER), '');

async function goOn(client: AgentPodClient): Promise<void> {
  const { data } = await client.next('permission_request', { title: 'Hold' });
  client.say('answer_permission', { id: data.id, option: 'go' });
}

describe('between turns', () => {
  test('words and late results open a run of the agent’s own, with its end in need of attention', async () => {
    const client = await connect(await start());
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
    expect(logEntries().filter(({ kind }) => kind === 'invoke')).toMatchObject([
      { trigger: 'user_send' },
      { trigger: 'wakeup' },
    ]);
  });

  test('leave a pause standing', async () => {
    const client = await connect(await start());
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
    const client = await connect(await start());
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
  const client = await connect(await start());
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
  expect(conversationOfEntries(logEntries()).plan).toMatchObject([
    { content: 'P', status: 'skipped' },
    { content: 'Q', status: 'pending' },
  ]);
  expect(conversationMarkdown(conversationOfEntries(logEntries()))).toContain('- [ ] P (skipped)');
  expect(client.events.filter(({ event }) => event === 'alert').at(-1)?.data.message).toMatch(/tomorrow/);
});

test('a helper under a session of its own is nested, never part of the answer, and asks by its name', async () => {
  const client = await connect(await start());
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
  const pod = await start();
  const client = await connect(pod);
  client.run(
    play(
      { update: { sessionUpdate: 'tool_call', toolCallId: 'b', title: 'make', status: 'in_progress' } },
      { update: { sessionUpdate: 'tool_call_update', toolCallId: 'b', content: content('LINE 1') } },
      { say: 'I am at it' },
      { wait: 60_000 },
    ),
  );
  expect((await client.next('agent_output')).data).toMatchObject({ id: 'b', text: 'LINE 1' });
  const late = await connect(pod);
  expect(late.events[0]?.data.in_flight).toMatchObject({
    outputs: [{ id: 'b', text: 'LINE 1' }],
    blocks: [{ kind: 'text', text: 'I am at it' }],
  });
  await until(() => logEntries().some(({ domain }) => domain === 'podwatch.part'));
  process.kill(pod.pid, 'SIGKILL');
  await pod.exited;
  expect(texts()).toEqual(['I am at it']);
  const again = await connect(await start({}, { restore: active() }));
  expect(again.answer()).toBe('I am at it');
  expect(texts()).toEqual(['I am at it']);
  expect(tools()).toMatchObject([{ title: 'make', status: 'failed' }]);
});

test('a helper that no call has started has a place of its own, which ends with the run', async () => {
  const client = await connect(await start());
  await client.turn(play({ update: chunk('HELPER WORDS'), session: 'helper-2' }, { say: 'main words' }));
  expect(tools()).toMatchObject([
    { title: 'sub-agent helper-2', status: 'completed', nested: [{ text: 'HELPER WORDS' }] },
  ]);
  expect(texts()).toEqual(['main words']);
});

describe('questions', () => {
  const ask = (params: object) => play({ ask: 'session/request_permission', params });
  const once = { optionId: 'o', name: 'Once', kind: 'allow_once' };
  const no = { optionId: 'n', name: 'No', kind: 'reject_once' };

  test('carry their options, and what is to be read before the answer', async () => {
    const client = await connect(await start());
    const rawInput = { command: 'rm -rf build', description: 'the cache is stale', cwd: '/w' };
    const toolCall = { toolCallId: 'c', title: 'Clean', kind: 'execute', content: content('WORDS'), rawInput };
    client.run(ask({ toolCall, options: [once, { optionId: 'z', name: 'Persist', kind: 'allow_persistent' }, no] }));
    const { data } = await client.next('permission_request');
    expect(data).toMatchObject({
      answers: ['allow_once', 'reject'],
      directory: '/w',
      options: [{ id: 'o' }, { id: 'z', name: 'Persist', kind: 'allow_persistent' }, { id: 'n' }],
    });
    for (const words of ['WORDS', 'rm -rf build', 'the cache is stale']) expect(data.content).toContain(words);
    client.say('answer_permission', { id: data.id, option: 'z' });
    await until(() => client.answer().includes('"optionId":"z"'));
    expect(logEntries().find(({ domain }) => domain === 'podwatch.permission')?.payload).toMatchObject({
      answer: 'other',
      option: { name: 'Persist' },
    });
  });

  test('asked before it is said what about are others when it is: what nobody has read nobody can allow', async () => {
    const client = await connect(await start());
    client.run(
      play(
        { update: { sessionUpdate: 'tool_call', toolCallId: 'c1', title: 'Approve Plan', kind: 'switch_mode' } },
        {
          later: [
            {
              update: {
                sessionUpdate: 'tool_call_update',
                toolCallId: 'c1',
                rawInput: { plan: '# Steps' },
                content: content('# Steps'),
              },
            },
            { update: { sessionUpdate: 'tool_call_update', toolCallId: 'c1', status: 'in_progress' } },
          ],
        },
        { ask: 'session/request_permission', params: { toolCall: { toolCallId: 'c1' }, options: [once, no] } },
      ),
    );
    const asked = () => client.events.filter(({ event }) => event === 'permission_request');
    await until(() => asked().length === 2);
    const [blank, whole] = asked();
    expect([blank?.data.content, whole?.data.content]).toEqual(['', '# Steps']);
    client.say('answer_permission', { id: blank?.data.id, answer: 'allow_once' });
    expect((await client.next('error')).data.message).toMatch(/no open permission request/);
    client.say('answer_permission', { id: whole?.data.id, answer: 'allow_once' });
    await client.next('run_end');
    expect(asked()).toHaveLength(2);
    expect(client.answer()).toContain('"selected"');
  });

  test('are told again to a connection that asks again: several may share it', async () => {
    const client = await connect(await start());
    client.run(ask({ toolCall: { toolCallId: 'c', title: 'Edit' }, options: [once, no] }));
    await client.next('permission_request');
    const from = client.events.length;
    client.say('watch_agent');
    expect((await client.next('permission_request', {}, from)).data).toMatchObject({ title: 'Edit' });
  });

  test('rejected with a reason: the agent is told it next', async () => {
    const client = await connect(await start());
    client.run(ask({ toolCall: { toolCallId: 'c', title: 'Edit' }, options: [once, no] }));
    const { data } = await client.next('permission_request');
    client.say('answer_permission', { id: data.id, answer: 'reject', reason: 'use tabs' });
    await until(() => client.answer().includes('HEARD use tabs'));
    expect(client.answer()).toContain('"optionId":"n"');
  });

  test('for a value, for one of several, and for a page', async () => {
    const client = await connect(await start());
    const properties = { name: { type: 'string', title: 'Name' }, age: { type: 'integer' } };
    const form = { mode: 'form', message: 'Who?', requestedSchema: { properties, required: ['name'] } };
    client.run(play({ ask: 'elicitation/create', params: form }));
    const asked = (await client.next('permission_request')).data;
    expect(asked).toMatchObject({
      title: 'Who?',
      options: [],
      form: { fields: [{ id: 'name', required: true }, { id: 'age' }] },
    });
    client.say('answer_permission', { id: asked.id, values: { age: 'old' } });
    expect((await client.next('error')).data.message).toMatch(/Name/);
    client.say('answer_permission', { id: asked.id, values: { name: 'Ada', age: '36' } });
    await until(() => client.answer().includes('{"action":"accept","content":{"name":"Ada","age":36}}'));
    await client.next('run_end');

    const choice = {
      oneOf: [
        { const: 'pg', title: 'PostgreSQL' },
        { const: 'my', title: 'MariaDB' },
      ],
      type: 'string',
    };
    client.run(
      play({
        ask: 'elicitation/create',
        params: { mode: 'form', message: 'DB?', requestedSchema: { properties: { db: choice } } },
      }),
    );
    const chosen = (await client.next('permission_request', { title: 'DB?' })).data;
    expect(chosen.options).toMatchObject([{ id: 'pg', name: 'PostgreSQL' }, { id: 'my' }]);
    client.say('answer_permission', { id: chosen.id, option: 'my' });
    await until(() => client.answer().includes('"content":{"db":"my"}'));
  });
});

describe('steering', () => {
  const configOptions = [
    {
      id: 'model',
      name: 'Model',
      category: 'model',
      type: 'select',
      currentValue: 'fast',
      options: [
        { value: 'fast', name: 'Fast One' },
        { group: 'g', name: 'G', options: [{ value: 'big', name: 'Big Two' }] },
      ],
    },
  ];
  const modes = {
    currentModeId: 'ask',
    availableModes: [
      { id: 'ask', name: 'Ask' },
      { id: 'plan', name: 'Plan' },
    ],
  };
  const opened = { modes, configOptions };
  const settingOf = (data: Record<string, unknown>, id: string) =>
    (data.options as { id: string; value: string }[]).find((option) => option.id === id)?.value;

  test('modes and models are told, set, and kept over a restore', async () => {
    const pod = await start({ opened }, { mode: 'plan' });
    const client = await connect(pod);
    const first = (await client.next('agent_options')).data;
    expect([settingOf(first, 'mode'), settingOf(first, 'model')]).toEqual(['plan', 'fast']);
    await client.turn('hello');
    const from = client.events.length;
    client.say('set_option', { id: 'model', value: 'big' });
    expect(settingOf((await client.next('agent_options', {}, from)).data, 'model')).toBe('big');
    client.say('set_option', { id: 'model', value: 'none' });
    expect((await client.next('error', {}, from)).data.message).toMatch(/fast, big/);
    process.kill(pod.pid, 'SIGTERM');
    await pod.exited;
    const again = await connect(await start({ opened }, { restore: active() }));
    expect(settingOf((await again.next('agent_options')).data, 'model')).toBe('big');
  });

  test('a mode that the agent does not have refuses the start, and says which there are', async () => {
    expect((await start({ opened }, { mode: 'fly' })).word).toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/ask, plan/),
    });
  });

  test('a message while it works waits, can be changed and taken back, and follows the turn', async () => {
    const client = await connect(await start());
    client.run(play({ say: 'working' }, HOLD));
    await client.next('text_delta');
    for (const text of ['one', 'two', 'three']) {
      client.say('run', { input: [{ kind: 'text', content: text }], queue: true, request_id: text });
    }
    const [one, , three] = await Promise.all(
      ['one', 'two', 'three'].map((id) => client.next('agent_queued', { request_id: id })),
    );
    client.say('edit_queued', { id: one?.data.id, text: 'changed' });
    client.say('edit_queued', { id: three?.data.id, text: null });
    await until(() => client.events.findLast(({ event }) => event === 'agent_queue')?.data.items).then(() =>
      goOn(client),
    );
    await until(() => client.answer().includes('HEARD two'));
    expect(client.answer()).toMatch(/HEARD changed.*HEARD two$/s);
    expect(
      (
        await client.next(
          'agent_queue',
          {},
          client.events.findLastIndex(({ event }) => event === 'agent_queue'),
        )
      ).data.items,
    ).toEqual([]);
  });
});

describe('a message into the turn that runs', () => {
  const waiting = play({ say: 'working' }, HOLD, { say: 'done' });

  /** A turn that runs, and a message for it. */
  async function steered(options: object) {
    const client = await connect(await start(options));
    client.run(waiting);
    await client.next('text_delta');
    client.say('run', { input: [{ kind: 'text', content: 'use tabs' }], steer: true, request_id: 'r1' });
    return client;
  }

  test('is told at once, stands where it was said, in view and log, and begins no turn', async () => {
    const client = await steered({ steering: true });
    await client.next('user_message', { request_id: 'r1' });
    await until(() => client.answer().includes('STEERED'));
    await goOn(client);
    await client.settled();
    expect(client.answer()).toMatch(/^workingSTEERED use tabs {"steering":{"idleBehavior":"promptRequired"}}.*done$/);
    expect(client.names().filter((name) => name === 'run_end')).toHaveLength(1);
    const said = blocks().flatMap((block) => (block.kind === 'user' || block.kind === 'assistant' ? [block.kind] : []));
    expect(said.slice(0, 4)).toEqual(['user', 'assistant', 'user', 'assistant']);
  });

  test('leaves a call at work, and what goes on with an earlier text, as they are, live and in the log', async () => {
    const client = await connect(await start({ steering: true }));
    const call = { toolCallId: 'c1', title: 'Build', kind: 'execute' };
    const piece = (messageId: string, text: string) => ({ update: { ...chunk(text), messageId } });
    client.run(
      play(
        piece('m1', 'one '),
        { update: { sessionUpdate: 'tool_call', ...call, status: 'in_progress' } },
        piece('m2', 'two '),
        HOLD,
        piece('m1', 'goes on'),
        { update: { sessionUpdate: 'tool_call_update', toolCallId: 'c1', status: 'completed' } },
      ),
    );
    await until(() => client.answer().includes('two'));
    const viewer = new PodConversation();
    let seen = 0;
    const follow = () => {
      for (const said of client.events.slice(seen)) {
        const event = parseWireEvent(JSON.stringify(said));
        if (event.ok) viewer.apply(event.value);
      }
      seen = client.events.length;
    };
    client.say('run', { input: [{ kind: 'text', content: 'use tabs' }], steer: true, request_id: 'r1' });
    await client.next('user_message', { request_id: 'r1' });
    follow();
    const statusOf = () =>
      [...viewer.conversation.blocks].flatMap((block) => (block.kind === 'tool' ? [block.status] : []));
    expect(statusOf()).toEqual(['running', 'pending']);
    await goOn(client);
    await client.settled();
    follow();
    const isHold = (block: Block) =>
      block.kind === 'tool' ? block.callId === 'hold' : block.kind === 'assistant' && block.text.startsWith('ANSWER');
    const shown = (all: Iterable<Block>) =>
      [...all]
        .filter((block) => !isHold(block))
        .flatMap((block) =>
          block.kind === 'user' || block.kind === 'assistant'
            ? [block.text]
            : block.kind === 'tool'
              ? [block.status]
              : [],
        );
    const whole = ['one goes on', 'completed', 'two ', 'use tabs'];
    expect(shown(viewer.conversation.blocks).slice(1, 5)).toEqual(whole);
    expect(shown(blocks()).slice(1, 5)).toEqual(whole);
  });

  test('waits for the end with an agent that offers no steering', async () => {
    const client = await steered({});
    await client.next('agent_queued', { request_id: 'r1' });
    await goOn(client);
    await until(() => client.answer().endsWith('HEARD use tabs'));
  });

  test.each([
    ['one whose turn has just ended', 'late'],
    ['one that refuses', 'no'],
  ])('is sent next with %s, and stands there once', async (_, steering) => {
    const client = await steered({ steering });
    await client.next('agent_queue', {});
    await goOn(client);
    await until(() => client.answer().endsWith('HEARD use tabs'));
    await until(() => logEntries().filter(({ kind }) => kind === 'run_completed').length === 2);
    const said = blocks().flatMap((block) => (block.kind === 'user' ? [block.text] : []));
    expect(said.filter((text) => text === 'use tabs')).toHaveLength(1);
  });

  test('can be one that waits', async () => {
    const client = await connect(await start({ steering: true }));
    expect(client.events[0]?.data.greeting).toMatchObject({ extensions: expect.arrayContaining(['steer']) });
    client.run(waiting);
    await client.next('text_delta');
    client.say('run', { input: [{ kind: 'text', content: 'use tabs' }], queue: true, request_id: 'r1' });
    const queued = await client.next('agent_queued', { request_id: 'r1' });
    client.say('steer_queued', { id: queued.data.id });
    client.say('steer_queued', { id: 'none' });
    await client.next('user_message', { request_id: 'r1' });
    expect((await client.next('error')).data.message).toMatch(/waits no more/);
    await until(() => client.answer().includes('STEERED'));
    await goOn(client);
    await client.settled();
    expect(client.answer()).toMatch(/STEERED use tabs/);
    client.say('steer_queued', { id: 'none' });
    await until(() => client.events.some(({ data }) => /no turn runs/.test(String(data.message))));
  });
});

describe('a session that cannot be loaded', () => {
  const refusedWith = (loadError: object) => start({ loadError }, { restore: active() });

  test('for now refuses the restore, keeps the session and logs why; anew begins another', async () => {
    const pod = await start();
    await (await connect(pod)).turn('hello');
    process.kill(pod.pid, 'SIGTERM');
    await pod.exited;
    const offline = { code: -32603, message: 'Internal error', data: { details: 'network is unreachable' } };
    expect((await refusedWith(offline)).word).toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/network is unreachable.*--anew/s),
    });
    expect(logEntries().at(-1)).toMatchObject({
      domain: 'podwatch.note',
      payload: { message: expect.stringContaining('network is unreachable') },
    });
    const anew = await start({ loadError: offline, session: 'bare-2' }, { restore: active(), anew: true });
    expect(anew.word.kind).toBe('ready');
    expect(logEntries().findLast(({ domain }) => domain === 'podwatch.agent')?.payload).toMatchObject({
      acp_session_id: 'bare-2',
      opened: 'seeded',
      left: 'bare-1',
    });
  });

  test('because it is gone begins anew at once', async () => {
    const pod = await start();
    await (await connect(pod)).turn('hello');
    process.kill(pod.pid, 'SIGTERM');
    await pod.exited;
    expect((await refusedWith({ code: -32603, message: 'Session not found' })).word.kind).toBe('ready');
  });
});

test('an agent is logged in where that needs nobody', async () => {
  const login = (description: string) => [{ id: 'key', name: 'Use a key', description }];
  expect((await start({ login: login('from PW_TEST_KEY') })).word).toMatchObject({
    kind: 'refused',
    message: expect.stringMatching(/--auth key/),
  });
  const options = JSON.stringify({ login: login('from PW_TEST_KEY') });
  const argv = [process.execPath, BARE_AGENT, options];
  expect((await home.start('ag2', argv, { kind: 'agent' }, { PW_TEST_KEY: 'k' })).word.kind).toBe('ready');
  expect((await home.start('ag3', argv, { kind: 'agent', auth: 'key' })).word.kind).toBe('ready');
});

test('an agent that dies says the cause before its last words', async () => {
  const client = await connect(await start());
  const stack = 'Error: out of quota\n    at one (a.js:1)\n    at two (b.js:2)\n    at three (c.js:3)\n\nNode.js v20\n';
  client.run(play({ say: 'x' }, { stderr: stack }, { wait: 50 }, { exit: 3 }));
  const { data } = await client.next('error');
  expect(data.message).toMatch(/has ended \(exit code 3\): Error: out of quota\. Its last words:/);
});
