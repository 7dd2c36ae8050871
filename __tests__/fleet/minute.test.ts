// What shows only after a while: who is killed in a cut leaves nothing, who is refused asks once, and who only looks costs next to nothing.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { HostLink } from '../../src/hosts/hostLink';
import { type LoopbackSshd, startSshd } from '../fixtures/loopbackSshd';
import { processesWithMark } from '../fixtures/processesWithMark';
import { CLI } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';
import { until } from '../fixtures/until';
import { cpuMs } from './cpuMs';
import { describeFleet, type Fleet, openFleet } from './fleet';
import { tellFigure } from './tellFigure';

/** A serve gives a silent viewer up after 45 s, and looks each 5 s. */
const MINUTE_MS = 60_000;
const IDLE_MS = 10_000;
const PODS = 20;
const LISTENER = path.join(__dirname, '../../bench/listenMany.mjs');

describeFleet('for a minute', () => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await openFleet(['h1']);
  });
  afterAll(() => fleet.close());

  /** Never takes a key; a viewer wants it all the time. */
  let closed: LoopbackSshd;
  let link: HostLink | undefined;
  let since = 0;
  beforeAll(async () => {
    const directory = path.join(fleet.own.directory, 'closed');
    fs.mkdirSync(directory);
    closed = await startSshd({ directory, isClosed: true });
    fleet.configure({}, closed.hostBlock('h1'));
    link = fleet.open().named('h1')?.link;
    link?.watch();
    since = performance.now();
    await until(() => link?.fact$.value.state === 'needs-you');
    fleet.configure();
  });
  afterAll(async () => {
    await link?.close();
    await closed.stop();
  });

  /** Five hosts of twenty Pods, each only a socket, and a dashboard over them. */
  let quiet: Fleet;
  let dashboard: DrivenTerminal;
  const listeners: ChildProcess[] = [];
  const names = ['q1', 'q2', 'q3', 'q4', 'q5'];
  beforeAll(async () => {
    quiet = await openFleet(names);
    for (const name of names) {
      const { paths } = quiet.host(name).home;
      const listener = spawn(process.execPath, [LISTENER, paths.data, String(PODS), '0'], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      listeners.push(listener);
      await once(listener.stdout, 'data');
    }
    dashboard = startTerminal([process.execPath, CLI], { env: quiet.own.env, cols: 200, rows: 60 });
    await dashboard.waitForScreen((text) => names.every((name) => text.includes(`${name}/live-`)));
  });
  afterAll(async () => {
    await dashboard.close();
    await Promise.all(
      listeners.map((listener) => {
        listener.stdin?.end();
        return once(listener, 'exit');
      }),
    );
    for (const name of names) fs.rmSync(quiet.host(name).home.paths.registry);
    await quiet.close();
  });

  test('a viewer that is killed in a cut leaves no ssh here, and no serve there, though nobody has told it; its Pods live', async () => {
    const { home, line, sshd } = fleet.host('h1');
    const serves = () => processesWithMark(home.directory).filter(({ command }) => command.includes('serve --stdio'));
    expect(await home.podwatch(['run', '-d', 'stays', '--', 'sleep', '600'])).toMatchObject({ code: 0 });
    const child = spawn(process.execPath, [CLI, 'ls', '--watch', '--json'], { env: fleet.own.env, stdio: 'pipe' });
    const gone = once(child, 'exit');
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    await until(() => text.includes('h1/stays'));
    line.hold(true);
    child.kill('SIGKILL');
    await gone;
    expect(serves()).toHaveLength(1);
    await until(() => processesWithMark(fleet.own.directory).length === 0);
    const from = performance.now();
    await until(() => serves().length === 0, 100_000);
    tellFigure({
      what: 'ssh: a serve whose viewer is gone without a word',
      value: (performance.now() - from) / 1000,
      most: 65,
      unit: 's',
    });
    // Neither end of the line has learnt of the other.
    expect(line.connections).toBe(1);
    line.hold(false);
    await until(() => sshd.sessions().length === 0);
    expect(home.allocations().map(({ pod_name: name }) => name)).toEqual(['stays']);
    expect(await home.podwatch(['stop', 'stays'])).toMatchObject({ code: 0 });
  });

  test('a dashboard over five hosts where nothing happens', async () => {
    const processes = () => processesWithMark(quiet.own.directory).map(({ pid }) => pid);
    // What it has asked while it started may be ending still.
    await until(() => processes().length === 1 + names.length);
    const ours = processes();
    const all = () => ours.reduce((sum, pid) => sum + cpuMs(pid), 0);
    const before = all();
    const from = performance.now();
    await pause(IDLE_MS);
    const value = (100 * (all() - before)) / (performance.now() - from);
    const what = `ssh: CPU of a dashboard over 5 hosts × ${PODS} quiet Pods, its ssh within`;
    tellFigure({ what, value, most: 1, unit: '% of a core' });
    expect(names.map((name) => quiet.host(name).sshd.sessions().length)).toEqual(names.map(() => 1));
  });

  test('a host that has refused our key was asked once', async () => {
    await until(() => performance.now() - since > MINUTE_MS, 2 * MINUTE_MS);
    expect(closed.log().match(/Connection closed by authenticating/g)).toHaveLength(1);
    expect(link?.fact$.value).toMatchObject({ state: 'needs-you', problem: 'h1 wants a password or another key' });
  });
});
