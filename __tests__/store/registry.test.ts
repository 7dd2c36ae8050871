// The registry under its lock: nobody's entry is lost, stale ones go, a name has one owner.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import fs, {
  closeSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { type HomePaths, homeInDirectory } from '../../src/protocol/homePaths';
import type { Allocation } from '../../src/protocol/registryTable';
import { openLocked } from '../../src/store/fileLock';
import { bootId, startTimeOf } from '../../src/store/processIdentity';
import { refused, registerPod, unregisterPod } from '../../src/store/registerPod';
import { updateRegistry } from '../../src/store/updateRegistry';

let directory: string;
let home: HomePaths;
const servers: net.Server[] = [];
const children: ChildProcess[] = [];

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'pw-reg-'));
  home = homeInDirectory(directory);
});
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
  }
  rmSync(directory, { recursive: true, force: true });
});

function entry(name: string, more: Partial<Allocation> = {}): Allocation {
  return {
    pod_name: name,
    pid: process.pid,
    socket: path.join(directory, `${name}.sock`),
    scope_allow: [],
    scope_deny: [],
    delegated_from: null,
    segment_id: `segment of ${name}`,
    ...more,
  };
}

/** The socket of a live Pod. */
function listen(name: string): Promise<void> {
  const server = net.createServer((socket) => socket.end());
  servers.push(server);
  return new Promise((resolve) => server.listen(path.join(directory, `${name}.sock`), resolve));
}

const claimed = async () => ({ ok: true as const, value: null });
const table = () => JSON.parse(readFileSync(home.registry, 'utf8')).allocations;
const names = () => table().map((allocation: Allocation) => allocation.pod_name);

function writeTable(...allocations: unknown[]): void {
  mkdirSync(home.runtime, { recursive: true });
  writeFileSync(home.registry, JSON.stringify({ allocations }));
}

test('is made for the owner alone; entries come and go', async () => {
  expect(await registerPod(home, entry('a'), claimed)).toEqual({ ok: true, value: null });
  expect(statSync(home.registry).mode & 0o777).toBe(0o600);
  expect(statSync(home.runtime).mode & 0o777).toBe(0o700);
  expect(table()).toEqual([entry('a')]);
  await unregisterPod(home, 'a', process.pid + 1);
  expect(names()).toEqual(['a']);
  await unregisterPod(home, 'a', process.pid);
  expect(names()).toEqual([]);
});

test('writers at the same time lose no entry', async () => {
  const all = Array.from({ length: 20 }, (_, index) => `p${index}`);
  await Promise.all(
    all.map((name) => updateRegistry(home, (entries) => ({ ok: true, value: [...entries, entry(name)] }))),
  );
  expect(names().sort()).toEqual(all.sort());
});

test('stays on its inode, and parses, when it becomes shorter', async () => {
  await updateRegistry(home, () => ({ ok: true, value: [entry('long'.repeat(20)), entry('b')] }));
  const before = statSync(home.registry).ino;
  await updateRegistry(home, () => ({ ok: true, value: [] }));
  expect(statSync(home.registry).ino).toBe(before);
  expect(table()).toEqual([]);
});

test('what we cannot read, and fields of others, survive', async () => {
  const foreign = { ...entry('foreign'), note: 'theirs' };
  await listen('foreign');
  writeTable({ odd: true }, foreign);
  await registerPod(home, entry('ours'), claimed);
  expect(table()).toEqual(expect.arrayContaining([{ odd: true }, foreign, entry('ours')]));
});

test('stale entries go: process dead, its pid or its kernel another one; children are re-parented', async () => {
  const [startTime, boot] = [startTimeOf(process.pid), bootId()];
  writeTable(
    entry('unbound'),
    entry('ours', { start_time: startTime, boot_id: boot }),
    entry('dead', { pid: 0 }),
    entry('pid-used-again', { start_time: '1', boot_id: boot }),
    entry('of-another-boot', { start_time: startTime, boot_id: 'x' }),
    entry('reserved', { segment_id: null, delegated_from: 'dead' }),
  );
  await registerPod(home, entry('new'), claimed);
  expect(names()).toEqual(['unbound', 'ours', 'reserved', 'new']);
  expect(table()[2].delegated_from).toBeNull();
});

test('a name whose process lives and has not bound its socket yet is taken', async () => {
  writeTable(entry('coming'));
  expect(await registerPod(home, entry('coming', { pid: 1 }), claimed)).toMatchObject({ taken: true });
});

test('records of others stay byte for byte', async () => {
  const record = `{ "pid":${process.pid},"pod_name"\n: "th\\u0065irs","socket":"/s/\\"x","scope_allow":[ {"permission":"write","target":"/w]"} ],"big":12345678901234567890,"note":1.0}`;
  const odd = '{"odd" :  true}';
  mkdirSync(home.runtime, { recursive: true });
  writeFileSync(home.registry, `{"theirs": [1, {"allocations": 2}], "allocations": [ ${record} ,${odd}\n,7]}`);
  await registerPod(home, entry('ours'), claimed);
  await unregisterPod(home, 'ours', process.pid);
  const text = readFileSync(home.registry, 'utf8');
  expect(text).toContain(record);
  expect(text).toContain(odd);
  expect(JSON.parse(text)).toMatchObject({
    theirs: [1, { allocations: 2 }],
    allocations: [{ pod_name: 'theirs' }, { odd: true }, 7],
  });
});

