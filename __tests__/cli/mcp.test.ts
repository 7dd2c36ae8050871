// `podwatch mcp`, spoken to by the SDK's own client: every tool on real Pods, its bounds, and what is not allowed.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { until } from '../fixtures/until';

const SCRIPTED = path.resolve(__dirname, '../../dist/demo/scriptedAgent.js');

let home: TempHome;
const clients: Client[] = [];
beforeEach(() => {
  home = makeTempHome();
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
  await home.close();
});

async function connect(
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
  answer: string | null = null,
): Promise<Client> {
  const client = new Client(
    { name: 'test', version: '1' },
    { capabilities: answer === null ? {} : { elicitation: {} } },
  );
  if (answer !== null) {
    client.setRequestHandler(ElicitRequestSchema, async () => ({ action: 'accept', content: { answer } }));
  }
  const given = Object.entries({ ...home.env, ...env }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [CLI, 'mcp', ...args],
    env: Object.fromEntries(given),
    stderr: 'inherit',
  });
  clients.push(client);
  await client.connect(transport);
  return client;
}

async function call(client: Client, name: string, args: Record<string, unknown> = {}) {
  const { isError = false, structuredContent, content } = await client.callTool({ name, arguments: args });
  return { isError, value: structuredContent, text: JSON.stringify(content) };
}

const toolNames = async (client: Client) => (await client.listTools()).tools.map(({ name }) => name).sort();

it('starts, looks at, writes to, waits for, stops and restores a Pod', async () => {
  const client = await connect();
  expect(await call(client, 'start_pod', { name: 'sh', command: ['/bin/sh'] })).toMatchObject({
    isError: false,
    value: { name: 'sh' },
  });
  expect(await call(client, 'wait_for_pods', { names: ['s*'] })).toMatchObject({ value: { outcome: 'reached' } });
  expect(await call(client, 'send_to_pod', { name: 'sh', text: 'echo $((40+2)) is it' })).toMatchObject({
    value: { queued: false, answer: null },
  });
  const waited = await call(client, 'wait_for_pods', { names: ['sh'], until: 'output=42 is it', timeout_s: 50 });
  expect(waited.value).toMatchObject({ outcome: 'reached', pods: [{ name: 'sh' }] });
  expect((await call(client, 'read_screen', { name: 'sh' })).value).toMatchObject({
    rows: expect.arrayContaining(['42 is it']),
  });
  // The recording is written a moment after the screen.
  await until(async () => {
    const { text, is_cut: isCut } = (await call(client, 'read_log', { name: 'sh' })).value as Record<string, unknown>;
    return String(text).includes('42 is it') && isCut === false;
  });
  expect((await call(client, 'list_pods', { live_only: true })).value).toMatchObject({
    total: 1,
    pods: [{ name: 'sh', state: 'live' }],
  });
  expect(await call(client, 'stop_pod', { name: 'sh' })).toMatchObject({ isError: false });
  expect((await call(client, 'list_pods')).value).toMatchObject({ pods: [{ name: 'sh', state: 'stopped' }] });
  expect(await call(client, 'restore_pod', { name: 'sh' })).toMatchObject({ value: { name: 'sh' } });
});

it('says in a sentence what cannot be done, and refuses what is out of bounds', async () => {
  const client = await connect();
  expect(await call(client, 'read_screen', { name: 'nobody' })).toMatchObject({
    isError: true,
    text: expect.stringContaining('nobody'),
  });
  expect(await call(client, 'start_pod', { name: 'a/b' })).toMatchObject({ isError: true });
  expect(await call(client, 'start_pod', { agent: 'unheard-of' })).toMatchObject({ isError: true });
  expect(await call(client, 'wait_for_pods', { names: ['x'], timeout_s: 100_000 })).toMatchObject({ isError: true });
  expect(await call(client, 'wait_for_pods', { names: ['x'], until: 'never' })).toMatchObject({ isError: true });
  expect(await call(client, 'read_log', { name: 'x', lines: 1e9 })).toMatchObject({ isError: true });
});

it('talks to an agent: the answer, and the conversation', async () => {
  await home.podwatch(['run', 'bot', '-d', '--agent', '--', process.execPath, SCRIPTED]);
  const client = await connect();
  const sent = await call(client, 'send_to_pod', { name: 'bot', text: 'hello there', wait_s: 50 });
  expect(sent).toMatchObject({ isError: false, value: { answer: expect.stringMatching(/./) } });
  const said = await call(client, 'read_conversation', { name: 'bot', last: 50 });
  expect(said.value).toMatchObject({ messages: expect.arrayContaining([{ kind: 'user', text: 'hello there' }]) });
  expect(await call(client, 'read_screen', { name: 'bot' })).toMatchObject({ isError: true });
});

