// What could not be read is never taken for what is not there: the exit code says it, too.
import fs from 'node:fs';
import path from 'node:path';
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

test('completion stays silent', async () => {
  const done = await home.podwatch(['__complete', 'words', 'attach', '']);
  expect(done.stderr).toBe('');
});
