// Sessions of real agents, made with a scripted model on loopback: listed, restored in a Pod, seen while they run elsewhere.
import fs from 'node:fs';
import path from 'node:path';
import { agentCommands } from '../fixtures/agentCommands';
import { processesWithMark } from '../fixtures/processesWithMark';
import { onThisMachine, REAL_AGENTS, type RealAgent } from '../fixtures/realAgents';
import { type ScriptedModel, startScriptedModel } from '../fixtures/scriptedModel';
import { CLI, makeTempHome, runProgram, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';
import { until } from '../fixtures/until';

const PROMPT = 'Which animals sing at night?';
const ANSWER = 'Blue whales sing.';
const DETACH = '\u001c';
/** Their first start unpacks much; on a machine that is busy. */
const START_MS = 60_000;
/** For all of one test; ten seconds where nothing else runs. */
const TEST_MS = 180_000;

let home: TempHome;
let model: ScriptedModel;
let project: string;
const terminals: DrivenTerminal[] = [];

beforeEach(async () => {
  home = makeTempHome();
  model = await startScriptedModel(ANSWER);
  project = path.join(home.directory, 'project');
  fs.mkdirSync(project);
  const temporary = path.join(home.directory, 'tmp');
  fs.mkdirSync(temporary);
  const PATH = [agentCommands(), path.dirname(process.execPath), home.env.PATH].join(':');
  Object.assign(home.env, onThisMachine(model.url), { PATH, TMPDIR: temporary });
});

afterEach(async () => {
  await Promise.all(terminals.splice(0).map((terminal) => terminal.close()));
  endDaemons();
  await home.close();
  await model.close();
});

/** Codex leaves two of them, by design. */
function endDaemons(): void {
  for (const { pid, command } of processesWithMark(home.directory)) {
    if (command.includes('app-server')) process.kill(pid, 'SIGKILL');
  }
}

function inTerminal(...argv: readonly string[]): DrivenTerminal {
  const terminal = startTerminal(argv, { env: home.env, cwd: project, cols: 100, rows: 40 });
  terminals.push(terminal);
  return terminal;
}

function podwatch(...args: readonly string[]): DrivenTerminal {
  return inTerminal(process.execPath, CLI, ...args);
}

function setUp({ setUp: write }: RealAgent): void {
  Object.assign(home.env, write({ userHome: home.env.HOME ?? '', project, url: model.url }));
}

interface Row {
  readonly name: string;
  readonly sessionId: string;
  readonly title: string;
  readonly preview: string;
  readonly directory: string;
  readonly updatedAt: number;
  readonly liveElsewhere: { readonly pid: number; readonly status: string | null } | null;
  readonly restoreCommand: readonly string[];
  readonly actions: { readonly canRestore: boolean };
}

async function onlyRow(tool: string): Promise<Row> {
  const ran = await home.podwatch(['ls', '--sessions', '--json']);
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  const rows: (Row & { readonly tool: string })[] = JSON.parse(ran.stdout);
  expect(rows.map((row) => row.tool)).toEqual([tool]);
  const [row] = rows;
  if (row === undefined) throw new Error('no row');
  return row;
}

describe.each(REAL_AGENTS)('$tool', (agent) => {
  const { tool, ask, resume, kept = (prompt) => prompt, hasMadeTitle = false } = agent;

  it(
    'makes a session, which is listed, printed, and restored in a Pod with all its words',
    async () => {
      setUp(agent);
      const began = Date.now();
      const asked = await runProgram(['env', '-C', project, ...ask(PROMPT)], home.env);
      expect(asked.stdout).toContain(ANSWER);

      const row = await onlyRow(tool);
      const said = kept(PROMPT);
      expect(row).toMatchObject({ preview: said, directory: project, actions: { canRestore: true } });
      expect(row.title).toBe(hasMadeTitle ? ANSWER : said);
      expect(row.updatedAt).toBeGreaterThanOrEqual(began - 1000);
      expect(row.updatedAt).toBeLessThanOrEqual(Date.now());
      const file = row.restoreCommand.at(-1) ?? '';
      expect(row.restoreCommand).toEqual(resume({ id: row.sessionId, file }));

      const printed = await home.podwatch(['logs', row.name]);
      expect(printed).toMatchObject({ code: 0, stderr: '' });
      expect(printed.stdout).toContain(said);
      expect(printed.stdout).toContain(ANSWER);

      const attached = podwatch('restore', row.name);
      await attached.waitForScreen((screen) => screen.includes(PROMPT) && screen.includes(ANSWER), START_MS);
      attached.send(DETACH);
      expect((await attached.exit).code).toBe(0);
      const [pod] = home.allocations();
      expect((await home.podwatch(['stop', pod?.pod_name ?? ''])).code).toBe(0);
    },
    TEST_MS,
  );
});

it(
  'a session that Claude Code has open says so, gets no second writer, and is restorable when that has ended',
  async () => {
    const claude = REAL_AGENTS.find(({ tool }) => tool === 'claude');
    if (claude === undefined) throw new Error('there is no Claude Code');
    setUp(claude);
    const running = inTerminal('claude', PROMPT);
    await running.waitForScreen((screen) => screen.includes(ANSWER), START_MS);
    const isOpen = async () => (await onlyRow('claude')).liveElsewhere !== null;
    await until(isOpen, START_MS);
    const row = await onlyRow('claude');
    expect(row).toMatchObject({ title: PROMPT, liveElsewhere: { pid: running.pid }, actions: { canRestore: false } });
    const refused = await home.podwatch(['restore', row.name, '-d']);
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain(`The session runs in process ${running.pid} on /dev/pts/`);
    expect(home.allocations()).toEqual([]);

    // As a crash does it, whose note of the session stays.
    running.kill('SIGKILL');
    await running.exit;
    expect(await onlyRow('claude')).toMatchObject({ liveElsewhere: null, actions: { canRestore: true } });
    const attached = podwatch('restore', row.name);
    await attached.waitForScreen((screen) => screen.includes(PROMPT) && screen.includes(ANSWER), START_MS);
    attached.send(DETACH);
    await attached.exit;
  },
  TEST_MS,
);
