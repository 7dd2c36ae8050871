// Compiled code that is kept: used again, never believed where it is of another file, damaged, or cannot be kept at all.
import fs from 'node:fs';
import module from 'node:module';
import path from 'node:path';
import { CLI, makeTempHome, runProgram, type TempHome } from '../fixtures/tempHome';
import { until } from '../fixtures/until';

let home: TempHome;
let dist = '';
let kept = '';
beforeEach(() => {
  home = makeTempHome();
  // An installation of its own, to be replaced.
  dist = path.join(home.directory, 'dist');
  fs.cpSync(path.dirname(CLI), dist, { recursive: true });
  kept = path.join(home.directory, 'user', '.cache', 'podwatch', 'compiled');
});
afterEach(() => home.close());

const NODE_KEEPS_IT = 'enableCompileCache' in module;
const ours = NODE_KEEPS_IT ? it.skip : it;

const ls = () => runProgram([process.execPath, path.join(dist, 'cli.js'), 'ls', '--json'], home.env);
const listed = { code: 0, stdout: '[]\n', stderr: '' };

function keptOf(bundle: string): string {
  const [file = ''] = fs.readdirSync(kept).filter((name) => name.startsWith(`${bundle}-`));
  return path.join(kept, file);
}

ours('is written once, for its user alone, and stays as it is while the bundle does', async () => {
  expect(await ls()).toEqual(listed);
  const { ino, mode } = fs.statSync(keptOf('ls'));
  expect(mode & 0o777).toBe(0o600);
  expect(await ls()).toEqual(listed);
  expect(fs.statSync(keptOf('ls')).ino).toBe(ino);
  expect(fs.readdirSync(kept).filter((name) => !name.endsWith('.code'))).toEqual([]);
});

ours('is not that of a bundle which was replaced by one of the same length, name and time', async () => {
  await ls();
  const bundle = path.join(dist, 'commands', 'ls.js');
  const { atime, mtime, size } = fs.statSync(bundle);
  const other = "process.stdout.write('another');exports.command={runWords:async()=>0};";
  fs.writeFileSync(`${bundle}.new`, other.padEnd(size, '\n'));
  fs.utimesSync(`${bundle}.new`, atime, mtime);
  fs.renameSync(`${bundle}.new`, bundle);
  expect((await ls()).stdout).toBe('another');
  expect((await ls()).stdout).toBe('another');
});

ours.each([
  ['empty', () => Buffer.alloc(0)],
  ['cut in its head', (code: Buffer) => code.subarray(0, 600)],
  ['cut', (code: Buffer) => code.subarray(0, code.length - 4096)],
  ['without a page', (code: Buffer) => Buffer.from(code).fill(0, 16_384, 20_480)],
  ['somebody else’s text', (code: Buffer) => Buffer.from(code).fill('x')],
])('is compiled anew where it is %s', async (_, damage) => {
  await ls();
  const file = keptOf('ls');
  const good = fs.readFileSync(file);
  fs.writeFileSync(file, damage(good));
  expect(await ls()).toEqual(listed);
  expect(fs.readFileSync(file).subarray(4, 1024)).toEqual(good.subarray(4, 1024));
  expect(await ls()).toEqual(listed);
});

it('costs nothing but its time where it cannot be kept', async () => {
  fs.mkdirSync(path.dirname(path.dirname(kept)), { recursive: true });
  fs.writeFileSync(path.dirname(kept), 'in the way');
  expect(await ls()).toEqual(listed);
});

ours('is kept of a Pod as soon as it is up, not at its end, and the next one starts with it', async () => {
  const run = (name: string) =>
    runProgram([process.execPath, path.join(dist, 'cli.js'), 'run', name, '-d', '--', 'sleep', '60'], home.env);
  // What no bundle can hold.
  fs.symlinkSync(path.resolve(__dirname, '../../node_modules'), path.join(home.directory, 'node_modules'));
  expect((await run('first')).code).toBe(0);
  await until(() => fs.existsSync(keptOf('liveTerminalPod')) && fs.statSync(keptOf('liveTerminalPod')).isFile());
  const { ino } = fs.statSync(keptOf('liveTerminalPod'));
  expect((await run('second')).code).toBe(0);
  expect(home.allocations().map(({ pod_name: name }) => name)).toEqual(['first', 'second']);
  expect(fs.statSync(keptOf('liveTerminalPod')).ino).toBe(ino);
});
