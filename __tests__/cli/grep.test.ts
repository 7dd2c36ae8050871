// `podwatch grep` over real Pods and stored ones.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { segmentCastPath, segmentLogPath } from '../../src/protocol/homePaths';
import { storePod } from '../fixtures/storedPods';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { until } from '../fixtures/until';

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(() => home.close());

const objects = (stdout: string) =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

async function grepped(...args: readonly string[]) {
  const { code, stdout, stderr } = await home.podwatch(['grep', ...args, '--json']);
  expect(stderr).toBe('');
  return { code, hits: objects(stdout) };
}

test('live and stopped, recordings and conversations, the newest first', async () => {
  storePod(home.paths, { name: 'old', updatedAt: 1000, preview: 'first\nan old needle said', kind: 'agent' }, 1);
  storePod(home.paths, { name: 'newer', updatedAt: 2000, preview: 'a newer Needle', kind: 'agent' }, 2);
  await home.podwatch([
    'run',
    'term',
    '-d',
    '--',
    '/bin/sh',
    '-c',
    'printf "live \\033[31mnee\\033[0mdle\\n"; exec cat',
  ]);
  await until(async () => (await grepped('needle')).hits.length === 3);
  const { code, hits } = await grepped('needle');
  expect(code).toBe(0);
  expect(hits).toMatchObject([
    { name: 'term', state: 'live', kind: 'recording', line: 'live needle', column: 5 },
    { name: 'newer', state: 'stopped', kind: 'log', at: 2000, line: 'a newer Needle', column: 8 },
    { name: 'old', state: 'stopped', kind: 'log', at: 1000, line: 'an old needle said' },
  ]);
  expect((await grepped('needle', '--live')).hits).toMatchObject([{ name: 'term' }]);
  expect((await grepped('needle', '--stopped')).hits).toMatchObject([{ name: 'newer' }, { name: 'old' }]);
  expect((await grepped('needle', '-s')).hits).toHaveLength(2);
  expect((await grepped('needle', '--limit', '1')).hits).toHaveLength(1);
  const plain = await home.podwatch(['grep', 'needle', '--live']);
  expect(plain.stdout).toMatch(/^term {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}live needle\n$/);
});

test('nothing found is 1, no text is a mistake', async () => {
  expect(await home.podwatch(['grep', 'needle'])).toEqual({ code: 1, stdout: '', stderr: '' });
  expect(await home.podwatch(['grep', ''])).toMatchObject({ code: 2 });
  expect(await home.podwatch(['grep', 'a\nb'])).toMatchObject({ code: 2 });
});

test('what others wrote is made safe', async () => {
  storePod(
    home.paths,
    { name: 'demo', updatedAt: 1000, preview: 'a\u001b]0;x\u0007\u202e needle\u009b31m', kind: 'agent' },
    1,
  );
  const { stdout } = await home.podwatch(['grep', 'needle']);
  expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
  expect(stdout).toContain('needle');
});

test('a file that is no file is a sentence, and holds nothing up', async () => {
  storePod(home.paths, { name: 'demo', updatedAt: 1000, preview: 'a needle', kind: 'agent' }, 1);
  const [session = ''] = fs.readdirSync(home.paths.sessions);
  fs.mkdirSync(segmentCastPath(home.paths, session, 'odd'));
  fs.writeFileSync(segmentLogPath(home.paths, session, 'locked'), 'needle', { mode: 0 });
  const { code, stdout, stderr } = await home.podwatch(['grep', 'needle', '--json']);
  // As grep(1) and rg have it, whatever else was found.
  expect([code, objects(stdout)]).toMatchObject([2, [{ name: 'demo' }]]);
  expect(stderr).toMatch(/odd\.cast cannot be searched: it is a directory\n/);
  for (let at = 0; at < 12; at++) fs.mkdirSync(segmentCastPath(home.paths, session, `odd${at}`));
  expect((await home.podwatch(['grep', 'needle'])).stderr).toMatch(/\n.*more could not be searched\n$/);
});

