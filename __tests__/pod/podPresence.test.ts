// A live Pod whose entry, socket or runtime directory is lost: it comes back, and never against another Pod.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { PodPresence } from '../../src/pod/podPresence';
import { PodServer } from '../../src/pod/podServer';
import {
  type HomePaths,
  homeInDirectory,
  podHolderPath,
  podRuntimeDir,
  podSocketPath,
} from '../../src/protocol/homePaths';
import { type Allocation, formatRegistryTable } from '../../src/protocol/registryTable';
import { openLocked } from '../../src/store/fileLock';
import { PodLock, podHeld } from '../../src/store/podLock';
import { registerPod } from '../../src/store/registerPod';
import { until } from '../fixtures/until';
import { allocationsOf, connects } from './registeredPods';

describe('in this process', () => {
  let directory: string;
  let home: HomePaths;
  let socketPath: string;
  let server: PodServer;
  let presence: PodPresence;
  let allocation: Allocation;
  let stderr: jest.SpyInstance;
  const foreign: net.Server[] = [];

  beforeEach(async () => {
    directory = fs.mkdtempSync('/tmp/pw-');
    home = homeInDirectory(directory);
    socketPath = podSocketPath(home, 'a');
    allocation = {
      pod_name: 'a',
      pid: process.pid,
      socket: socketPath,
      scope_allow: [],
      scope_deny: [],
      delegated_from: null,
      segment_id: 'segment',
    };
    server = new PodServer(socketPath);
    server.serve({ greeting: () => [{ event: 'hello' }], call: () => {}, terminal: null, closed: () => {} });
    await registerPod(home, allocation, () => server.listen());
    const held = await PodLock.take(home, 'a', socketPath);
    if (!held.ok) throw new Error(held.error);
    stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    presence = new PodPresence({ home, allocation, server, held: held.value, lookEveryMs: 10 });
  });

  afterEach(async () => {
    await presence.leave();
    await server.end();
    for (const each of foreign.splice(0)) await new Promise((resolve) => each.close(resolve));
    stderr.mockRestore();
    fs.rmSync(directory, { recursive: true, force: true });
  });

  const isMending = () => Reflect.get(presence, 'mending') !== null;
  const said = () => stderr.mock.calls.map(([text]) => String(text)).join('');
  const isWell = () => allocationsOf(home).some((entry) => entry.pid === process.pid) && connects(socketPath);

  /** A live process of another kind that listens there. */
  async function listenAt(file: string): Promise<void> {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const other = net.createServer((socket) => socket.on('error', () => {}).end('other'));
    foreign.push(other);
    await new Promise<void>((resolve) => other.listen(file, resolve));
  }

  it('registers again when another program has left its entry out, and leaves the others alone', async () => {
    const stale = { ...allocation, pod_name: 'stale', pid: 999_999_999 };
    fs.writeFileSync(home.registry, formatRegistryTable([stale]));
    await until(() => allocationsOf(home).length === 2);
    expect(allocationsOf(home)).toEqual([stale, allocation]);
  });

  it('registers again when the registry is gone, or has become blank', async () => {
    fs.rmSync(home.registry);
    await until(isWell);
    fs.writeFileSync(home.registry, '');
    await until(isWell);
  });

  it('says in the store again whose it is, where that is taken away', async () => {
    const file = podHolderPath(home, 'a');
    const before = fs.readFileSync(file, 'utf8');
    fs.rmSync(path.dirname(file), { recursive: true });
    expect(podHeld(home, 'a')).toBeNull();
    await until(() => podHeld(home, 'a') !== null && fs.readFileSync(file, 'utf8') === before);
    await until(() => !isMending());
    // Locked again, too.
    expect(spawnSync('flock', ['-n', file, 'true']).status).toBe(1);
  });

  it('is renamed by the first of those who ask at once, and the others hear its name', async () => {
    const asked = await Promise.all(['b', 'c', 'd'].map((name) => presence.rename(name, 'a', () => {})));
    expect(asked).toMatchObject([{ ok: true }, { ok: false }, { ok: false }]);
    const { pod_name: name } = allocationsOf(home)[0] ?? {};
    expect(name).toBe('b');
    const late = await presence.rename('e', 'a', () => {});
    for (const refused of [...asked.slice(1), late]) {
      expect(refused).toMatchObject({ error: 'somebody else was faster, and it is called "b" by now.' });
    }
    expect(fs.readdirSync(home.pods)).toEqual(['b']);
    expect(await presence.rename('f', undefined, () => {})).toMatchObject({ ok: true });
  });

  it('takes its new name for good, though its entry was lost while it waited for that', async () => {
    const lock = await openLocked(home.registry, 5000);
    if (lock.kind !== 'taken') throw new Error(lock.kind);
    const asked = presence.rename('b', 'a', () => {});
    fs.writeSync(lock.descriptor, '{"allocations":[]}'.padEnd(2000), 0);
    await until(isMending);
    const mending = Reflect.get(presence, 'mending');
    fs.closeSync(lock.descriptor);
    expect(await asked).toMatchObject({ ok: true });
    // Before another look could mend what this one has done.
    await mending;
    expect(allocationsOf(home)).toEqual([{ ...allocation, pod_name: 'b' }]);
    expect(fs.readdirSync(home.pods)).toEqual(['b']);
  });

  it('leaves under the name that it is just taking, and takes no other one any more', async () => {
    const lock = await openLocked(home.registry, 5000);
    if (lock.kind !== 'taken') throw new Error(lock.kind);
    const asked = ['b', 'c'].map((name) => presence.rename(name, undefined, () => {}));
    await until(flockChild);
    const left = presence.leave();
    fs.closeSync(lock.descriptor);
    expect(await Promise.all(asked)).toMatchObject([{ ok: true }, { ok: false, error: 'it ends.' }]);
    await left;
    expect(allocationsOf(home)).toEqual([]);
    expect(podHeld(home, 'b')).toBeNull();
  });

  it('registers under the name that it has now, where the registry has kept the one before', async () => {
    expect(await presence.rename('b', 'a', () => {})).toMatchObject({ ok: true });
    fs.writeFileSync(home.registry, formatRegistryTable([allocation]));
    await until(() => allocationsOf(home).every(({ pod_name }) => pod_name === 'b'));
    expect(allocationsOf(home)).toEqual([{ ...allocation, pod_name: 'b' }]);
  });

  it('replaces a stale entry under its name', async () => {
    fs.writeFileSync(home.registry, formatRegistryTable([{ ...allocation, pid: 999_999_999 }]));
    await until(isWell);
    expect(allocationsOf(home)).toEqual([allocation]);
  });

  it('binds again when its socket is gone, and keeps who is connected', async () => {
    const client = net.connect(socketPath);
    let heard = '';
    client.on('data', (chunk) => {
      heard += chunk;
    });
    await until(() => heard.includes('hello'));
    fs.rmSync(podRuntimeDir(home, 'a'), { recursive: true });
    await until(isWell);
    expect(fs.statSync(socketPath).mode & 0o777).toBe(0o600);
    expect(fs.statSync(podRuntimeDir(home, 'a')).mode & 0o777).toBe(0o700);
    server.broadcast({ event: 'still here' });
    await until(() => heard.includes('still here'));
    client.destroy();
  });

  it('binds again over a socket file behind which nobody is left', async () => {
    fs.rmSync(socketPath);
    const script = `require('net').createServer().listen(${JSON.stringify(socketPath)}, () => process.kill(process.pid, 'SIGKILL'))`;
    spawnSync(process.execPath, ['-e', script]);
    await until(isWell);
  });

  it('waits for a runtime directory that cannot be made, and says so once', async () => {
    fs.renameSync(home.runtime, `${home.runtime}.gone`);
    fs.writeFileSync(home.runtime, 'a file in its place');
    await until(() => said().includes('cannot be made'));
    const attempts = jest.spyOn(fs, 'mkdirSync');
    await until(() => attempts.mock.calls.length >= 2);
    attempts.mockRestore();
    fs.rmSync(home.runtime);
    await until(isWell);
    expect(said().match(/cannot be made/g)).toHaveLength(1);
  });

  it('leaves a name alone that another live Pod has, for good', async () => {
    const elsewhere = path.join(directory, 'other.sock');
    await listenAt(elsewhere);
    const other = { ...allocation, pid: process.ppid, socket: elsewhere };
    fs.writeFileSync(home.registry, formatRegistryTable([other]));
    await until(() => said().includes(`This older Pod "a" (pid ${process.pid}) goes on`));
    expect(allocationsOf(home)).toEqual([other]);
  });

  it('leaves a socket alone that another process has bound in its place, also at its end', async () => {
    fs.rmSync(socketPath);
    await listenAt(socketPath);
    fs.writeFileSync(path.join(podRuntimeDir(home, 'a'), 'stderr.log'), 'of the other');
    await until(() => said().includes('cannot be found any more'));
    await presence.leave();
    expect(await connects(socketPath)).toBe(true);
    expect(fs.readdirSync(podRuntimeDir(home, 'a')).sort()).toEqual(['sock', 'stderr.log']);
  });

  it('does not come back after its end, even where the end overtakes the mending', async () => {
    const lock = await openLocked(home.registry, 5000);
    if (lock.kind !== 'taken') throw new Error(lock.kind);
    fs.writeSync(lock.descriptor, '{"allocations":[]}'.padEnd(2000), 0);
    // The mending waits for the lock, and comes to it last.
    const waiting = await until(flockChild);
    process.kill(waiting, 'SIGSTOP');
    await until(() => /\) T /.test(fs.readFileSync(`/proc/${waiting}/stat`, 'utf8')));
    const left = presence.leave();
    fs.closeSync(lock.descriptor);
    const next = await openLocked(home.registry, 5000);
    if (next.kind === 'taken') fs.closeSync(next.descriptor);
    process.kill(waiting, 'SIGCONT');
    await left;
    await until(() => !isMending());
    expect(allocationsOf(home)).toEqual([]);
    expect(fs.existsSync(socketPath)).toBe(false);
  });
});

/** The process that waits for the registry's lock on our behalf; 0: none. */
function flockChild(): number {
  const children = fs.readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ');
  return Number(children.find((pid) => pid !== '' && fs.readFileSync(`/proc/${pid}/comm`, 'utf8') === 'flock\n') ?? 0);
}
