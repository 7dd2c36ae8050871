// Ending and removing Pods that do not behave: hung ones, recycled pids, stale entries, shared sessions.
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { isStopped } from '../../src/actions/isStopped';
import { removePod } from '../../src/actions/removePod';
import { leftText, stopPod } from '../../src/actions/stopPod';
import { metadataPath, podSocketPath } from '../../src/protocol/homePaths';
import { type Allocation, formatRegistryTable } from '../../src/protocol/registryTable';
import { processesWithMark } from '../fixtures/processesWithMark';
import { storePod } from '../fixtures/storedPods';
import { makeTempHome, type TempHome } from '../fixtures/tempHome';
import { until } from '../fixtures/until';

let home: TempHome;
let children: ChildProcess[];
beforeEach(() => {
  home = makeTempHome();
  children = [];
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await home.close();
});

const allocation = (name: string, pid: number, more: Partial<Allocation> = {}): Allocation => ({
  pod_name: name,
  pid,
  socket: podSocketPath(home.paths, name),
  scope_allow: [],
  scope_deny: [],
  delegated_from: null,
  segment_id: null,
  ...more,
});

function register(...allocations: Allocation[]): void {
  fs.mkdirSync(home.paths.runtime, { recursive: true });
  fs.writeFileSync(home.paths.registry, formatRegistryTable(allocations));
}

/** A process that listens, greets, and ignores every method; `onTerm`: what it does on SIGTERM. */
async function hungPod(name: string, onTerm: string): Promise<ChildProcess> {
  const socketPath = podSocketPath(home.paths, name);
  fs.mkdirSync(path.dirname(socketPath), { recursive: true });
  const snapshot = { event: 'snapshot', data: { entries: [], greeting: { pod_name: name }, status: 'idle' } };
  const script = `
    require('net').createServer((c) => { c.on('error', () => {}); c.resume(); c.write(${JSON.stringify(`${JSON.stringify(snapshot)}\n`)}); })
      .listen(${JSON.stringify(socketPath)}, () => console.log('up'));
    process.on('SIGTERM', () => { ${onTerm} });`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'], env: home.env });
  children.push(child);
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  return child;
}

const stop = (podName: string) =>
  stopPod({ home: home.paths, podName, socketPath: podSocketPath(home.paths, podName), timeoutMs: 300 });

describe('stopPod', () => {
  it('ends a process that does not listen to its socket by SIGTERM', async () => {
    const { registry } = home.paths;
    const end = `require('fs').writeFileSync(${JSON.stringify(registry)}, '{"allocations":[]}'); process.exit()`;
    const child = await hungPod('hung', end);
    register(allocation('hung', child.pid ?? 0));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    expect(await stop('hung')).toEqual({ kind: 'done' });
    await ended;
  });

  it('says where an entry has to stay, as nobody can write there', async () => {
    const child = await hungPod('hung', 'process.exit()');
    register(allocation('hung', child.pid ?? 0));
    const readOnly = Object.assign(new Error('read-only'), { code: 'EROFS' });
    const access = jest.spyOn(fs, 'accessSync').mockImplementation(() => {
      throw readOnly;
    });
    try {
      const { registry } = home.paths;
      expect(await stop('hung')).toEqual({ kind: 'done', entryIn: registry });
      expect(leftText({ entryIn: registry })).toBe(`Its entry stays in ${registry}, which cannot be written.`);
    } finally {
      access.mockRestore();
    }
  });

  it('ends a Pod whose process has been stopped, its program with it', async () => {
    await home.podwatch(['run', 'asleep', '-d', '--', 'sleep', '1000']);
    const { pid = 0 } = home.allocations()[0] ?? {};
    process.kill(pid, 'SIGSTOP');
    await until(() => isStopped(pid));
    expect(await stop('asleep')).toEqual({ kind: 'done' });
    expect(home.allocations()).toEqual([]);
    await until(() => processesWithMark(home.directory).length === 0);
  });

  it('does not wake up a stopped process that is not the one behind the socket', async () => {
    await hungPod('hung', 'process.exit()');
    const bystander = spawn('sleep', ['60'], { env: home.env });
    children.push(bystander);
    const { pid = 0 } = bystander;
    process.kill(pid, 'SIGSTOP');
    await until(() => isStopped(pid));
    register(allocation('hung', pid));
    expect(await stop('hung')).toMatchObject({ kind: 'timeout' });
    expect(isStopped(pid)).toBe(true);
  });

  it('never signals a process that is not the one behind the socket', async () => {
    await hungPod('hung', 'process.exit()');
    const bystander = spawn('sleep', ['60'], { env: home.env });
    children.push(bystander);
    register(allocation('hung', bystander.pid ?? 0));
    expect(await stop('hung')).toMatchObject({ kind: 'timeout', message: expect.stringContaining('still answers') });
    expect(bystander.signalCode).toBeNull();
    expect(() => process.kill(bystander.pid ?? 0, 0)).not.toThrow();
  });

  it('is done where nobody answers any more', async () => {
    fs.mkdirSync(home.paths.runtime, { recursive: true });
    expect(await stop('gone')).toEqual({ kind: 'done' });
  });
});

