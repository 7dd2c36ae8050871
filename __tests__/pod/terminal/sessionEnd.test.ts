// Stopping a Pod ends all that runs in its terminal, and tells what has left it on purpose.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { AgentProcess } from '../../../src/pod/agent/agentProcess';
import { endSession, leftSession } from '../../../src/pod/terminal/sessionEnd';
import { isAlive } from '../../fixtures/podTestClient';
import { CLI, makeTempHome, type TempHome } from '../../fixtures/tempHome';
import { startTerminal } from '../../fixtures/terminalDriver';
import { until } from '../../fixtures/until';

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(() => home.close());

const file = (name: string) => path.join(home.directory, name);

/** The pid that a script has written there. */
function pidIn(name: string): Promise<number> {
  return until(() => (fs.existsSync(file(name)) ? Number(fs.readFileSync(file(name), 'utf8')) : 0));
}

/** A shell that has written its pid becomes the program a moment later. */
async function untilSleeps(pid: number): Promise<void> {
  await until(() => fs.readFileSync(`/proc/${pid}/comm`, 'utf8') === 'sleep\n');
}

test('groups of their own, deaf and stopped processes end with it; a daemon is named and goes on', async () => {
  const deaf = 'trap "" HUP TERM INT; echo $$ > deaf; while :; do sleep 0.2; done';
  const script = [
    `cd ${home.directory}`,
    `timeout 300 sh -c 'echo $$ > bounded; exec sleep 299' &`,
    `sh -c '${deaf}' &`,
    `sh -c 'echo $$ > stopped; kill -STOP $$; sleep 300' &`,
    `setsid sh -c 'echo $$ > daemon; exec sleep 298' &`,
    'wait',
  ].join('\n');
  await home.podwatch(['run', 'busy', '-d', '--', 'sh', '-c', script]);
  const [bounded, deafPid, stopped, daemon] = await Promise.all(['bounded', 'deaf', 'stopped', 'daemon'].map(pidIn));
  await untilSleeps(daemon ?? 0);
  const ran = await home.podwatch(['stop', 'busy']);
  try {
    expect(ran).toMatchObject({
      code: 0,
      stdout: `Stopped busy. 1 process has left its terminal and runs on: sleep (pid ${daemon}).\n`,
    });
    for (const pid of [bounded, deafPid, stopped]) expect(isAlive(pid ?? 0)).toBe(false);
    expect(isAlive(daemon ?? 0)).toBe(true);
  } finally {
    process.kill(daemon ?? 0, 'SIGKILL');
  }
});

test('a stop in the dashboard names them, too', async () => {
  const script = `cd ${home.directory}; setsid sh -c 'echo $$ > daemon; exec sleep 297' & echo up; wait`;
  await home.podwatch(['run', 'busy', '-d', '--', 'sh', '-c', script]);
  const daemon = await pidIn('daemon');
  await untilSleeps(daemon);
  const dashboard = startTerminal([process.execPath, CLI], { env: home.env, cols: 120 });
  try {
    await dashboard.waitForScreen(/up/);
    // A row that has just appeared takes no key for a moment.
    await dashboard.waitForScreen((screen) => {
      if (!/Stop busy/.test(screen)) dashboard.send('x');
      return /Stop busy/.test(screen);
    });
    dashboard.send('y');
    await dashboard.waitForScreen(
      new RegExp(`busy: 1 process has left its terminal and runs on: sleep \\(pid ${daemon}\\)`),
    );
    expect(isAlive(daemon)).toBe(true);
  } finally {
    await dashboard.close();
    process.kill(daemon, 'SIGKILL');
  }
});

test('each is asked first, by the signal of a terminal that goes, and only then killed', async () => {
  const word = (signal: string) => `trap 'echo ${signal} > told; exit 0' ${signal}`;
  // A group of its own: the kernel tells only the one in front.
  const polite = `${['HUP', 'TERM', 'INT'].map(word).join('; ')}; echo $$ > polite; while :; do sleep 0.1; done`;
  fs.writeFileSync(file('polite.sh'), polite);
  const script = `cd ${home.directory}; timeout 300 sh polite.sh & wait`;
  await home.podwatch(['run', 'polite', '-d', '--', 'sh', '-c', script]);
  const pid = await pidIn('polite');
  expect(await home.podwatch(['stop', 'polite'])).toMatchObject({ code: 0, stdout: 'Stopped polite.\n' });
  expect(isAlive(pid)).toBe(false);
  expect(fs.readFileSync(file('told'), 'utf8')).toBe('HUP\n');
});

test('who has left is counted, not who is still in it, nor who was started elsewhere', async () => {
  const mark = path.join(home.directory, 'sock');
  const env = { ...process.env, PODWATCH_SOCKET: mark };
  const script = `cd ${home.directory}; sleep 300 & setsid sh -c 'echo $$ > outside; exec sleep 301' & wait`;
  const within = spawn('sh', ['-c', script], { detached: true, env });
  const other = spawn('sleep', ['302'], { detached: true, env: { ...env, PODWATCH_SOCKET: `${mark}2` } });
  const outside = await pidIn('outside');
  try {
    await untilSleeps(outside);
    const left = leftSession(within.pid ?? 0, mark);
    expect(left).toEqual({ count: 1, named: [{ pid: outside, name: 'sleep' }] });
    await endSession(within.pid ?? 0, 5000);
    expect([isAlive(outside), isAlive(other.pid ?? 0)]).toEqual([true, true]);
  } finally {
    process.kill(outside, 'SIGKILL');
    other.kill('SIGKILL');
  }
});

test('an agent takes the tools along that it has started in sessions of their own', async () => {
  const tool = `require('child_process').spawn('sh', ['-c', 'echo $$ > ${file('tool')}; trap "" TERM; while :; do sleep 0.2; done'], { detached: true })`;
  const agent = await AgentProcess.spawn({
    file: process.execPath,
    args: ['-e', `${tool}; process.stdin.resume(); process.stdin.on('end', () => process.exit(0))`],
    cwd: home.directory,
    env: { PATH: process.env.PATH ?? '' },
    stderrFile: file('stderr'),
  });
  if (!agent.ok) throw new Error(agent.error);
  const pid = await pidIn('tool');
  expect(await agent.value.end()).toEqual({ code: 0, signal: null });
  expect(isAlive(pid)).toBe(false);
});

test('what ran beside the Pod is left alone', async () => {
  const other = spawn('sleep', ['300'], { detached: true, env: { ...process.env, PODWATCH_SOCKET: '/elsewhere' } });
  await home.podwatch(['run', 'calm', '-d', '--', 'sleep', '300']);
  expect((await home.podwatch(['stop', 'calm'])).stdout).toBe('Stopped calm.\n');
  expect(isAlive(other.pid ?? 0)).toBe(true);
  other.kill('SIGKILL');
});
