// The real Gemini CLI in a Pod, offline: asked, allowed from the dashboard, killed, brought back with its memory.
import fs from 'node:fs';
import path from 'node:path';
import { segmentLogPath } from '../../src/protocol/homePaths';
import { type LogEntry, parseLogLine } from '../../src/protocol/logEntry';
import { ageGeminiSessions, GEMINI_MODEL, geminiAgent, setUpGemini } from '../fixtures/geminiCli';
import { forbidOutside, type OutsideContacts } from '../fixtures/outsideContacts';
import { processesWithMark } from '../fixtures/processesWithMark';
import { type GeminiRequest, type ScriptedGemini, startScriptedGemini } from '../fixtures/scriptedGemini';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';
import { until } from '../fixtures/until';

const BACK = '\u001c';

let home: TempHome;
let model: ScriptedGemini;
let outside: OutsideContacts;
let workspace: string;
const terminals: DrivenTerminal[] = [];

beforeEach(async () => {
  home = makeTempHome();
  model = await startScriptedGemini();
  outside = forbidOutside(home.directory);
  workspace = path.join(home.directory, 'work');
  fs.mkdirSync(workspace);
  Object.assign(home.env, setUpGemini(home.env.HOME ?? '', model.url), outside.env);
});

afterEach(async () => {
  await Promise.all(terminals.splice(0).map((terminal) => terminal.close()));
  await home.close();
  await model.close();
});

function podwatch(...args: string[]): DrivenTerminal {
  const terminal = startTerminal([process.execPath, CLI, ...args], { env: home.env, cols: 100, rows: 40 });
  terminals.push(terminal);
  return terminal;
}

interface Row {
  readonly state: string;
  readonly sessionId: string;
  readonly segmentId: string;
  readonly actions: { readonly canRestore: boolean };
}

async function row(): Promise<Row> {
  const [only]: Row[] = JSON.parse((await home.podwatch(['ls', '--json'])).stdout);
  if (!only) throw new Error('no Pod is listed');
  return only;
}

async function logEntries(): Promise<LogEntry[]> {
  const { sessionId, segmentId } = await row();
  const lines = fs
    .readFileSync(segmentLogPath(home.paths, sessionId, segmentId), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => {
    const entry = parseLogLine(line);
    if (!entry.ok) throw new Error(entry.error);
    return entry.value;
  });
}

/** What the model is asked in this request: a text, or the result of which tool. */
function asked({ contents }: GeminiRequest): string {
  const part = contents.at(-1)?.parts.at(-1);
  if (part === undefined) return 'nothing';
  if ('text' in part) return part.text;
  return 'functionResponse' in part ? `result of ${part.functionResponse.name}` : 'a call';
}

/** Says it in the open conversation, and waits for the model's answer on the screen. */
async function say(screen: DrivenTerminal, text: string, answer: string): Promise<void> {
  await screen.waitForScreen(/> Write to gem/);
  model.answer({ text: answer });
  screen.send(`${text}\r`);
  await screen.waitForScreen((shown) => shown.includes(answer) && shown.includes('> Write to gem'));
}

async function killPod(): Promise<void> {
  const [allocation] = home.allocations();
  if (!allocation) throw new Error('not registered');
  process.kill(allocation.pid, 'SIGKILL');
  // The agent is nobody's child then, and ends with its input.
  await until(() => processesWithMark(home.directory).length === 0);
}

/** The model wants to write a file; it is there as soon as that was allowed from the dashboard, and not before. */
async function writeNote(dashboard: DrivenTerminal): Promise<void> {
  const file = path.join(workspace, 'note.txt');
  model.answer({ functionCall: { name: 'write_file', args: { file_path: file, content: 'by the model\n' } } });
  model.answer({ text: 'The note is written.' });
  dashboard.send('write a note\r');
  await dashboard.waitForScreen(/note\.txt[\s\S]*y Allow/);
  expect(fs.existsSync(file)).toBe(false);
  dashboard.send('y');
  await dashboard.waitForScreen(/The note is written\.[\s\S]*> Write to gem/);
  expect(fs.readFileSync(file, 'utf8')).toBe('by the model\n');
}

/** What the log says of the life after the restore: the agent's own session, and one turn; no replay. */
function expectOneMoreTurn(since: readonly LogEntry[]): void {
  expect(since[0]).toMatchObject({ domain: 'podwatch.agent', payload: { agent: 'gemini-cli', opened: 'load' } });
  const turn = ['invoke', 'user_input', 'assistant_item', 'turn_end', 'run_completed'];
  expect(since.slice(1).map(({ kind }) => kind)).toEqual(turn);
}

/** The model was asked all of this and nothing else, the last time with its memory; nobody else was contacted. */
function expectContacts(): void {
  expect(model.requests.map(asked)).toEqual([
    'say hello',
    'write a note',
    'result of write_file',
    'what did you write?',
  ]);
  expect(JSON.stringify(model.requests.at(-1)?.contents)).toMatch(/say hello.*Hello from the model.*write a note/);
  const streaming = `/v1beta/models/${GEMINI_MODEL}:streamGenerateContent?alt=sse`;
  expect(new Set(model.requests.map(({ url }) => url))).toEqual(new Set([streaming]));
  expect(outside.hosts()).toEqual([]);
}

it('answers, writes a file once it is allowed to, dies with its Pod, and remembers all after a restore', async () => {
  const started = await home.podwatch(['run', 'gem', '--agent', '--cwd', workspace, '--', ...geminiAgent()]);
  expect(started).toMatchObject({ code: 0, stderr: '' });
  const dashboard = podwatch();
  await dashboard.waitForScreen(/╔═ . gem/);
  dashboard.send('\r');
  await say(dashboard, 'say hello', 'Hello from the model.');
  await writeNote(dashboard);
  dashboard.send(BACK);
  await dashboard.waitForScreen(/╔═ . gem/);
  dashboard.send('q');
  expect(await dashboard.exit).toEqual({ code: 0, signal: null });

  await killPod();
  expect(await row()).toMatchObject({ state: 'stopped', actions: { canRestore: true } });
  const before = await logEntries();
  ageGeminiSessions(home.env.HOME ?? '');
  expect(await home.podwatch(['restore', 'gem', '-d'])).toMatchObject({ code: 0, stderr: '' });
  expect(await row()).toMatchObject({ state: 'live' });

  const attached = podwatch('attach', 'gem');
  const shown = await attached.waitForScreen(/The note is written\.[\s\S]*> Write to gem/);
  for (const text of ['say hello', 'Hello from the model.', 'write a note', 'The note is written.']) {
    expect(shown.split(text)).toHaveLength(2);
  }
  await say(attached, 'what did you write?', 'A note.');
  attached.send(BACK);
  expect(await attached.exit).toEqual({ code: 0, signal: null });

  const entries = await logEntries();
  expect(entries.slice(0, before.length)).toEqual(before);
  expectOneMoreTurn(entries.slice(before.length));
  expectContacts();
});