describe('removePod', () => {
  it('takes an entry that names no socket, and leaves all others that it cannot read', async () => {
    const { registry, runtime } = home.paths;
    fs.mkdirSync(runtime, { recursive: true, mode: 0o700 });
    const bad = { pod_name: 'bad', pid: 1, socket: '46587', scope_allow: [] };
    const others = [{ ...bad, pod_name: 'worse' }, { shape: 'unknown' }];
    fs.writeFileSync(registry, JSON.stringify({ allocations: [bad, ...others] }));
    expect(await removePod(home.paths, 'bad')).toEqual({ kind: 'done' });
    expect(JSON.parse(fs.readFileSync(registry, 'utf8'))).toEqual({ allocations: others });
  });

  it('takes the record, the logs and a stale entry, and gives its children to its parent', async () => {
    storePod(home.paths, { name: 'demo', updatedAt: 1, preview: 'x' }, 1);
    register(
      allocation('top', 1),
      allocation('demo', 999_999_999, { delegated_from: 'top' }),
      allocation('kid', 1, { delegated_from: 'demo' }),
    );
    expect(await removePod(home.paths, 'demo')).toEqual({ kind: 'done' });
    expect(fs.readdirSync(home.paths.pods)).toEqual([]);
    expect(fs.readdirSync(home.paths.sessions)).toEqual([]);
    expect(home.allocations().map(({ pod_name, delegated_from }) => [pod_name, delegated_from])).toEqual([
      ['top', null],
      ['kid', 'top'],
    ]);
  });

  it('keeps a session that another record points to, or may point to', async () => {
    storePod(home.paths, { name: 'demo', updatedAt: 1, preview: 'x' }, 1);
    storePod(home.paths, { name: 'fork', updatedAt: 1, preview: 'x' }, 1);
    expect(await removePod(home.paths, 'demo')).toEqual({ kind: 'done' });
    expect(fs.readdirSync(home.paths.sessions)).toHaveLength(1);
    storePod(home.paths, { name: 'demo', updatedAt: 1, preview: 'x' }, 1);
    fs.writeFileSync(metadataPath(home.paths, 'fork'), '{');
    expect(await removePod(home.paths, 'demo')).toEqual({ kind: 'done' });
    expect(fs.readdirSync(home.paths.sessions)).toHaveLength(1);
  });

  it('touches nothing of a live Pod', async () => {
    storePod(home.paths, { name: 'demo', updatedAt: 1, preview: 'x' }, 1);
    await hungPod('demo', 'process.exit()');
    expect(await removePod(home.paths, 'demo')).toMatchObject({ kind: 'not-eligible' });
    expect(fs.existsSync(metadataPath(home.paths, 'demo'))).toBe(true);
  });

  it('is not led out of the home by an id or a name', async () => {
    const outside = path.join(home.paths.data, 'precious');
    fs.mkdirSync(outside, { recursive: true });
    for (const session_id of ['../precious', '..', '.', '']) {
      fs.mkdirSync(path.dirname(metadataPath(home.paths, 'evil')), { recursive: true });
      fs.mkdirSync(path.join(home.paths.sessions, 'other'), { recursive: true });
      fs.writeFileSync(metadataPath(home.paths, 'evil'), JSON.stringify({ pod_name: 'evil', active: { session_id } }));
      await removePod(home.paths, 'evil');
      expect(fs.existsSync(outside)).toBe(true);
      expect(fs.existsSync(path.join(home.paths.sessions, 'other'))).toBe(true);
    }
    expect(await removePod(home.paths, '../precious')).toMatchObject({ kind: 'not-found' });
    register(allocation('other', 1));
    await removePod(home.paths, 'pods.json');
    expect(home.allocations()).toHaveLength(1);
  });
});
