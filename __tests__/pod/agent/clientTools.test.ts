// Files and terminals that an agent uses through its Pod: offered by choice, within its directory, asked for, and Pods of ours.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { metadataPath } from '../../../src/protocol/homePaths';
import { parsePodMetadata } from '../../../src/protocol/podMetadata';
import type { PodOrder } from '../../../src/protocol/podOrder';
import { parseRegistryTable } from '../../../src/protocol/registryTable';
import { AgentPodClient, type SaidEvent } from '../../fixtures/agentPodClient';
import { AttachedClient, TestHome, type TestPod } from '../../fixtures/podTestClient';
import { makeTempHome } from '../../fixtures/tempHome';
import { until } from '../../fixtures/until';

const BARE_AGENT = path.resolve(__dirname, '../../fixtures/bareAgent.mjs');

let home: TestHome;
let work: string;
let clients: AgentPodClient[];

beforeEach(() => {
  home = new TestHome();
  work = path.join(realpathSync(home.directory), 'work');
  mkdirSync(work);
  clients = [];
});

afterEach(async () => {
  for (const client of clients) client.close();
  await home.end();
});

async function start(more: Partial<PodOrder> = {}): Promise<AgentPodClient> {
  return connect(await startPod(more));
}

function startPod(more: Partial<PodOrder> = {}): Promise<TestPod> {
  const argv = [process.execPath, BARE_AGENT, '{}'];
  return home.start('ag', argv, { kind: 'agent', cwd: work, clientTools: true, ...more });
}

async function connect(pod: TestPod): Promise<AgentPodClient> {
  const client = await AgentPodClient.connect(pod.socketPath);
  clients.push(client);
  client.say('watch_agent');
  return client;
}

const play = (...steps: object[]) => JSON.stringify(steps);
const read = (file: string, more: object = {}) => ({ ask: 'fs/read_text_file', params: { path: file, ...more } });
const write = (file: string, content: string) => ({ ask: 'fs/write_text_file', params: { path: file, content } });
const terminal = (what: string) => ({ ask: `terminal/${what}`, params: { terminalId: '$terminal' } });

/** What the agent was answered, in the order of its asking. */
async function answers(client: AgentPodClient, ...steps: object[]): Promise<Record<string, unknown>[]> {
  return answersIn(await client.turn(play(...steps)));
}

function answersIn(events: readonly SaidEvent[]): Record<string, unknown>[] {
  const text = events.map(({ event, data }) => (event === 'text_delta' ? String(data.text) : '')).join('');
  return text
    .split('ANSWER ')
    .slice(1)
    .map((json) => JSON.parse(json));
}

/** Prompts, answers the one question that comes, and gives what the agent was answered. */
async function asked(client: AgentPodClient, option: string, ...steps: object[]) {
  const from = client.events.length;
  client.run(play(...steps));
  const question = await client.next('permission_request', {}, from);
  client.say('answer_permission', { id: question.data.id, option });
  await client.settled(from);
  return { question: question.data, answers: answersIn(client.events.slice(from)) };
}

const questions = (client: AgentPodClient) => client.events.filter(({ event }) => event === 'permission_request');

describe('by choice', () => {
  test('nothing is offered, and nothing answered, without it', async () => {
    const client = await start({ clientTools: false });
    writeFileSync(path.join(work, 'a.txt'), 'a');
    const [said, refused] = await answers(client, { initialized: true }, read(path.join(work, 'a.txt')));
    expect(said?.clientCapabilities).not.toHaveProperty('fs');
    expect(said?.clientCapabilities).not.toHaveProperty('terminal');
    expect(refused).toMatchObject({ code: -32601 });
  });

  test('run --client-tools gives it, the configuration too, and a restore keeps it', async () => {
    const temp = makeTempHome();
    try {
      const agent = ['--agent', '--', process.execPath, BARE_AGENT, '{}'];
      const offered = async (name: string) => {
        const said = await temp.podwatch(['send', name, '--wait', play({ initialized: true })]);
        return said.stdout.includes('"readTextFile":true');
      };
      await temp.podwatch(['run', 'with', '-d', '--client-tools', ...agent]);
      await temp.podwatch(['run', 'without', '-d', ...agent]);
      expect([await offered('with'), await offered('without')]).toEqual([true, false]);
      await temp.podwatch(['stop', 'with']);
      expect(await temp.podwatch(['restore', 'with', '-d'])).toMatchObject({ code: 0 });
      expect(await offered('with')).toBe(true);
      temp.env.PODWATCH_CONFIG = path.join(temp.directory, 'config.json');
      writeFileSync(temp.env.PODWATCH_CONFIG, '{ "clientTools": true }');
      await temp.podwatch(['run', 'configured', '-d', ...agent]);
      await temp.podwatch(['run', 'against', '-d', '--no-client-tools', ...agent]);
      expect([await offered('configured'), await offered('against')]).toEqual([true, false]);
    } finally {
      await temp.close();
    }
  });

  test('with it files and terminals are, and the record keeps it for a restore', async () => {
    const client = await start();
    const [said] = await answers(client, { initialized: true });
    expect(said?.clientCapabilities).toMatchObject({
      fs: { readTextFile: true, writeTextFile: true },
      terminal: true,
    });
    const record = parsePodMetadata(readFileSync(metadataPath(home.paths, 'ag'), 'utf8'));
    expect(record).toMatchObject({ ok: true, value: { launch: { clientTools: true } } });
  });
});

