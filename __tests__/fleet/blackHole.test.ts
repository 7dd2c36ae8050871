// A host that swallows everything, behind a connection that the user shares: what is here goes on, and it is reached past that.
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { processesWithMark } from '../fixtures/processesWithMark';
import { CLI, runProgram } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';
import { until } from '../fixtures/until';
import { describeFleet, type Fleet, openFleet } from './fleet';
import { percentile, tellFigure, timed } from './tellFigure';

const KEYS = 60;

/** How long each took, ms. */
async function each(count: number, work: (at: number) => Promise<void>): Promise<readonly number[]> {
  const taken: number[] = [];
  for (let at = 0; at < count; at += 1) taken.push((await timed(() => work(at))).ms);
  return taken;
}

describeFleet('a black hole behind a shared connection', () => {
  let fleet: Fleet;
  let master: ChildProcess;
  let masterGone: Promise<unknown>;
  let terminal: DrivenTerminal | null = null;
  const configFile = () => path.join(fleet.own.directory, 'ssh_config');
  const isShared = async () =>
    (await runProgram(['ssh', '-F', configFile(), '-O', 'check', 'h1'], fleet.own.env)).code === 0;

  beforeAll(async () => {
    fleet = await openFleet(['h1']);
    const { sshd, line } = fleet.host('h1');
    const socket = path.join(fleet.own.directory, 'shared');
    fleet.configure({}, `${sshd.hostBlock('h1', line.port)}  ControlPath ${socket}\n`);
    master = spawn('ssh', ['-F', configFile(), '-M', '-N', 'h1'], { env: fleet.own.env, stdio: 'ignore' });
    masterGone = new Promise((resolve) => master.once('exit', resolve));
    await until(isShared);
  });
  afterAll(async () => {
    await terminal?.close();
    master.kill('SIGCONT');
    master.kill('SIGTERM');
    await masterGone;
    fleet.host('h1').line.hold(false);
    await fleet.close();
  });

  const authentications = () =>
    fleet
      .host('h1')
      .sshd.log()
      .match(/Accepted publickey/g)?.length;
  const ours = () => processesWithMark(fleet.own.directory).filter(({ command }) => command.startsWith('ssh -T'));

  test('holds nothing up that is here, is said not to answer, and is reached beside it once there is a way', async () => {
    const [reached] = JSON.parse((await fleet.own.podwatch(['hosts', '--json', '--wait', '30'])).stdout);
    expect(reached).toMatchObject({ name: 'h1', state: 'reached' });
    expect(authentications()).toBe(1);
    for (const name of ['one', 'two']) {
      const argv = ['sh', '-c', `echo "screen of ${name}"; exec cat`];
      expect(await fleet.own.podwatch(['run', '-d', name, '--', ...argv])).toMatchObject({ code: 0 });
    }
    master.kill('SIGSTOP');
    fleet.host('h1').line.hold(true);
    const link = fleet.open().named('h1')?.link;
    link?.watch();

    // The picker moves, and what it attaches to takes keys.
    const picker = startTerminal([process.execPath, CLI, '-r'], { env: fleet.own.env, cols: 100 });
    terminal = picker;
    // Before that their order may change, and Enter is refused.
    const listed = await picker.waitForScreen(
      (text) =>
        ['one', 'two'].every((name) => text.includes(`${name}  `)) && (text.match(/\[live idle\]/g) ?? []).length === 2,
    );
    const second = listed.indexOf('one') < listed.indexOf('two') ? 'two' : 'one';
    await until(() => ours().length === 2);
    const moves = await each(KEYS, async (at) => {
      const before = picker.rawBytes().length;
      picker.send(at % 2 === 0 ? '\u001b[B' : '\u001b[A');
      await picker.waitForScreen(() => picker.rawBytes().length > before);
    });
    tellFigure({ what: 'a black hole: p99 of a step in the picker', value: percentile(moves, 0.99), most: 50 });
    picker.send('\u001b[B\r');
    // The preview beside the list says it, too.
    await picker.waitForScreen(new RegExp(`^screen of ${second}`));
    picker.send('typed here\r');
    await picker.waitForScreen(/typed here[\s\S]*typed here/);
    const keys = await each(KEYS, async (at) => {
      picker.send('x');
      await picker.waitForScreen((text) => text.includes('x'.repeat(at + 1)));
    });
    tellFigure({
      what: 'a black hole: p99 of a key in a Pod of this machine',
      value: percentile(keys, 0.99),
      most: 50,
    });
    picker.send('\u001c');
    expect(await picker.exit).toEqual({ code: 0, signal: null });
    await picker.close();

    // So does the grid, and it can be left.
    const grid = startTerminal([process.execPath, CLI], { env: fleet.own.env, cols: 120, rows: 40 });
    terminal = grid;
    await grid.waitForScreen((text) => text.includes('screen of one') && text.includes('screen of two'));
    grid.send('q');
    expect(await grid.exit).toEqual({ code: 0, signal: null });
    expect(link?.fact$.value.state).not.toBe('reached');

    await until(() => link?.fact$.value.problem === 'h1 does not answer');
    expect(authentications()).toBe(1);
    fleet.host('h1').line.hold(false);
    link?.wake();
    await until(() => link?.fact$.value.state === 'reached', 60_000);
    expect(authentications()).toBe(2);

    // What was the user's is as it was.
    await link?.close();
    await until(() => ours().length === 0);
    master.kill('SIGCONT');
    expect(await isShared()).toBe(true);
    expect(await fleet.own.podwatch(['stop', 'one', 'two'])).toMatchObject({ code: 0 });
  });
});
