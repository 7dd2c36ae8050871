// Names: given by ourselves, changed while a Pod runs and after, put away and brought back; several at once.
import fs from 'node:fs';
import path from 'node:path';
import { metadataPath, podArchivedPath } from '../../src/protocol/homePaths';
import { storePod } from '../fixtures/storedPods';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { startTerminal } from '../fixtures/terminalDriver';
import { until } from '../fixtures/until';

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(() => home.close());

async function rows(...args: string[]): Promise<{ name: string; state: string }[]> {
  return JSON.parse((await home.podwatch(['ls', '--json', ...args])).stdout);
}
const names = async (...args: string[]) => (await rows(...args)).map(({ name }) => name).sort();
const done = { code: 0, stderr: '' };
const shown = (name: string, text: RegExp) =>
  until(async () => text.test((await home.podwatch(['logs', name])).stdout));

describe('rename', () => {
  it('of a live Pod: its program, its hooks and its log go on; killed and restored it has the new name', async () => {
    await home.podwatch(['run', 'old', '-d', '--', '/bin/sh']);
    await home.podwatch(['send', 'old', 'echo before']);
    await shown('old', /^before$/m);
    expect(await home.podwatch(['rename', 'old', 'new'])).toMatchObject({ ...done, stdout: 'Renamed old to new.\n' });
    expect(await rows()).toMatchObject([{ name: 'new', state: 'live' }]);
    expect(home.allocations().map(({ pod_name }) => pod_name)).toEqual(['new']);
    expect(JSON.parse(fs.readFileSync(metadataPath(home.paths, 'new'), 'utf8')).pod_name).toBe('new');
    // Its hooks know it by its socket.
    const hook = `"${process.execPath}" "${CLI}" status paused --reason lunch && echo "said $((1+1))"`;
    await home.podwatch(['send', 'new', hook]);
    await shown('new', /^said 2$/m);
    await until(async () => {
      expect(await rows()).toMatchObject([{ name: 'new', status: 'paused', reason: 'lunch' }]);
      return true;
    });
    expect(await home.podwatch(['run', 'old', '-d', '--', 'cat'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('The name "old" is free again when the Pod "new"'),
    });

    const [allocation] = home.allocations();
    process.kill(allocation?.pid ?? 0, 'SIGKILL');
    await until(async () => (await rows())[0]?.state === 'stopped');
    expect(await home.podwatch(['restore', 'new', '-d'])).toMatchObject(done);
    await shown('new', /^before$/m);
    expect(await names()).toEqual(['new']);
  });

  it('of a stopped Pod moves its record; names that are taken, wrong or unknown are refused, and nothing changes', async () => {
    storePod(home.paths, { name: 'a', updatedAt: 1000, preview: 'first' }, 1);
    storePod(home.paths, { name: 'b', updatedAt: 2000, preview: 'second' }, 2);
    await home.podwatch(['run', 'live', '-d', '--', 'cat']);
    expect(await home.podwatch(['rename', 'a', 'b'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('"b" exists'),
    });
    expect(await home.podwatch(['rename', 'a', 'live'])).toMatchObject({ code: 4 });
    expect(await home.podwatch(['rename', 'live', 'a'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('"a" exists'),
    });
    expect(await home.podwatch(['rename', 'a', '-x/y'])).toMatchObject({ code: 2 });
    expect(await home.podwatch(['rename', 'nobody', 'c'])).toMatchObject({ code: 3 });
    expect(await names()).toEqual(['a', 'b', 'live']);
    expect(await home.podwatch(['rename', 'a', 'c'])).toMatchObject(done);
    expect(await names()).toEqual(['b', 'c', 'live']);
    expect((await home.podwatch(['logs', 'c'])).stdout).toContain('first');
  });

  it('keeps the tree: a child knows its parent by the name of then, live, stopped and restored', async () => {
    const start = `"${process.execPath}" "${CLI}" run kid -d -- cat`;
    await home.podwatch(['run', 'mother', '-d', '--', '/bin/sh', '-c', `${start}; exec cat`]);
    await until(async () => (await names()).length === 2);
    const parent = async () => (await rows()).flatMap((row) => (row.name === 'kid' ? [Object(row).parent] : []));
    expect(await parent()).toEqual(['mother']);
    await home.podwatch(['rename', 'mother', 'ma']);
    expect(await parent()).toEqual(['ma']);
    await home.podwatch(['stop', 'ma']);
    expect(await parent()).toEqual(['ma']);
    await home.podwatch(['rename', 'ma', 'mum']);
    expect(await parent()).toEqual(['mum']);
    await home.podwatch(['restore', 'mum', '-d', '--', 'cat']);
    expect(await parent()).toEqual(['mum']);
    await home.podwatch(['stop', '--all']);
    expect(await parent()).toEqual(['mum']);
    expect((await home.podwatch(['ls', '--tree'])).stdout).toMatch(/^mum .*\n└ kid /m);
  });

  it('by several at once: a live Pod gets one name, and who was not the first hears which', async () => {
    await home.podwatch(['run', 'old', '-d', '--', 'cat']);
    const asked = await Promise.all(['a', 'b', 'c'].map((name) => home.podwatch(['rename', 'old', name])));
    const [name] = await names();
    expect(asked.filter(({ code }) => code === 0)).toMatchObject([{ stdout: `Renamed old to ${name}.\n` }]);
    for (const { code, stderr } of asked.filter((one) => one.code !== 0)) {
      expect([3, 4]).toContain(code);
      expect(stderr).toMatch(code === 3 ? /There is no Pod "old"/ : new RegExp(`is called "${name}" by now`));
    }
  });

  it('a record that was moved but not yet renamed within is whole', async () => {
    storePod(home.paths, { name: 'a', updatedAt: 1000, preview: 'first' }, 1);
    fs.renameSync(path.join(home.paths.pods, 'a'), path.join(home.paths.pods, 'z'));
    expect(await rows()).toMatchObject([{ name: 'z', actions: { canRestore: true } }]);
    expect(await home.podwatch(['restore', 'z', '-d'])).toMatchObject(done);
    expect(JSON.parse(fs.readFileSync(metadataPath(home.paths, 'z'), 'utf8')).pod_name).toBe('z');
  });
});

describe('run', () => {
  it('without a name makes one; -A goes to what is there; --env reaches the program', async () => {
    const work = path.join(home.directory, 'web app');
    fs.mkdirSync(work);
    for (let n = 0; n < 2; n++)
      expect(await home.podwatch(['run', '-d', '--cwd', work, '--', 'cat'])).toMatchObject(done);
    expect(await names()).toEqual(['web-app-cat', 'web-app-cat-2']);
    const program = ['/bin/sh', '-c', 'echo "[$GREETING]"; exec cat'];
    const start = ['run', '-A', 'e', '-d', '--env', 'GREETING=hi = there', '--env', 'OTHER=', '--', ...program];
    expect(await home.podwatch(start)).toMatchObject({ ...done, stdout: expect.stringContaining('is live.') });
    await shown('e', /^\[hi = there\]$/m);
    expect(await home.podwatch(start)).toMatchObject({ ...done, stdout: expect.stringContaining('is live already') });
    await home.podwatch(['stop', 'e']);
    expect(await home.podwatch(start)).toMatchObject({ ...done, stdout: expect.stringContaining('is restored') });
    expect(await home.podwatch(['run', '-A', '-d'])).toMatchObject({ code: 2 });
    expect(await home.podwatch(['run', 'x', '-d', '--env', 'K', '--', 'cat'])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('attach', () => {
  it('alone goes to the only one, by letters to the one that is meant, and asks among several', async () => {
    expect(await home.podwatch(['attach'])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('none is live'),
    });
    await home.podwatch(['run', 'builder', '-d', '--', '/bin/sh', '-c', 'echo "this is one"; exec cat']);
    for (const args of [['attach'], ['attach', 'bld'], ['attach', '--last']]) {
      const terminal = startTerminal([process.execPath, CLI, ...args], { env: home.env, cols: 80, rows: 24 });
      await terminal.waitForScreen(/this is one/);
      terminal.send('\x1c');
      expect((await terminal.exit).code).toBe(0);
      await terminal.close();
    }
    await home.podwatch(['run', 'other', '-d', '--', 'cat']);
    expect(await home.podwatch(['attach'])).toMatchObject({ code: 2, stderr: expect.stringContaining('builder') });
    expect(await home.podwatch(['attach', 'r'])).toMatchObject({ code: 3, stderr: expect.stringContaining('other') });
    const terminal = startTerminal([process.execPath, CLI, 'attach'], { env: home.env, cols: 80, rows: 24 });
    await terminal.waitForScreen(/builder[\s\S]*other|other[\s\S]*builder/);
    terminal.send('\x1b');
    expect((await terminal.exit).code).toBe(0);
    await terminal.close();
  });
});

describe('several', () => {
  it('send by names, globs and from a file; stop --all; archive and rm --all-stopped', async () => {
    expect(await home.podwatch(['stop', '--all'])).toMatchObject({ ...done, stdout: 'No Pod is live here.\n' });
    expect(await home.podwatch(['rm', '--all-stopped'])).toMatchObject({
      ...done,
      stdout: 'There is nothing to remove.\n',
    });
    for (const name of ['w-1', 'w-2', 'v']) await home.podwatch(['run', name, '-d', '--', 'cat']);
    const file = path.join(home.directory, 'text');
    fs.writeFileSync(file, 'from a file\n');
    const sent = await home.podwatch(['send', 'w-*', '--to', 'v', '--to', 'nobody', '--file', file]);
    expect(sent).toMatchObject({ code: 3, stderr: expect.stringContaining('nobody') });
    for (const name of ['w-1', 'w-2', 'v']) await shown(name, /^from a file$/m);
    expect(await home.podwatch(['send', 'v', 'text', '--file', file])).toMatchObject({ code: 2 });
    expect(await home.podwatch(['send', 'v', '--file', '/no/such'])).toMatchObject({ code: 1 });
    expect(await home.podwatch(['stop'])).toMatchObject({ code: 2 });
    expect(await home.podwatch(['archive', 'v'])).toMatchObject({ code: 4 });
    expect(await home.podwatch(['stop', '--all'])).toMatchObject(done);
    expect(home.allocations()).toEqual([]);
    expect(await home.podwatch(['archive', 'v'])).toMatchObject(done);
    expect(fs.readFileSync(podArchivedPath(home.paths, 'v'), 'utf8')).toBe('');
    expect(await names()).toEqual(['w-1', 'w-2']);
    expect(await home.podwatch(['rm', '--all-stopped'])).toMatchObject(done);
    expect(await names('--with-archived')).toEqual(['v']);
    expect(await home.podwatch(['unarchive', 'v'])).toMatchObject(done);
    expect(await names()).toEqual(['v']);
    await home.podwatch(['archive', 'v']);
    expect(await home.podwatch(['restore', 'v', '-d'])).toMatchObject(done);
    await home.podwatch(['stop', 'v']);
    expect(await names()).toEqual(['v']);
  });

  it('rm --all-stopped removes what it has asked about, and not what has stopped meanwhile', async () => {
    for (const name of ['asked', 'late']) await home.podwatch(['run', name, '-d', '--', 'cat']);
    await home.podwatch(['stop', 'asked']);
    const words = [process.execPath, CLI, 'rm', '--all-stopped'];
    const terminal = startTerminal(words, { env: home.env, cols: 80, rows: 24 });
    await terminal.waitForScreen(/Remove 1 Pod for good: asked\? \[y\/N\]/);
    await home.podwatch(['stop', 'late']);
    terminal.send('y\r');
    expect((await terminal.exit).code).toBe(0);
    await terminal.close();
    expect(await names()).toEqual(['late']);
  });

  it('logs: the last lines, and what came since', async () => {
    await home.podwatch(['run', 'a', '-d', '--', '/bin/sh', '-c', 'stty -echo; seq 300; read x; echo now; exec cat']);
    await shown('a', /^300$/m);
    expect((await home.podwatch(['logs', 'a', '-n', '2'])).stdout).toBe('299\n300\n');
    expect((await home.podwatch(['logs', 'a', '-n', '0'])).stdout).toBe('');
    const since = new Date().toISOString();
    await home.podwatch(['send', 'a', 'go']);
    await shown('a', /^now$/m);
    expect((await home.podwatch(['logs', 'a', '--since', since])).stdout).toMatch(/^now$/m);
    expect((await home.podwatch(['logs', 'a', '--since', since])).stdout).not.toContain('299');
    expect((await home.podwatch(['logs', 'a', '--since', '1h', '-n', '400'])).stdout).toMatch(/^1\n2\n3$/m);
    expect(await home.podwatch(['logs', 'a', '--since', 'yesterday-ish'])).toMatchObject({ code: 2 });
    expect(await home.podwatch(['logs', 'a', '-n', 'many'])).toMatchObject({ code: 2 });
  });
});

describe('several names', () => {
  it('logs and explain take them, and globs; each has its name above, and what is not there is said', async () => {
    storePod(home.paths, { name: 'web-1', updatedAt: 1000, preview: 'first' }, 1);
    storePod(home.paths, { name: 'web-2', updatedAt: 2000, preview: 'second' }, 2);
    const logs = await home.podwatch(['logs', 'web-*', '-n', '1']);
    expect(logs).toMatchObject(done);
    expect(logs.stdout).toMatch(/^==> web-2 <==\n.*second\n\n==> web-1 <==\n.*first\n$/s);
    expect((await home.podwatch(['logs', 'web-1'])).stdout).not.toContain('==>');
    const mixed = await home.podwatch(['logs', 'web-1', 'nobody']);
    expect(mixed).toMatchObject({ code: 3, stderr: expect.stringContaining('nobody') });
    expect(mixed.stdout).toContain('first');
    expect(await home.podwatch(['logs', 'web-*', '-f'])).toMatchObject({ code: 2 });
    expect(await home.podwatch(['logs', 'web-*', '--json'])).toMatchObject({ code: 2 });
    const explained = await home.podwatch(['explain', 'web-1', 'web-2']);
    expect(explained).toMatchObject(done);
    expect(explained.stdout).toMatch(/^name {7}web-1\n.*\n\nname {7}web-2\n/s);
  });
});
