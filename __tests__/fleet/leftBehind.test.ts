// A viewer that is killed while its line is cut: nobody can tell the other side, which ends by a bound of its own.
import { spawn } from 'node:child_process';
import { processesWithMark } from '../fixtures/processesWithMark';
import { CLI } from '../fixtures/tempHome';
import { until } from '../fixtures/until';
import { describeFleet, type Fleet, openFleet } from './fleet';

/** A serve gives a silent viewer up after 45 s, and looks each 5 s. */
jest.setTimeout(150_000);

describeFleet('a viewer that is killed in a cut', () => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await openFleet(['h1']);
  });
  afterAll(() => fleet.close());

  test('leaves no ssh here, and no serve there, though nobody has told it; its Pods live', async () => {
    const { home, line, sshd } = fleet.host('h1');
    const serves = () => processesWithMark(home.directory).filter(({ command }) => command.includes('serve --stdio'));
    expect(await home.podwatch(['run', '-d', 'stays', '--', 'sleep', '600'])).toMatchObject({ code: 0 });
    const child = spawn(process.execPath, [CLI, 'ls', '--watch', '--json'], { env: fleet.own.env, stdio: 'pipe' });
    const gone = new Promise((resolve) => child.once('exit', resolve));
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    await until(() => text.includes('h1/stays'));
    line.hold(true);
    child.kill('SIGKILL');
    await gone;
    expect(serves()).toHaveLength(1);
    await until(() => processesWithMark(fleet.own.directory).length === 0);
    await until(() => serves().length === 0, 100_000);
    // Neither end of the line has learnt of the other.
    expect(line.connections).toBe(1);
    line.hold(false);
    await until(() => sshd.sessions().length === 0);
    expect(home.allocations().map(({ pod_name: name }) => name)).toEqual(['stays']);
    expect(await home.podwatch(['stop', 'stays'])).toMatchObject({ code: 0 });
  });
});