test('it ends with its reader', async () => {
  storePod(home.paths, { name: 'demo', updatedAt: 1000, preview: 'x', kind: 'agent' }, 1);
  const [session = ''] = fs.readdirSync(home.paths.sessions);
  const entry = {
    kind: 'assistant_item',
    ts: 1,
    item: { kind: 'message', content: [{ kind: 'text', text: 'needle' }] },
  };
  fs.writeFileSync(segmentLogPath(home.paths, session, 'many'), `${JSON.stringify(entry)}\n`.repeat(200_000));
  const child = spawn(process.execPath, [CLI, 'grep', 'needle'], {
    env: home.env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  child.stdout.once('data', () => child.stdout.destroy());
  await ended;
});

test('only in what is named: Pods and sessions, also in a database', async () => {
  storePod(home.paths, { name: 'one', updatedAt: 1000, preview: 'a needle', kind: 'agent' }, 1);
  storePod(home.paths, { name: 'two', updatedAt: 2000, preview: 'a needle', kind: 'agent' }, 2);
  const file = `${home.env.HOME}/.claude/projects/-p/aaaaaaaa-1.jsonl`;
  const said = { type: 'user', cwd: '/', timestamp: '2026-11-26T12:00:00Z', message: { content: 'my needle' } };
  fs.mkdirSync(`${home.env.HOME}/.claude/projects/-p`, { recursive: true });
  fs.writeFileSync(file, `${JSON.stringify(said)}\n`);
  expect((await grepped('needle', 'one')).hits).toMatchObject([{ name: 'one' }]);
  const both = await grepped('needle', 'claude:aaaa', 'two');
  expect(both.hits.map(({ name }) => name).sort()).toEqual(['claude:aaaaaaaa-1', 'two']);
  expect(await home.podwatch(['grep', 'needle', 'nobody'])).toMatchObject({ code: 3, stdout: '' });
  const database = `${home.env.HOME}/.local/share/opencode/opencode.db`;
  fs.mkdirSync(`${home.env.HOME}/.local/share/opencode`, { recursive: true });
  fs.copyFileSync('__tests__/fixtures/foreign/opencode/opencode.db', database);
  expect(await grepped('needle', 'opencode:ses_de83faa')).toEqual({ code: 1, hits: [] });
  expect((await grepped('go on after resume', 'opencode:ses_de83faa')).hits).toMatchObject([{ kind: 'session' }]);
});

test('a bad line in a session is passed over as one in a log; a session that cannot be read is told by the exit code', async () => {
  const directory = `${home.env.HOME}/.claude/projects/-p`;
  fs.mkdirSync(directory, { recursive: true });
  const said = { type: 'user', cwd: '/', timestamp: '2026-11-26T12:00:00Z', message: { content: 'my needle' } };
  fs.writeFileSync(`${directory}/aaaaaaaa-1.jsonl`, `{"type": no\n${JSON.stringify(said)}\n`);
  const found = await home.podwatch(['grep', 'needle', '--sessions']);
  expect(found).toMatchObject({ code: 0, stdout: expect.stringContaining('my needle') });
  expect(found.stderr).toContain('is not read whole');
  expect(await home.podwatch(['grep', 'nothing', '--sessions'])).toMatchObject({ code: 1 });
  fs.mkdirSync(`${directory}/bbbbbbbb-2.jsonl`);
  expect(await home.podwatch(['grep', 'needle', '--sessions'])).toMatchObject({ code: 2 });
});

test('a text that is too long is refused in a short sentence', async () => {
  const { code, stderr } = await home.podwatch(['grep', 'needle'.repeat(2000)]);
  expect([code, stderr]).toEqual([2, expect.stringContaining('at most 1000 characters, and this one has 12000')]);
  expect(stderr.length).toBeLessThan(300);
});
