// Terminals that an agent opens through its Pod: asked for, Pods of ours, bounded, and ended with the agent.
import { existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { metadataPath } from '../../../src/protocol/homePaths';
import { parsePodMetadata } from '../../../src/protocol/podMetadata';
import type { PodOrder } from '../../../src/protocol/podOrder';
import { parseRegistryTable } from '../../../src/protocol/registryTable';
import type { AgentPodClient } from '../../fixtures/agentPodClient';
import { AttachedClient } from '../../fixtures/attachedClient';
import type { TestPod } from '../../fixtures/podTestClient';
import { until } from '../../fixtures/until';
import { AgentHome } from './agentHome';
import { answersIn, asked, play } from './bareSteps';

let home: AgentHome;
let work: string;

beforeEach(() => {
  home = new AgentHome();
  work = path.join(realpathSync(home.directory), 'work');
  mkdirSync(work);
});

afterEach(() => home.end());

async function start(more: Partial<PodOrder> = {}): Promise<AgentPodClient> {
  return home.watch(await startPod(more));
}

function startPod(more: Partial<PodOrder> = {}): Promise<TestPod> {
  return home.startBare({}, { cwd: work, clientTools: true, ...more });
}

const terminal = (what: string) => ({ ask: `terminal/${what}`, params: { terminalId: '$terminal' } });

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
    const client = await home.watch(pod);
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
    const attached = await home.join({ socketPath: terminalPod()?.socket ?? '' });
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
