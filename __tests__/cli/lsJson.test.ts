// `ls --json` on real Pods and sessions is what docs/ls.schema.json says; the tree, the archive, and `--watch`.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import Ajv from 'ajv';
import { startSocketPod } from '../fixtures/socketPod';
import { storePod } from '../fixtures/storedPods';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { until } from '../fixtures/until';

const schema = JSON.parse(fs.readFileSync(path.resolve(__dirname, '../../docs/ls.schema.json'), 'utf8'));

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(() => home.close());

async function rows(...args: string[]) {
  return JSON.parse((await home.podwatch(['ls', '--json', ...args])).stdout);
}

/** The schema with nothing beside it: a new field has to be described. */
function strictly() {
  const strict = structuredClone(schema);
  for (const each of Object.values<{ type: unknown; additionalProperties?: boolean }>(strict.definitions)) {
    if (String(each.type).includes('object')) each.additionalProperties = false;
  }
  return new Ajv({ allowUnionTypes: true }).compile(strict);
}

it('says of every row what the schema promises, and nothing else', async () => {
  const work = path.join(home.directory, 'work');
  fs.mkdirSync(path.join(work, '.git'), { recursive: true });
  fs.writeFileSync(path.join(work, '.git', 'HEAD'), 'ref: refs/heads/feature\n');
  // Before those that write the registry themselves.
  const pod = await startSocketPod(home.paths, 'bare', '');
  await home.podwatch(['run', 'a', '-d', '--cwd', work, '--', '/bin/sh']);
  await home.podwatch(['run', 'b', '-d', '--', '/bin/sh', '-c', 'sleep 0.1; exit 9']);
  storePod(home.paths, { name: 'old', updatedAt: 1000, preview: 'hi' }, 1);
  fs.mkdirSync(path.join(home.paths.pods, 'bad'));
  fs.writeFileSync(path.join(home.paths.pods, 'bad', 'metadata.json'), '{');
  await until(async () => (await rows()).some((row: { exitCode: number | null }) => row.exitCode === 9));
  // What a Pod says of itself stands there where it has said it soon enough.
  const found = await until(async () => {
    const listed = await rows('--everything');
    return listed.find((row: { name: string; reason: unknown }) => row.name === 'a')?.reason !== null && listed;
  });
  await pod.close();
  const check = strictly();
  check(found);
  expect(check.errors).toBeNull();
  // Sessions of a multiplexer may run beside the test.
  expect(found.filter((row: { home: string }) => row.home === home.paths.data)).toHaveLength(5);
  expect(found).toContainEqual(
    expect.objectContaining({
      name: 'a',
      command: ['/bin/sh'],
      directory: work,
      group: work,
      branch: 'feature',
      startedAt: expect.any(Number),
      reason: expect.any(String),
      parent: null,
    }),
  );
  expect(found).toContainEqual(expect.objectContaining({ name: 'b', state: 'stopped', exitCode: 9, startedAt: null }));
});

it('worktrees of one repository are one group, as in the dashboard', async () => {
  const main = path.join(home.directory, 'main');
  const tree = path.join(home.directory, 'tree');
  const kept = path.join(main, '.git', 'worktrees', 'tree');
  fs.mkdirSync(kept, { recursive: true });
  fs.mkdirSync(tree);
  fs.writeFileSync(path.join(main, '.git', 'HEAD'), 'ref: refs/heads/main\n');
  fs.writeFileSync(path.join(tree, '.git'), `gitdir: ${kept}\n`);
  fs.writeFileSync(path.join(kept, 'commondir'), '../..\n');
  fs.writeFileSync(path.join(kept, 'HEAD'), 'ref: refs/heads/side\n');
  for (const [name, cwd] of [
    ['a', main],
    ['b', tree],
  ] as const) {
    await home.podwatch(['run', name, '-d', '--cwd', cwd, '--', 'cat']);
  }
  const found = (await rows()).map(({ name, group, branch }: Record<string, unknown>) => [name, group, branch]).sort();
  expect(found).toEqual([
    ['a', main, 'main'],
    ['b', main, 'side'],
  ]);
});

it('a Pod that is started in a Pod stands below it', async () => {
  const start = `"${process.execPath}" "${CLI}" run kid -d -- cat`;
  await home.podwatch(['run', 'mother', '-d', '--', '/bin/sh', '-c', `${start}; exec cat`]);
  await until(async () => (await rows()).length === 2);
  const [kid] = (await rows()).filter((row: { name: string }) => row.name === 'kid');
  expect(kid.parent).toBe('mother');
  expect((await home.podwatch(['ls', '--tree'])).stdout).toMatch(/^mother .*\n└ kid /m);
});

it('--watch prints the list again after a change, and ends when it is told to', async () => {
  const child = spawn(process.execPath, [CLI, 'ls', '--watch', '--json'], {
    env: home.env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lists: { name: string; state: string }[][] = [];
  readline.createInterface({ input: child.stdout }).on('line', (line) => lists.push(JSON.parse(line)));
  const exit = new Promise((resolve) => child.on('close', (_, signal) => resolve(signal)));
  await until(() => lists.length > 0);
  expect(lists[0]).toEqual([]);
  await home.podwatch(['run', 'a', '-d', '--', 'cat']);
  await until(() => lists.at(-1)?.some(({ name, state }) => name === 'a' && state === 'live'));
  child.kill('SIGTERM');
  expect(await exit).toBe('SIGTERM');
});
