// What is known of a Pod before it is started, from real directories.
import fs from 'node:fs';
import path from 'node:path';
import { checkNewPod } from '../../src/actions/checkNewPod';
import { makeTempHome, type TempHome } from '../fixtures/tempHome';

let home: TempHome;
let base: string;
beforeEach(() => {
  home = makeTempHome();
  base = path.join(home.paths.data, 'work');
  for (const name of ['app', 'apple', '.hidden', 'zoo/inner']) fs.mkdirSync(path.join(base, name), { recursive: true });
  fs.writeFileSync(path.join(base, 'apply.txt'), '');
});
afterEach(() => home.close());

const look = (over: { name?: string; directory?: string; argv?: readonly string[] } = {}) =>
  checkNewPod({ home: home.paths, name: '', directory: '', argv: [], cwd: base, userHome: base, ...over });

test.each([
  ['', ['app', 'apple', 'zoo']],
  ['app', ['app', 'apple']],
  ['appl', ['apple']],
  ['~/z', ['zoo']],
  ['zoo/', ['zoo/inner']],
  ['.', ['.hidden']],
  ['nothing', []],
  ['gone/deeper', []],
])('directories that go on from %j', async (directory, expected) => {
  // A dot alone is the directory itself; what begins with it is not shown otherwise.
  const typed = directory === '.' ? `${base}/.h` : directory;
  const { directories } = await look({ directory: typed });
  expect(directories).toEqual(expected.map((name) => path.join(base, name)));
});

test('a directory that is none is said; the one at hand is fine', async () => {
  expect((await look()).directoryFault).toBeNull();
  expect((await look({ directory: '~/app' })).directoryFault).toBeNull();
  expect((await look({ directory: 'gone' })).directoryFault).toContain('does not exist');
  expect((await look({ directory: 'apply.txt' })).directoryFault).toContain('is not a directory');
});

test('a taken or bad name is said; what is suggested is free', async () => {
  fs.mkdirSync(path.join(home.paths.pods, 'app-npm'), { recursive: true });
  fs.writeFileSync(path.join(home.paths.pods, 'app-npm', 'metadata.json'), '{');
  expect((await look({ name: 'app-npm' })).nameFault).toContain('"app-npm" exists');
  expect((await look({ name: '-x' })).nameFault).toContain('cannot begin with "-"');
  expect((await look({ name: 'new' })).nameFault).toBeNull();
  expect((await look({ directory: 'app', argv: ['npm', 'test'] })).suggestion).toBe('app-npm-2');
});
