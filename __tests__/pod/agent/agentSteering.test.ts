// An agent is steered: modes, messages that wait, and messages into the turn that runs.
import type { Block } from '../../../src/conversation/conversation';
import { parseWireEvent } from '../../../src/protocol/wireEvent';
import { conversationOfEntries, PodConversation } from '../../../src/streams/podConversation';
import { until } from '../../fixtures/until';
import { AgentHome } from './agentHome';
import { chunk, goOn, HOLD, play } from './bareSteps';

let home: AgentHome;

beforeEach(() => {
  home = new AgentHome();
});

afterEach(() => home.end());

const blocks = () => [...conversationOfEntries(home.readableEntries()).blocks];

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
    const pod = await home.startBare({ opened }, { mode: 'plan' });
    const client = await home.watch(pod);
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
    const again = await home.watch(await home.startBare({ opened }, { restore: home.active() }));
    expect(settingOf((await again.next('agent_options')).data, 'model')).toBe('big');
  });

  test('a mode that the agent does not have refuses the start, and says which there are', async () => {
    expect((await home.startBare({ opened }, { mode: 'fly' })).word).toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/ask, plan/),
    });
  });

  test('a message while it works waits, can be changed and taken back, and follows the turn', async () => {
    const client = await home.watch(await home.startBare());
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
    const client = await home.watch(await home.startBare(options));
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
    const client = await home.watch(await home.startBare({ steering: true }));
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
    await until(() => home.readableEntries().filter(({ kind }) => kind === 'run_completed').length === 2);
    const said = blocks().flatMap((block) => (block.kind === 'user' ? [block.text] : []));
    expect(said.filter((text) => text === 'use tabs')).toHaveLength(1);
  });

  test('can be one that waits', async () => {
    const client = await home.watch(await home.startBare({ steering: true }));
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