describe('reading', () => {
  test('a file in the agent’s directory, whole and by lines, without a question', async () => {
    const file = path.join(work, 'a.txt');
    writeFileSync(file, 'one\ntwo\nthree\nfour');
    const client = await start();
    expect(
      await answers(
        client,
        read(file),
        read(file, { line: 2, limit: 2 }),
        read(file, { line: 4 }),
        read(file, { line: 9, limit: 1 }),
        read(file, { limit: 0 }),
      ),
    ).toEqual(['one\ntwo\nthree\nfour', 'two\nthree\n', 'four', '', ''].map((content) => ({ content })));
    expect(questions(client)).toEqual([]);
  });

  test('what cannot be read is said, each in its way', async () => {
    const client = await start();
    writeFileSync(path.join(work, 'raw'), Buffer.from([0x61, 0xff, 0x62]));
    const said = await answers(
      client,
      read(path.join(work, 'none')),
      read('a.txt'),
      read(work),
      read(path.join(work, 'raw')),
      { ask: 'fs/read_text_file', params: { line: 1 } },
    );
    expect(said.map(({ code }) => code)).toEqual([-32002, -32603, -32603, -32603, -32602]);
    expect(said.map(({ message }) => message).join('\n')).toMatch(/absolute[\s\S]*directory[\s\S]*UTF-8/);
  });

  test('part of a file of any size is read, and all of a large one is refused', async () => {
    const file = path.join(work, 'large');
    writeFileSync(file, `${'x'.repeat(99)}\n`.repeat(120_000));
    const client = await start();
    const [whole, part] = await answers(client, read(file), read(file, { line: 119_999, limit: 1 }));
    expect(String(whole?.message)).toMatch(/more than 8 MiB/);
    expect(part).toEqual({ content: `${'x'.repeat(99)}\n` });
  });

  test.each([
    ['beside it', 'secret.txt'],
    ['through a link', 'work/link'],
    ['through a directory that is one', 'work/up/secret.txt'],
    ['by dots', 'work/../secret.txt'],
  ])('outside of its directory, %s, the user is asked', async (_, name) => {
    const root = path.dirname(work);
    writeFileSync(path.join(root, 'secret.txt'), 'SECRET');
    symlinkSync('../secret.txt', path.join(work, 'link'));
    symlinkSync('..', path.join(work, 'up'));
    const client = await start();
    const file = `${root}/${name}`;
    const no = await asked(client, 'reject', read(file));
    expect(no.question).toMatchObject({ tool_kind: 'read', locations: [path.join(root, 'secret.txt')] });
    expect(JSON.stringify(no.answers)).not.toContain('SECRET');
    expect((await asked(client, 'allow', read(file))).answers).toEqual([{ content: 'SECRET' }]);
  });

  test('a policy that denies lets nothing out', async () => {
    writeFileSync(path.join(path.dirname(work), 'secret.txt'), 'SECRET');
    const client = await start({ policy: 'deny' });
    const [said] = await answers(client, read(path.join(path.dirname(work), 'secret.txt')));
    expect(said).toMatchObject({ message: expect.stringMatching(/does not allow/) });
    expect(questions(client)).toEqual([]);
  });
});