test('a live name is refused before anything is claimed; a refused claim changes nothing', async () => {
  await listen('taken');
  await registerPod(home, entry('taken'), claimed);
  let claims = 0;
  const second = await registerPod(home, entry('taken', { pid: 1 }), async () => {
    claims++;
    return { ok: true, value: null };
  });
  expect(second).toMatchObject({ taken: true, error: expect.stringContaining('A Pod named "taken" is live') });
  expect(claims).toBe(0);
  expect(await registerPod(home, entry('other'), async () => refused('no'))).toEqual(refused('no'));
  expect(names()).toEqual(['taken']);
});

test.each([
  ['a table cut off', '{"allocations": ['],
  ['a list', '[]'],
  ['something else', '{"allocations": 7}'],
])('%s is set aside, and a new one begun', async (_, text) => {
  mkdirSync(home.runtime, { recursive: true });
  writeFileSync(home.registry, text);
  expect(await registerPod(home, entry('a'), claimed)).toEqual({ ok: true, value: null });
  expect(names()).toEqual(['a']);
  const [aside = ''] = readdirSync(home.runtime).filter((name) => name.startsWith('pods.json.broken-'));
  expect(readFileSync(path.join(home.runtime, aside), 'utf8')).toBe(text);
});

test.each([
  ['a directory', () => mkdirSync(path.join(home.registry, 'inside'), { recursive: true })],
  ['a pipe', () => spawnSync('mkfifo', [home.registry])],
])('%s in its place is set aside, too', async (_, plant) => {
  mkdirSync(home.runtime, { recursive: true });
  plant();
  expect(await registerPod(home, entry('a'), claimed)).toEqual({ ok: true, value: null });
  expect(names()).toEqual(['a']);
  expect(readdirSync(home.runtime).filter((name) => name.startsWith('pods.json.broken-'))).toHaveLength(1);
});

describe('what cannot be written', () => {
  afterEach(() => jest.restoreAllMocks());

  const fault = (code: string) => Object.assign(new Error(code), { code, syscall: 'write' });

  /** From the `nth` write on: takes `part` of the bytes, and then fails until `lasts` writes have. */
  function failingWrites(code: string, nth: number, part: number, lasts = Number.POSITIVE_INFINITY): void {
    const { writeSync } = fs;
    let calls = 0;
    const failing = (fd: number, bytes: Buffer, at: number, length: number, position: number | null): number => {
      calls += 1;
      if (calls < nth || calls > nth + lasts) return writeSync(fd, bytes, at, length, position);
      const taken = calls === nth ? Math.floor(length * part) : 0;
      if (taken === 0) throw fault(code);
      return writeSync(fd, bytes, at, taken, position);
    };
    jest.spyOn(fs, 'writeSync').mockImplementation(failing as typeof fs.writeSync);
  }

  const CODES = ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS'];

  test.each(CODES)('%s while room is made: refused, the table as it was', async (code) => {
    writeTable(entry('reserved', { segment_id: null, delegated_from: 'x' }));
    const before = readFileSync(home.registry, 'utf8');
    for (const part of [0, 0.4, 0.9]) {
      failingWrites(code, 1, part);
      const result = await registerPod(home, entry('new'), claimed);
      jest.restoreAllMocks();
      expect(result).toMatchObject({ ok: false, error: expect.stringContaining(`(${code})`) });
      expect(readFileSync(home.registry, 'utf8')).toBe(before);
    }
  });

  test.each(CODES)('%s while the table is written: refused, and the table put back', async (code) => {
    writeTable(entry('reserved', { segment_id: null, delegated_from: 'x' }));
    const before = readFileSync(home.registry, 'utf8');
    for (const part of [0, 0.4, 0.9]) {
      failingWrites(code, 2, part, part === 0 ? 0 : 1);
      const result = await registerPod(home, entry('new'), claimed);
      jest.restoreAllMocks();
      expect(result).toMatchObject({ ok: false, error: expect.stringContaining(`(${code})`) });
      expect(readFileSync(home.registry, 'utf8')).toBe(before);
    }
  });
});

(process.platform === 'linux' ? test : test.skip)('a lock that another holds is waited for, with an end', async () => {
  mkdirSync(home.runtime, { recursive: true });
  writeFileSync(home.registry, '');
  const holder = spawn('flock', ['-x', home.registry, 'sh', '-c', 'echo locked; read x'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  children.push(holder);
  await new Promise((resolve) => holder.stdout?.once('data', resolve));
  expect(await openLocked(home.registry, 200)).toEqual({ kind: 'held' });
  expect(await openLocked(home.registry, 0)).toEqual({ kind: 'held' });
  const refusal = await updateRegistry(home, (entries) => ({ ok: true, value: entries }), 200);
  expect(refusal).toMatchObject({ ok: false, error: expect.stringContaining('locked by another program for 0.2 s') });
  const waiting = openLocked(home.registry, 10_000);
  holder.stdin?.end('\n');
  const locked = await waiting;
  if (locked.kind !== 'taken') throw new Error(locked.kind);
  closeSync(locked.descriptor);
});
