// What `podwatch hooks install` writes is what the real agents run: a Pod of each says when it works and when its turn has ended.
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { agentCommands } from '../fixtures/agentCommands';
import { processesWithMark } from '../fixtures/processesWithMark';
import { onThisMachine, REAL_AGENTS } from '../fixtures/realAgents';
import { type ScriptedModel, startScriptedModel } from '../fixtures/scriptedModel';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { until } from '../fixtures/until';

const PROMPT = 'Which animals sing at night?';
const ANSWER = 'Blue whales sing.';
const START_MS = 120_000;

/** How each is started with a prompt and stays. */
const STARTS: Readonly<Record<string, readonly string[]>> = {
  claude: ['claude', PROMPT],
  // It would ask whether these hooks may run.
  codex: ['codex', '--dangerously-bypass-hook-trust', PROMPT],
  gemini: ['gemini', '--model', 'gemini-2.5-flash', '-i', PROMPT],
  opencode: ['opencode', '--prompt', PROMPT],
};

let home: TempHome;
let model: ScriptedModel;
let project: string;
let events: ChildProcess | null = null;

beforeEach(async () => {
  home = makeTempHome();
  model = await startScriptedModel(ANSWER);
  project = path.join(home.directory, 'project');
  const bin = path.join(home.directory, 'bin');
  const temporary = path.join(home.directory, 'tmp');
  for (const directory of [project, bin, temporary]) fs.mkdirSync(directory);
  // The hooks call podwatch by its name.
  fs.writeFileSync(path.join(bin, 'podwatch'), `#!/bin/sh\nexec '${process.execPath}' '${CLI}' "$@"\n`, {
    mode: 0o700,
  });
  const PATH = [bin, agentCommands(), path.dirname(process.execPath), home.env.PATH].join(':');
  Object.assign(home.env, onThisMachine(model.url), { PATH, TMPDIR: temporary });
});

afterEach(async () => {
  events?.kill('SIGKILL');
  events = null;
  await home.podwatch(['stop', '--all']);
  // Codex leaves two of them, by design.
  for (const { pid, command } of processesWithMark(home.directory)) {
    if (command.includes('app-server')) process.kill(pid, 'SIGKILL');
  }
  await home.close();
  await model.close();
});

/** Every reason that the Pod has given for its status, from now on. */
function heardReasons(): () => readonly string[] {
  let text = '';
  const child = spawn(process.execPath, [CLI, 'events', '--json'], {
    env: home.env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  events = child;
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text.split('\n').flatMap((line) => /"reason":"([^"]*)"/.exec(line)?.[1] ?? []);
}

it.each(Object.keys(STARTS))(
  '%s',
  async (tool) => {
    const agent = REAL_AGENTS.find((each) => each.tool === tool);
    if (agent === undefined) throw new Error(`there is no ${tool}`);
    Object.assign(home.env, agent.setUp({ userHome: home.env.HOME ?? '', project, url: model.url }));
    expect(await home.podwatch(['hooks', 'install', tool, '-y'])).toMatchObject({ code: 0, stderr: '' });
    const reasons = heardReasons();
    const run = await home.podwatch(['run', 'pod', '-d', '--cwd', project, '--', ...(STARTS[tool] ?? [])]);
    expect(run).toMatchObject({ code: 0 });
    try {
      await until(() => reasons().includes('its turn has ended'), START_MS);
    } catch {
      throw new Error(`${JSON.stringify(reasons())}\n${(await home.podwatch(['logs', 'pod'])).stdout}`);
    }
    expect(reasons()).toEqual(expect.arrayContaining(['works on a prompt', 'its turn has ended']));
    const [row] = JSON.parse((await home.podwatch(['ls', '--json'])).stdout);
    expect(row).toMatchObject({ status: 'idle', reason: 'its turn has ended' });
  },
  150_000,
);
