// The adapters of Claude and Codex with a scripted model: asked in their own words, steered, between turns, restored.
import fs from 'node:fs';
import path from 'node:path';
import { agentCommands } from '../fixtures/agentCommands';
import { processesWithMark } from '../fixtures/processesWithMark';
import { onThisMachine, REAL_AGENTS } from '../fixtures/realAgents';
import { type ScriptedTurns, startScriptedTurns, type TurnRule } from '../fixtures/scriptedTurns';
import { makeTempHome, type TempHome } from '../fixtures/tempHome';
import { until } from '../fixtures/until';

/** Their first start unpacks much; on a machine that is busy. */
const WAIT_MS = 45_000;

let home: TempHome;
let model: ScriptedTurns;
let project: string;

beforeEach(() => {
  home = makeTempHome();
  project = path.join(home.directory, 'project');
  const temporary = path.join(home.directory, 'tmp');
  for (const directory of [project, temporary]) fs.mkdirSync(directory);
  Object.assign(home.env, { TMPDIR: temporary, IS_SANDBOX: '1' });
});

afterEach(async () => {
  await home.podwatch(['stop', '--all']);
  for (const { pid, command } of processesWithMark(home.directory)) {
    if (command.includes('app-server')) process.kill(pid, 'SIGKILL');
  }
  await home.close();
  await model.close();
});

/** An agent Pod `ag` of that adapter, in that mode. */
async function start(tool: string, mode: string, rules: readonly TurnRule[]): Promise<void> {
  model = await startScriptedTurns(rules);
  const agent = REAL_AGENTS.find((each) => each.tool === tool);
  const around = { userHome: home.env.HOME ?? '', project, url: model.url };
  const PATH = [agentCommands(), path.dirname(process.execPath), home.env.PATH].join(':');
  Object.assign(home.env, onThisMachine(model.url), agent?.setUp(around), { PATH });
  const command = [process.execPath, path.join(agentCommands(), tool === 'claude' ? 'claude-agent-acp' : 'codex-acp')];
  const ran = await home.podwatch(['run', 'ag', '-d', '--cwd', project, '--mode', mode, '--agent', '--', ...command]);
  expect(ran).toMatchObject({ code: 0, stderr: '' });
}

const said = async (...args: string[]) => (await home.podwatch(args)).stdout;
const send = (...words: string[]) => home.podwatch(['send', 'ag', ...words]);
const logged = (words: string) => until(async () => (await said('logs', 'ag')).includes(words), WAIT_MS);
const asked = (words: string) => until(async () => (await said('permit', 'ag')).includes(words), WAIT_MS);

it('Claude: a change, a helper, a task in the background, a message into the turn', async () => {
  const note = path.join(project, 'note.txt');
  const background = { command: 'sleep 3; echo BUILT', description: 'Build', run_in_background: true };
  const helper = { description: 'Look around', prompt: 'HELPER please look', subagent_type: 'general-purpose' };
  await start('claude', 'default', [
    { when: /write a note/, call: { id: 'toolu_w', name: 'Write', input: { file_path: note, content: 'by it\n' } } },
    { when: /"toolu_w"/, text: 'NOTE DONE' },
    { when: /in the background/, call: { id: 'toolu_b', name: 'Bash', input: background } },
    { when: /"toolu_b"/, text: 'BEGUN' },
    { when: /task-notification/, text: 'IT IS BUILT' },
    { when: /use a helper/, call: { id: 'toolu_t', name: 'Agent', input: helper } },
    { when: /"toolu_t"/, text: 'HELP IS ON ITS WAY' },
    { when: /HELPER please look/, text: 'HELPER FOUND IT' },
    { when: /a long answer/, text: 'word '.repeat(400), slowMs: 50 },
    { when: /use tabs/, text: 'TABS IT IS' },
  ]);
  await send('write a note');
  await asked('Write note.txt');
  expect(await said('permit', 'ag')).toMatch(/\+by it[\s\S]*1 {2}Yes .*\n.*2 {2}Yes, allow all edits/);
  expect(fs.existsSync(note)).toBe(false);
  await home.podwatch(['permit', 'ag', '--once']);
  await logged('NOTE DONE');
  expect(fs.readFileSync(note, 'utf8')).toBe('by it\n');

  await send('do it in the background');
  await until(async () => {
    const questions = await said('permit', 'ag');
    if (questions.includes('echo BUILT')) await home.podwatch(['permit', 'ag', '--once']);
    return (await said('logs', 'ag')).includes('IT IS BUILT');
  }, WAIT_MS);

  await send('use a helper');
  await logged('HELP IS ON ITS WAY');
  expect(await said('logs', 'ag')).toMatch(/\*\*Look around\*\* \(done\)/);

  await send('a long answer');
  await logged('word word');
  await send('--now', 'use tabs');
  await logged('TABS IT IS');
  expect(await said('logs', 'ag')).toMatch(/word\s+## User\s+use tabs\s+## Assistant\s+TABS IT IS/);
});

it('Claude: a plan with its options by their names', async () => {
  const plan = { plan: '# Steps\n\n1. Write it' };
  await start('claude', 'plan', [{ when: /make a plan/, call: { id: 'toolu_p', name: 'ExitPlanMode', input: plan } }]);
  await send('make a plan');
  await asked('Steps');
  const question = await said('permit', 'ag');
  for (const words of ['manually approve edits', 'bypass permissions', 'keep planning'])
    expect(question).toContain(words);
  // Two of a kind: nobody chooses between them but the user.
  expect(await home.podwatch(['permit', 'ag', '--always'])).toMatchObject({ code: 4 });
  expect((await home.podwatch(['permit', 'ag', '--reject'])).code).toBe(0);
});

it('Codex: a command, a message into the turn, a restore', async () => {
  const command = { cmd: 'echo made > made.txt', sandbox_permissions: 'require_escalated', justification: 'Make it?' };
  await start('codex', 'read-only', [
    { when: /run a command/, call: { id: 'call_1', name: 'exec_command', input: command } },
    { when: /"call_1"/, text: 'COMMAND DONE' },
    { when: /a long answer/, text: 'word '.repeat(60), slowMs: 50 },
    { when: /use tabs/, text: 'TABS IT IS' },
    { when: /once more/, text: 'HERE AGAIN' },
  ]);
  await send('run a command');
  await asked('made.txt');
  expect(await said('permit', 'ag')).toMatch(/1 {2}Yes, proceed[\s\S]*3 {2}No, and tell Codex/);
  await home.podwatch(['permit', 'ag', '--once']);
  await logged('COMMAND DONE');
  expect(fs.readFileSync(path.join(project, 'made.txt'), 'utf8')).toBe('made\n');
  await send('a long answer');
  await logged('word word');
  await send('--now', 'use tabs');
  await logged('TABS IT IS');
  expect(await said('logs', 'ag')).toMatch(/word\s+## User\s+use tabs\s+## Assistant\s+TABS IT IS/);
  await home.podwatch(['stop', 'ag']);
  expect(await home.podwatch(['restore', 'ag', '-d'])).toMatchObject({ code: 0, stderr: '' });
  expect(await said('send', 'ag', '--wait', 'once more')).toContain('HERE AGAIN');
});