it('offers only what is allowed', async () => {
  const looks = ['ask_user', 'list_pods', 'read_conversation', 'read_log', 'read_screen', 'wait_for_pods'];
  const client = await connect(['--read-only']);
  expect(await toolNames(client)).toEqual(looks);
  expect(await call(client, 'stop_pod', { name: 'x' })).toMatchObject({ isError: true });
  expect(await toolNames(await connect(['--allow', 'send']))).toEqual([...looks, 'send_to_pod'].sort());
  const all = await connect();
  for (const { inputSchema, outputSchema, annotations } of (await all.listTools()).tools) {
    expect(inputSchema.type).toBe('object');
    expect(outputSchema?.type).toBe('object');
    expect(annotations?.readOnlyHint).toBeDefined();
  }
  expect(await home.podwatch(['mcp', '--allow', 'everything'])).toMatchObject({ code: 2, stdout: '' });
  expect(await home.podwatch(['mcp', '--read-only', '--allow', 'run'])).toMatchObject({ code: 2, stdout: '' });
});

it('within a Pod: that is the parent of what it starts, cannot be written to, and is marked for its user', async () => {
  await home.podwatch(['run', 'self', '-d', '--', 'cat']);
  const socket = home.allocations()[0]?.socket ?? '';
  const client = await connect([], { PODWATCH_POD: 'self', PODWATCH_SOCKET: socket });
  await call(client, 'start_pod', { name: 'kid', command: ['cat'] });
  const { value } = await call(client, 'list_pods');
  expect(value).toMatchObject({
    pods: expect.arrayContaining([expect.objectContaining({ name: 'kid', parent: 'self' })]),
  });
  for (const tool of ['send_to_pod', 'stop_pod']) {
    expect(await call(client, tool, { name: 'self', text: 'x' })).toMatchObject({ isError: true });
  }
  expect((await call(client, 'ask_user', { question: 'Which way?' })).value).toEqual({ answer: null, how: 'marked' });
  await until(async () => JSON.stringify((await call(client, 'list_pods')).value).includes('Which way?'));
});

it('asks by a client that can ask; ends with its client', async () => {
  const client = await connect([], {}, 'left');
  expect((await call(client, 'ask_user', { question: 'Which way?' })).value).toEqual({
    answer: 'left',
    how: 'answered',
  });
  expect(await home.podwatch(['mcp'], '')).toEqual({ code: 0, stdout: '', stderr: '' });
  const alone = await connect();
  expect(await call(alone, 'ask_user', { question: 'Which way?' })).toMatchObject({ isError: true });
});

it('answers a line that is no message in words, goes on behind it, and answers all before it ends', async () => {
  await home.podwatch(['run', 'x', '-d', '--', 'cat']);
  const request = (id: number, method: string, params: object) =>
    JSON.stringify({ jsonrpc: '2.0', id, method, params });
  const clientInfo = { name: 'raw', version: '1' };
  const ran = await home.podwatch(
    ['mcp'],
    `${[
      'no JSON',
      '[]',
      '{"jsonrpc":"2.0","id":7}',
      'x'.repeat(20_000_000),
      request(1, 'initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo }),
      '{"jsonrpc":"2.0","method":"notifications/initialized"}',
      request(2, 'tools/call', { name: 'read_screen', arguments: { name: 'x' } }),
    ].join('\n')}\n`,
  );
  expect([ran.code, ran.stderr]).toEqual([0, '']);
  const answers: { id: number | null; error?: { code: number } }[] = ran.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(answers.map(({ id, error }) => [id, error?.code])).toEqual([
    [null, -32700],
    [null, -32600],
    [7, -32600],
    [null, -32700],
    [1, undefined],
    [2, undefined],
  ]);
});

it('tells who asks for progress that an agent is fetched before it starts', async () => {
  const bin = path.join(home.directory, 'bin');
  const user = home.env.HOME ?? '';
  mkdirSync(bin);
  const npx = `#!/bin/sh
at="$HOME/.npm/_npx/1/node_modules/@some/agent"
if [ "$2" = -p ]; then
  while ! [ -e "$HOME/told" ]; do sleep 0.1; done
  mkdir -p "$at"; echo {} > "$at/package.json"; exit 0
fi
exec ${process.execPath} ${SCRIPTED}
`;
  writeFileSync(path.join(bin, 'npx'), npx, { mode: 0o755 });
  mkdirSync(path.join(user, '.config', 'podwatch'), { recursive: true });
  const config = { agents: { away: ['npx', '-y', '@some/agent@1.2'] } };
  writeFileSync(path.join(user, '.config', 'podwatch', 'config.json'), JSON.stringify(config));
  const client = await connect([], { PATH: `${bin}:${home.env.PATH}` });
  const told: (string | undefined)[] = [];
  // It is fetched for as long as nobody has been told how long it lasts.
  const onprogress = ({ message }: { message?: string | undefined }) => {
    told.push(message);
    if (told.length === 2) writeFileSync(path.join(user, 'told'), '');
  };
  const started = await client.callTool({ name: 'start_pod', arguments: { name: 'ag', agent: 'away' } }, undefined, {
    onprogress,
  });
  expect(started).toMatchObject({ structuredContent: { name: 'ag' } });
  expect(told[0]).toMatch(/^npx fetches @some\/agent@1\.2, which is not here yet\. That can take minutes/);
  expect(told[1]).toMatch(/^npx fetches @some\/agent@1\.2.*: [1-9]\d* s$/);
});
