// Questions of an agent and what is answered: options, reasons, values, pages.
import { until } from '../../fixtures/until';
import { AgentHome } from './agentHome';
import { content, play } from './bareSteps';

let home: AgentHome;

beforeEach(() => {
  home = new AgentHome();
});

afterEach(() => home.end());

describe('questions', () => {
  const ask = (params: object) => play({ ask: 'session/request_permission', params });
  const once = { optionId: 'o', name: 'Once', kind: 'allow_once' };
  const no = { optionId: 'n', name: 'No', kind: 'reject_once' };

  test('carry their options, and what is to be read before the answer', async () => {
    const client = await home.watch(await home.startBare());
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
    expect(home.readableEntries().find(({ domain }) => domain === 'podwatch.permission')?.payload).toMatchObject({
      answer: 'other',
      option: { name: 'Persist' },
    });
  });

  test('asked before it is said what about are others when it is: what nobody has read nobody can allow', async () => {
    const client = await home.watch(await home.startBare());
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
    const client = await home.watch(await home.startBare());
    client.run(ask({ toolCall: { toolCallId: 'c', title: 'Edit' }, options: [once, no] }));
    await client.next('permission_request');
    const from = client.events.length;
    client.say('watch_agent');
    expect((await client.next('permission_request', {}, from)).data).toMatchObject({ title: 'Edit' });
  });

  test('rejected with a reason: the agent is told it next', async () => {
    const client = await home.watch(await home.startBare());
    client.run(ask({ toolCall: { toolCallId: 'c', title: 'Edit' }, options: [once, no] }));
    const { data } = await client.next('permission_request');
    client.say('answer_permission', { id: data.id, answer: 'reject', reason: 'use tabs' });
    await until(() => client.answer().includes('HEARD use tabs'));
    expect(client.answer()).toContain('"optionId":"n"');
  });

  test('for a value, for one of several, and for a page', async () => {
    const client = await home.watch(await home.startBare());
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
