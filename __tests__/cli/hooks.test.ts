// `podwatch hooks`: what docs/hooks.md says gets into the agents' files, beside what is there, and out again to the byte.
import fs from 'node:fs';
import path from 'node:path';
import { AGENT_HOOKS } from '../../src/commands/hooks/agentHooks';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { startTerminal } from '../fixtures/terminalDriver';

let home: TempHome;
let user: string;
beforeEach(() => {
  home = makeTempHome();
  user = home.env.HOME ?? '';
});
afterEach(() => home.close());

const hooks = (...args: string[]) => home.podwatch(['hooks', ...args]);
const done = { code: 0, stderr: '' };
const read = (file: string) => fs.readFileSync(file, 'utf8');

function put(file: string, text: string): string {
  const full = path.join(user, file);
  fs.mkdirSync(path.dirname(full), { recursive: true });
  fs.writeFileSync(full, text, { mode: 0o644 });
  return full;
}

it('writes exactly what docs/hooks.md shows, into a file that was not there, and takes it away again', async () => {
  const docs = read(path.resolve(__dirname, '../../docs/hooks.md'));
  const shown = [...docs.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = '']) => JSON.parse(json));
  const files = ['.claude/settings.json', '.codex/hooks.json', '.gemini/settings.json'].map((file) =>
    path.join(user, file),
  );
  expect(await hooks('install', 'claude', 'codex', 'gemini')).toMatchObject(done);
  expect(files.map((file) => JSON.parse(read(file)))).toEqual(shown);
  expect((await hooks('status')).stdout).toMatch(
    /^claude +installed .*\ncodex +installed .*\ngemini +installed .*\nopencode +not installed /,
  );
  expect(await hooks('install', 'claude')).toMatchObject({ ...done, stdout: expect.stringContaining('nothing to do') });
  expect(await hooks('remove', 'claude', 'codex', 'gemini')).toMatchObject(done);
  expect(files.filter((file) => fs.existsSync(file))).toEqual([]);
  expect(await hooks('remove', 'claude')).toMatchObject({ ...done, stdout: expect.stringContaining('nothing to do') });
});

it('opencode gets a plugin, docs show the same', async () => {
  const file = path.join(user, '.config/opencode/plugins/podwatch.js');
  expect(await hooks('install', 'opencode')).toMatchObject(done);
  expect(read(path.resolve(__dirname, '../../docs/hooks.md'))).toContain(read(file));
  fs.appendFileSync(file, '// mine\n');
  expect(await hooks('remove', 'opencode')).toMatchObject({ code: 1, stderr: expect.stringContaining('changed') });
  fs.writeFileSync(file, read(file).replace('// mine\n', ''));
  expect(await hooks('remove', 'opencode')).toMatchObject(done);
  expect(fs.existsSync(file)).toBe(false);
});

const OTHERS = `{
    // my own
    "theme": "dark",   "env": { "KEY": "s3cret" },
    "hooks": {
        "Stop": [ { "hooks": [ { "type": "command", "command": "say done" } ] } ],
    },
}
`;

it('merges: comments, spacing, links, modes and hooks of others stay; untouched since, it comes back to the byte', async () => {
  const real = put('dotfiles/claude.json', OTHERS);
  const file = path.join(user, '.claude/settings.json');
  fs.mkdirSync(path.dirname(file));
  fs.symlinkSync(real, file);
  const ran = await hooks('install', 'claude');
  expect(ran).toMatchObject(done);
  // Shown: what changes, and not the secrets beside it.
  expect(ran.stdout).toMatch(/^\+.*UserPromptSubmit/m);
  expect(ran.stdout).not.toContain('s3cret');
  expect(fs.lstatSync(file).isSymbolicLink()).toBe(true);
  expect(fs.statSync(real).mode & 0o777).toBe(0o644);
  for (const kept of ['// my own', '"theme": "dark",   "env"', 'say done']) expect(read(file)).toContain(kept);
  expect((await hooks('status', 'claude', '--json')).stdout).toContain('"installed"');
  expect(await hooks('remove', 'claude')).toMatchObject(done);
  expect(read(file)).toBe(OTHERS);
  expect(fs.readdirSync(path.join(home.paths.data, 'hooks'))).toEqual([]);
});

it('writes into the file that a link will lead to, and behind the mark that a file begins with', async () => {
  const directory = path.join(user, '.claude');
  const file = path.join(directory, 'settings.json');
  fs.mkdirSync(path.join(user, 'dotfiles'));
  fs.mkdirSync(directory);
  fs.symlinkSync('../dotfiles/claude.json', file);
  expect(await hooks('install', 'claude')).toMatchObject(done);
  expect(fs.readlinkSync(file)).toBe('../dotfiles/claude.json');
  expect(read(path.join(user, 'dotfiles/claude.json'))).toContain('podwatch');
  const marked = put('.gemini/settings.json', '\uFEFF{"a": 1}');
  expect(await hooks('install', 'gemini')).toMatchObject(done);
  expect(read(marked)).toMatch(/^\uFEFF\{/);
  expect(JSON.parse(read(marked).slice(1))).toMatchObject({ a: 1, hooks: expect.anything() });
  expect(await hooks('remove', 'claude', 'gemini')).toMatchObject(done);
  expect(read(marked)).toBe('\uFEFF{"a": 1}');
});

it('a file that was changed since loses ours alone', async () => {
  const file = put('.gemini/settings.json', '{\n  "a": 1\n}\n');
  await hooks('install', 'gemini');
  fs.writeFileSync(file, read(file).replace('"a": 1', '"a": 2'));
  expect(await hooks('remove', 'gemini')).toMatchObject(done);
  expect(JSON.parse(read(file))).toEqual({ a: 2 });
  expect((await hooks('status', 'gemini')).stdout).toMatch(/^gemini +not installed/);
});

it('shows without writing, asks on a terminal, refuses what it cannot read, and knows its words', async () => {
  const broken = put('.claude/settings.json', '{ "hooks": [');
  expect(await hooks('install', 'claude')).toMatchObject({ code: 1, stderr: expect.stringContaining('settings.json') });
  expect(read(broken)).toBe('{ "hooks": [');
  put('.claude/settings.json', '[]');
  expect(await hooks('install', 'claude')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no JSON object'),
  });
  const file = path.join(user, '.codex/hooks.json');
  expect(await hooks('install', 'codex', '--dry-run')).toMatchObject({ ...done, stdout: expect.stringContaining('+') });
  expect(fs.existsSync(file)).toBe(false);
  for (const [answer, code] of [
    ['n', 1],
    ['y', 0],
  ] as const) {
    const terminal = startTerminal([process.execPath, CLI, 'hooks', 'install', 'codex'], {
      env: home.env,
      cols: 100,
      rows: 60,
    });
    await terminal.waitForScreen(/Write this\? \[y\/N\]/);
    terminal.send(`${answer}\r`);
    expect((await terminal.exit).code).toBe(code);
    await terminal.close();
    expect(fs.existsSync(file)).toBe(answer === 'y');
  }
  expect(await hooks('install')).toMatchObject({ code: 2, stdout: '' });
  expect(await hooks('polish', 'codex')).toMatchObject({ code: 2, stdout: '' });
  expect(await hooks('install', 'unheard-of')).toMatchObject({ code: 2, stdout: '' });
  expect(AGENT_HOOKS.map(({ name }) => name)).toEqual(['claude', 'codex', 'gemini', 'opencode']);
});