describe('writing', () => {
  test('shows its change, is done once it is allowed, and keeps the file’s mode', async () => {
    const file = path.join(work, 'run.sh');
    writeFileSync(file, 'one\ntwo\n');
    chmodSync(file, 0o755);
    const client = await start();
    const no = await asked(client, 'reject', write(file, 'one\nTWO\n'));
    expect(no.question).toMatchObject({
      tool_kind: 'edit',
      diffs: [{ path: file, old_text: 'one\ntwo\n', new_text: 'one\nTWO\n' }],
      options: [{ name: 'Allow' }, { name: `Always: every file in ${work}, until the Pod ends` }, { name: 'Reject' }],
    });
    expect(no.answers).toEqual([{ code: -32603, message: 'The user does not allow it.' }]);
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n');
    expect((await asked(client, 'allow', write(file, 'one\nTWO\n'))).answers).toEqual([{}]);
    expect(readFileSync(file, 'utf8')).toBe('one\nTWO\n');
    expect(statSync(file).mode & 0o777).toBe(0o755);
  });

  test('an "always" covers its directory, and nothing else', async () => {
    const client = await start();
    await asked(client, 'always', write(path.join(work, 'deep/er/a.txt'), 'A'));
    expect(await answers(client, write(path.join(work, 'b.txt'), 'B'))).toEqual([{}]);
    expect(readFileSync(path.join(work, 'deep/er/a.txt'), 'utf8')).toBe('A');
    expect(statSync(path.join(work, 'b.txt')).mode & 0o077).toBe(0o644 & 0o077);
    const outside = path.join(path.dirname(work), 'c.txt');
    expect((await asked(client, 'reject', write(outside, 'C'))).question.locations).toEqual([outside]);
    expect(existsSync(outside)).toBe(false);
  });

  test('a link that leads out, also one that leads nowhere yet, is asked for by where it leads', async () => {
    const outside = path.join(path.dirname(work), 'made.txt');
    symlinkSync(outside, path.join(work, 'link'));
    const client = await start();
    await asked(client, 'always', write(path.join(work, 'a.txt'), 'A'));
    const { question } = await asked(client, 'reject', write(path.join(work, 'link'), 'X'));
    expect(question.locations).toEqual([outside]);
    expect(existsSync(outside)).toBe(false);
  });

  test('what changed while it was asked for is not overwritten', async () => {
    const file = path.join(work, 'a.txt');
    writeFileSync(file, 'mine');
    const client = await start();
    client.run(play(write(file, 'theirs')));
    const question = await client.next('permission_request');
    writeFileSync(file, 'mine, changed');
    client.say('answer_permission', { id: question.data.id, option: 'allow' });
    await client.settled();
    expect(JSON.stringify(answersIn(client.events))).toMatch(/has changed while/);
    expect(readFileSync(file, 'utf8')).toBe('mine, changed');
  });

  test('a change that the agent’s own question has shown is not asked for twice; another one is', async () => {
    const file = path.join(work, 'a.txt');
    writeFileSync(file, 'one\ntwo\n');
    const client = await start();
    const own = {
      ask: 'session/request_permission',
      params: {
        toolCall: {
          toolCallId: 'c1',
          title: 'Edit',
          kind: 'edit',
          content: [{ type: 'diff', path: file, oldText: 'two', newText: 'TWO' }],
        },
        options: [{ optionId: 'ok', name: 'Yes', kind: 'allow_once' }],
      },
    };
    const { answers: same } = await asked(client, 'ok', own, write(file, 'one\nTWO\n'));
    expect(same.at(-1)).toEqual({});
    const from = client.events.length;
    client.run(play(own, write(file, 'something else')));
    const first = await client.next('permission_request', {}, from);
    client.say('answer_permission', { id: first.data.id, option: 'ok' });
    const second = await client.next('permission_request', { tool_kind: 'edit', title: `Write ${file}` }, from);
    client.say('answer_permission', { id: second.data.id, option: 'reject' });
    await client.settled(from);
    expect(readFileSync(file, 'utf8')).toBe('one\nTWO\n');
  });
});

