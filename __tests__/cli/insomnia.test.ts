// Pods of insomnia: shown as their owner would take them, started again by its own program, and never written to.
import fs from 'node:fs';
import path from 'node:path';
import { displayText } from '../../src/cells/displayText';
import { type HomePaths, homeInDirectory } from '../../src/protocol/homePaths';
import { type InsomniaState, writeInsomniaPod, writeInsomniaStates } from '../fixtures/insomniaStates';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { startTerminal } from '../fixtures/terminalDriver';
import { until } from '../fixtures/until';
import { endAll, fakePod, writeRegistry } from '../streams/streamFixtures';

const STAND_IN = path.resolve(__dirname, '../fixtures/insomniaPod.mjs');

let home: TempHome;
let theirs: HomePaths;
beforeEach(() => {
  home = makeTempHome();
  theirs = homeInDirectory(path.join(home.directory, 'user/.insomnia'));
  home.env.INSOMNIA_POD_COMMAND = STAND_IN;
  home.env.STAND_IN_NOTES = path.join(home.directory, 'notes');
});
afterEach(async () => {
  await endAll();
  await home.close();
});

interface Row {
  readonly name: string;
  readonly state: string;
  readonly preview: string | null;
  readonly actions: { readonly canRestore: boolean; readonly disabledReason: string | null };
}

async function rows(): Promise<readonly Row[]> {
  const ran = await home.podwatch(['ls', '--json']);
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  return JSON.parse(ran.stdout);
}

interface Note {
  readonly argv?: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly method?: string;
}

function notes(): readonly Note[] {
  const file = home.env.STAND_IN_NOTES ?? '';
  if (!fs.existsSync(file)) return [];
  const lines = fs.readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line));
}

const starts = () => notes().filter(({ argv }) => argv !== undefined);

/** Everything below it: kind, size, mode, times and content. */
function signature(directory: string): readonly string[] {
  return fs
    .readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((file) => {
      const full = path.join(directory, file);
      const { mode, size, mtimeMs, ino } = fs.lstatSync(full);
      const content = fs.lstatSync(full).isFile() ? fs.readFileSync(full, 'latin1') : '';
      return [file, mode, size, mtimeMs, ino, content].join(' ');
    });
}

describe('what is shown', () => {
  let states: ReadonlyMap<string, InsomniaState>;
  beforeEach(() => {
    states = writeInsomniaStates(theirs);
  });

  it('is each record once, and restorable is what its owner would take', async () => {
    const shown = await rows();
    expect(shown.map(({ name }) => name).sort()).toEqual([...states.keys()].sort());
    for (const { name, preview, actions } of shown) {
      const state = states.get(name);
      if (state === undefined) throw new Error(name);
      expect([name, actions.canRestore]).toEqual([name, state.refusal === null]);
      if (state.refusal !== null) expect(actions.disabledReason).toMatch(state.refusal);
      if (!/torn-record|null-children/.test(name)) expect([name, preview]).toEqual([name, state.preview]);
    }
  });

  it('a refused restore says the reason, and starts nothing', async () => {
    for (const [name, { refusal }] of states) {
      if (refusal === null) continue;
      const ran = await home.podwatch(['restore', name, '-d']);
      expect([name, ran]).toEqual([name, expect.objectContaining({ code: 4, stderr: expect.stringMatching(refusal) })]);
    }
    expect(starts()).toEqual([]);
  });

  it('a live Pod is live whatever its log says, and logs of a missing log are a sentence', async () => {
    const pod = await fakePod(path.join(theirs.runtime, 'bad-line', 'sock'));
    writeRegistry(theirs, [{ name: 'bad-line', socket: pod.socket }]);
    expect((await rows())[0]).toMatchObject({ name: 'bad-line', state: 'live' });
    const ran = await home.podwatch(['logs', 'no-log']);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toMatch(/^podwatch: .*no-log.*\n$/);
  });
});

