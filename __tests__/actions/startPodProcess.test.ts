// A Pod process that does not come up: what the user is told, and that nothing is left running.
import fs from 'node:fs';
import path from 'node:path';
import { runPod } from '../../src/actions/runPod';
import { podRuntimeDir } from '../../src/protocol/homePaths';
import { processesWithMark } from '../fixtures/processesWithMark';
import { makeTempHome, type TempHome } from '../fixtures/tempHome';

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(() => home.close());

/** Runs a Pod whose process is this script; it has the order on stdin and the ready pipe on descriptor 3. */
function runWith(script: string, timeoutMs = 10_000) {
  const podProgram = path.join(home.directory, 'pod.js');
  fs.writeFileSync(podProgram, script);
  const size = { cols: 80, rows: 24 };
  return runPod({
    home: home.paths,
    name: 'demo',
    argv: ['x'],
    cwd: '/',
    ...size,
    podProgram,
    env: home.env,
    timeoutMs,
  });
}

const running = () => processesWithMark(home.directory);

it('tells the end of its stderr when it dies, without its escape sequences', async () => {
  const outcome = await runWith(
    `for (let i = 1; i <= 20; i++) console.error('\\x1b[31mline ' + i + '\\x1b[m'); process.exit(7)`,
  );
  expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('exit code 7') });
  const { message } = outcome as { message: string };
  expect(message).toContain(path.join(podRuntimeDir(home.paths, 'demo'), 'stderr.log'));
  expect(message.match(/line \d+/g)).toEqual([13, 14, 15, 16, 17, 18, 19, 20].map((i) => `line ${i}`));
  expect(message).not.toContain('\x1b');
});

it('ends it, and what it has started, when it never says a word', async () => {
  const script = `process.on('SIGTERM', () => {}); require('child_process').spawn('sleep', ['60']); setInterval(() => {}, 1000)`;
  const outcome = await runWith(script, 1000);
  expect(outcome).toMatchObject({ kind: 'timeout', message: expect.stringContaining('was not ready after 1 s') });
  expect(running()).toEqual([]);
});

it('says that a name is that of a link, which no list shows', async () => {
  const elsewhere = path.join(home.directory, 'elsewhere');
  fs.mkdirSync(elsewhere);
  fs.mkdirSync(home.paths.pods, { recursive: true });
  fs.symlinkSync(elsewhere, path.join(home.paths.pods, 'demo'));
  const outcome = await runWith('process.exit()');
  expect(outcome).toMatchObject({
    kind: 'not-eligible',
    message: expect.stringContaining('is a link, and links are no Pods'),
  });
});

it('passes on the sentence of a refusal', async () => {
  const word = JSON.stringify({ kind: 'refused', message: 'Not today.' });
  const outcome = await runWith(`require('fs').writeSync(3, ${JSON.stringify(`${word}\n`)})`);
  expect(outcome).toEqual({ kind: 'failed', message: 'Not today.' });
});

it('takes no garbage for a ready word', async () => {
  const outcome = await runWith(`require('fs').writeSync(3, 'hello\\n')`);
  expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('before it was ready') });
});

it('hands over the order, keeps the rest private, and is not held by a Pod that lives', async () => {
  const outcome = await runWith(`
    const order = JSON.parse(require('fs').readFileSync(0, 'utf8'));
    const word = { kind: 'ready', socketPath: JSON.stringify([order.name, order.argv, order.home.data, process.cwd()]) };
    require('fs').writeSync(3, JSON.stringify(word) + '\\n');
    setTimeout(() => {}, 600_000);`);
  const socketPath = JSON.stringify(['demo', ['x'], home.paths.data, '/']);
  expect(outcome).toEqual({ kind: 'done', socketPath });
  const directory = podRuntimeDir(home.paths, 'demo');
  expect(fs.statSync(directory).mode & 0o777).toBe(0o700);
  expect(fs.statSync(path.join(directory, 'stderr.log')).mode & 0o777).toBe(0o600);
  const [pod] = running();
  if (pod === undefined) throw new Error('It does not run');
  // Its own session: no signal of our terminal reaches it.
  const stat = fs.readFileSync(`/proc/${pod.pid}/stat`, 'utf8').split(' ');
  expect(Number(stat[5])).toBe(pod.pid);
  process.kill(pod.pid);
});