describe('terminals', () => {
  const create = (command: string, args: string[] = [], more: object = {}) => ({
    ask: 'terminal/create',
    params: { command, args, ...more },
  });

  function terminalPod() {
    const table = parseRegistryTable(readFileSync(home.paths.registry, 'utf8'));
    return table.ok ? table.value.allocations.find(({ pod_name }) => pod_name !== 'ag') : undefined;
  }

  test('a command is shown, runs once it is allowed, and tells its output and its end', async () => {
    const client = await start();
    const { question, answers: said } = await asked(
      client,
      'allow',
      create('sh', ['-c', 'printf "\\033[31mred\\033[0m\\n"; exit 3']),
      terminal('wait_for_exit'),
      terminal('output'),
      terminal('release'),
      terminal('output'),
    );
    expect(question).toMatchObject({ tool_kind: 'execute', directory: work });
    expect(question.content).toContain('printf');
    expect(said).toEqual([
      { terminalId: 'ag-t1' },
      { exitCode: 3, signal: null },
      { output: 'red\n', truncated: false, exitStatus: { exitCode: 3, signal: null } },
      {},
      { code: -32002, message: 'There is no terminal "ag-t1".' },
    ]);
  });

  test('it is a Pod that can be seen, with the agent’s as its parent; a kill ends it, and leaves no record', async () => {
    const client = await start();
    const from = client.events.length;
    client.run(
      play(
        create('sh', ['-c', 'echo up; exec sleep 600']),
        { ask: 'session/request_permission', params: {} },
        terminal('kill'),
        terminal('output'),
      ),
    );
    const run = await client.next('permission_request', { tool_kind: 'execute' }, from);
    client.say('answer_permission', { id: run.data.id, option: 'allow' });
    await until(() => terminalPod() !== undefined);
    const viewer = await AttachedClient.attach(terminalPod()?.socket ?? '', { cols: 80, rows: 24 }, true);
    await viewer.sees('up');
    viewer.close();
    const record = parsePodMetadata(readFileSync(metadataPath(home.paths, 'ag-t1'), 'utf8'));
    expect(record).toMatchObject({ ok: true, value: { launch: { kind: 'terminal', parent: 'ag' } } });
    const hold = await client.next('permission_request', { tool_kind: 'other' }, from);
    client.say('answer_permission', { id: hold.data.id, answer: 'reject' });
    await client.settled(from);
    const said = answersIn(client.events.slice(from));
    expect(said.at(-2)).toEqual({});
    expect(said.at(-1)).toMatchObject({ output: 'up\n', exitStatus: { signal: 'SIGHUP' } });
    await until(() => terminalPod() === undefined);
    expect(existsSync(metadataPath(home.paths, 'ag-t1'))).toBe(false);
  });

  test('the end of the agent’s Pod, by a kill too, takes its terminals along', async () => {
    const pod = await startPod();
    const client = await connect(pod);
    await asked(client, 'allow', create('sleep', ['600']));
    const found = terminalPod();
    expect(found).toMatchObject({ pod_name: 'ag-t1' });
    process.kill(pod.pid, 'SIGKILL');
    await until(() => !existsSync(`/proc/${found?.pid}`) && !existsSync(metadataPath(home.paths, 'ag-t1')));
  });

  test('output is bounded from its beginning, at a whole character', async () => {
    const client = await start();
    const { answers: said } = await asked(
      client,
      'allow',
      create('printf', ['aaaaéé'], { outputByteLimit: 3 }),
      terminal('wait_for_exit'),
      terminal('output'),
    );
    expect(said.at(-1)).toMatchObject({ output: 'é', truncated: true });
  });

  test('more output than the bound, fast, is kept to its last line', async () => {
    const client = await start();
    const { answers: said } = await asked(
      client,
      'allow',
      create('seq', ['1', '400000'], { outputByteLimit: 20 }),
      terminal('wait_for_exit'),
      terminal('output'),
    );
    expect(said.at(-1)).toMatchObject({ output: '99998\n399999\n400000\n', truncated: true });
  });

  test('what it puts out stands in the call that names it, while it runs and after it was released', async () => {
    const client = await start();
    const from = client.events.length;
    const call = {
      sessionUpdate: 'tool_call',
      toolCallId: 'c1',
      title: 'Build',
      kind: 'execute',
      status: 'in_progress',
    };
    client.run(
      play(
        create('sh', ['-c', 'echo BUILDING; read line; echo "GOT $line"']),
        { update: { ...call, content: [{ type: 'terminal', terminalId: '$terminal' }] } },
        terminal('wait_for_exit'),
        terminal('release'),
        { update: { sessionUpdate: 'tool_call_update', toolCallId: 'c1', status: 'completed' } },
      ),
    );
    const question = await client.next('permission_request', {}, from);
    client.say('answer_permission', { id: question.data.id, option: 'allow' });
    await until(() =>
      client.events.some(({ event, data }) => event === 'agent_output' && /BUILDING/.test(String(data.text))),
    );
    const attached = await AgentPodClient.connect(terminalPod()?.socket ?? '');
    clients.push(attached);
    attached.run('hello');
    await client.settled(from);
    const result = client.events.findLast(({ event, data }) => event === 'tool_result' && data.id === 'c1');
    expect(result?.data.output).toMatch(/BUILDING[\s\S]*GOT hello/);
  });

  test('a line where a program belongs is one for a shell', async () => {
    const client = await start();
    const { answers: said } = await asked(
      client,
      'allow',
      create('echo one && echo two'),
      terminal('wait_for_exit'),
      terminal('output'),
    );
    expect(said.at(-1)).toMatchObject({ output: 'one\ntwo\n' });
  });

  test('a command that cannot start is said so, and a name that a stopped Pod has is passed over', async () => {
    mkdirSync(path.dirname(metadataPath(home.paths, 'ag-t1')), { recursive: true });
    const client = await start();
    const { answers: said } = await asked(client, 'always', create('no-such-program', ['x']), create('true'));
    expect(said).toEqual([
      { code: -32603, message: expect.stringMatching(/no-such-program/) },
      { terminalId: 'ag-t3' },
    ]);
  });
});