describe('nothing is written there', () => {
  it('by any command, also by those that are refused', async () => {
    writeInsomniaStates(theirs);
    const pod = await fakePod(path.join(theirs.runtime, 'on', 'sock'));
    // Of a process that lives, and has not bound its socket yet.
    writeRegistry(theirs, [
      { name: 'on', socket: pod.socket },
      { name: 'starting', socket: path.join(theirs.runtime, 'starting/sock') },
    ]);
    const before = signature(theirs.data);
    home.env.INSOMNIA_POD_COMMAND = '/nowhere/insomnia-pod';
    const commands = [
      ['doctor', '--fix', '--yes'],
      ['prune', '--older-than', '1h'],
      ['rename', 'whole', 'other'],
      ['ls'],
      ['ls', '--json', '--all'],
      ['explain', 'whole'],
      ['logs', 'whole'],
      ['restore', 'whole', '-d'],
      ['restore', 'whole', '-d', '--', 'true'],
      ['restore', 'no-log', '-d'],
      ['rm', 'whole', 'torn-record', 'no-log', 'starting'],
      ['rm', 'insomnia:whole'],
      ['stop', 'whole'],
      ['send', 'whole', 'x'],
      ['attach', 'whole'],
      ['replay', 'whole'],
      ['run', 'whole', '-d', '--', 'true'],
      ['rm', 'podwatch:whole'],
    ];
    for (const command of commands) await home.podwatch(command);
    const terminal = startTerminal([process.execPath, CLI], { env: home.env, cols: 100, rows: 30 });
    await until(() => terminal.screenText().includes('whole'));
    terminal.send('q');
    await terminal.exit;
    await terminal.close();
    expect(signature(theirs.data)).toEqual(before);
    expect((await rows()).find(({ name }) => name === 'starting')?.state).toBe('unreachable');
  });
});

