// What could not be read is never taken for what is not there: the exit code says it, too.
import fs from 'node:fs';
import path from 'node:path';
import { storePod } from '../fixtures/storedPods';
import { makeTempHome, type TempHome } from '../fixtures/tempHome';

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
  fs.mkdirSync(path.dirname(home.paths.pods), { recursive: true });
  fs.rmSync(home.paths.pods, { recursive: true, force: true });
  fs.writeFileSync(home.paths.pods, 'no directory');
});
afterEach(() => home.close());

const WHY = 'Cannot list the Pods in';

test.each([
  [['ls'], 1],
  [['ls', '--json'], 1],
  [['ls', '--all', '--everything'], 1],
  [['grep', 'anything'], 2],
  [['logs', 'a'], 1],
  [['logs', 'a*'], 1],
  [['stop', 'a'], 1],
  [['stop', '--all'], 1],
  [['restore', '--all'], 1],
  [['prune', '--older-than', '1d'], 1],
  [['wait', 'a'], 1],
  [['explain', 'a'], 1],
])('%j', async (args, code) => {
  const done = await home.podwatch(args);
  expect({ args, ...done, stderr: done.stderr.includes(WHY) }).toMatchObject({ code, stderr: true });
  expect(done.stdout).not.toContain('nothing to restore');
});

test('what no glob fits says once what could not be read', async () => {
  const { code, stderr } = await home.podwatch(['stop', 'a*']);
  expect(code).toBe(1);
  expect(stderr.split(WHY)).toHaveLength(2);
  expect(stderr).toContain('No Pod "a*" is known');
});

test.each([
  ['a bad entry of the registry', '{"allocations": [{"socket": "/nowhere"}, 7]}'],
  ['a registry that makes no sense', 'no\nregistry {'],
])('%s leaves no Pod out: it is said, and nothing has failed', async (_, text) => {
  fs.rmSync(home.paths.pods);
  storePod(home.paths, { name: 'one', updatedAt: Date.now() - 3_600_000, preview: 'x' }, 1);
  fs.mkdirSync(home.paths.runtime, { recursive: true });
  fs.writeFileSync(home.paths.registry, text);
  fs.utimesSync(home.paths.registry, 1000, 1000);
  const listed = await home.podwatch(['ls', '--json']);
  expect([listed.code, JSON.parse(listed.stdout)]).toMatchObject([0, [{ name: 'one', state: 'stopped' }]]);
  expect(listed.stderr).toContain(home.paths.registry);
  expect(await home.podwatch(['stop', '--all'])).toMatchObject({ code: 0 });
  expect(await home.podwatch(['prune', '--older-than', '1d'])).toMatchObject({ code: 0 });
  expect(await home.podwatch(['grep', 'nowhere'])).toMatchObject({ code: 1 });
  expect(await home.podwatch(['explain', 'two'])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('There is no Pod "two".'),
  });
});

test('completion stays silent', async () => {
  const done = await home.podwatch(['__complete', 'words', 'attach', '']);
  expect(done.stderr).toBe('');
});