describe('a restore', () => {
  const restore = (name = 'it', ...more: readonly string[]) => home.podwatch(['restore', name, '-d', ...more]);

  it("runs insomnia's own program in the Pod's directory, waits for its word in pieces, and names the Pod", async () => {
    const work = path.join(home.directory, 'work.d');
    fs.mkdirSync(work);
    writeInsomniaPod(theirs, 'it', { allow: work });
    const ran = await restore();
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain('podwatch attach it');
    expect(starts()).toMatchObject([{ argv: ['--pod', 'it', '--require-pod-state'], cwd: work, env: {} }]);
    expect((await rows())[0]).toMatchObject({ name: 'it', state: 'live' });
    expect(fs.readFileSync(path.join(theirs.runtime, 'it/stderr.log'), 'utf8')).toMatch(/^INSOMNIA-READY\tit\t.*\n$/);
    expect(fs.readdirSync(path.join(theirs.runtime, 'it')).sort()).toEqual(['pid', 'sock', 'stderr.log']);
    // Of what lives there is nothing to start.
    expect(await restore()).toMatchObject({ code: 0, stdout: expect.stringContaining('is live') });
    expect(await home.podwatch(['stop', 'it'])).toMatchObject({ code: 0 });
    expect(starts()).toHaveLength(1);
  });

  it('takes the directory of the prompt where the record names none, and the one that is given before both', async () => {
    const [told, given] = ['told v1.2', 'given'].map((name) => path.join(home.directory, name));
    if (told === undefined || given === undefined) throw new Error('no directories');
    for (const directory of [told, given]) fs.mkdirSync(directory);
    writeInsomniaPod(theirs, 'it', { prompt: `Be brief.\nYou are operating in ${told}. Do not leave it.` });
    for (const more of [[], ['--cwd', given]]) {
      expect(await restore('it', ...more)).toMatchObject({ code: 0 });
      expect(await home.podwatch(['stop', 'it'])).toMatchObject({ code: 0 });
    }
    expect(starts().map(({ cwd }) => cwd)).toEqual([told, given]);
    writeInsomniaPod(theirs, 'it', { allow: path.join(home.directory, 'gone') });
    const ran = await restore();
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('--cwd DIR') });
  });

  it('a home in one directory is named to it, and nothing that would lead it elsewhere', async () => {
    const other = homeInDirectory(path.join(home.directory, 'other'));
    writeInsomniaPod(other, 'it');
    home.env.INSOMNIA_CONFIG_DIR = '/c';
    home.env.INSOMNIA_RUNTIME_DIR = path.join(home.directory, 'elsewhere');
    expect(await home.podwatch(['--home', other.data, 'restore', 'it', '-d'])).toMatchObject({ code: 0 });
    const [note] = starts();
    expect(note?.env).toEqual({ INSOMNIA_HOME: other.data, INSOMNIA_POD_COMMAND: STAND_IN });
    expect(await home.podwatch(['--home', other.data, 'stop', 'it'])).toMatchObject({ code: 0 });
  });

  it('three at once give one Pod and three successes, also while it comes up slowly', async () => {
    home.env.STAND_IN = 'slow 3500';
    writeInsomniaPod(theirs, 'it');
    const ran = await Promise.all([restore(), restore(), restore()]);
    expect(ran.map(({ code, stderr }) => [code, stderr])).toEqual(ran.map(() => [0, '']));
    expect((await rows()).filter(({ state }) => state === 'live')).toHaveLength(1);
    expect(fs.readdirSync(path.join(theirs.runtime, 'it')).sort()).toEqual(['pid', 'sock', 'stderr.log']);
    expect(fs.readFileSync(path.join(theirs.runtime, 'it/stderr.log'), 'utf8')).toContain('INSOMNIA-READY\tit\t');
    expect(await home.podwatch(['stop', 'it'])).toMatchObject({ code: 0 });
  });

  it('one that hears no request is stopped when its process is gone, though its entry stays', async () => {
    home.env.STAND_IN = 'deaf';
    writeInsomniaPod(theirs, 'it');
    expect(await restore()).toMatchObject({ code: 0 });
    expect(await home.podwatch(['stop', 'it'])).toMatchObject({ code: 0, stdout: 'Stopped it.\n' });
    expect(fs.readFileSync(theirs.registry, 'utf8')).toContain('"it"');
    expect((await rows())[0]).toMatchObject({ name: 'it', state: 'stopped', actions: { canRestore: true } });
  });

  it('takes nothing else for the word that it is ready', async () => {
    home.env.STAND_IN = 'chatter';
    writeInsomniaPod(theirs, 'it');
    expect(await restore()).toMatchObject({ code: 0 });
    expect(await home.podwatch(['stop', 'it'])).toMatchObject({ code: 0 });
  });

  it.each([
    ["pod 'it' conflicts with pod 'other' rule /w (write)", 'podwatch stop other'],
    ['failed to restore pod it: requested scope `/w` conflicts with pod `a b` rule `/w`', "podwatch stop 'a b'"],
    ['pod metadata for it contains an invalid resolved manifest snapshot: missing field `model`', 'another version'],
    ['I/O error on pods.json: pods.json parse error: EOF', 'podwatch doctor'],
    ['model.ref points to unknown provider `x`', 'configuration of insomnia'],
    ['no default profile is configured', 'INSOMNIA_RESOURCE_DIR'],
    ['pod metadata for it was not found', 'removed'],
    ['segment not found: 019e', 'from a copy'],
    ['log corrupted at line 7', 'podwatch logs it'],
    ["pod 'it' has no active session", 'begin anew'],
    ["no segment is materialized yet for pod 'it'", 'begin anew'],
    ['serialization error: missing field `ts`', 'another version'],
    ["profile not found: 'default'", 'INSOMNIA_RESOURCE_DIR'],
    ["pod state missing for pod 'it'", 'removed'],
    ['API key not provided for provider anthropic', 'environment'],
    ['pwd is not readable under the configured scope', '--cwd DIR'],
    ["pod 'it' is already registered", 'Try again'],
    ['something new \u001b[31m', 'by hand: insomnia-pod --pod it --require-pod-state'],
  ])('says "%s" whole, and what to do', async (text, advice) => {
    home.env.STAND_IN = `error ${text}`;
    writeInsomniaPod(theirs, 'it');
    const before = signature(theirs.data);
    const ran = await restore();
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain(`error: ${displayText(text)}`);
    expect(ran.stderr).toContain(advice);
    expect(signature(theirs.data)).toEqual(before);
  });

  it('without that program says so', async () => {
    delete home.env.INSOMNIA_POD_COMMAND;
    writeInsomniaPod(theirs, 'it');
    expect(await restore()).toMatchObject({ code: 1, stderr: expect.stringContaining('INSOMNIA_POD_COMMAND') });
  });
});

test('the log of a stopped Pod says "interrupted" of what may have been a pause; its owner logs both alike', async () => {
  writeInsomniaStates(theirs);
  const printed = await home.podwatch(['logs', 'every-kind']);
  expect(printed).toMatchObject({ code: 0, stderr: '' });
  expect(printed.stdout).toContain('*Interrupted.*');
  expect(printed.stdout).not.toContain('ancelled');
});
