// One process has a Pod, whatever runtime directory it knows; the kernel takes the lock back from a dead one.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type HomePaths, homePaths, podHolderPath } from '../../src/protocol/homePaths';
import { PodLock, podHeld } from '../../src/store/podLock';

let directory: string;
let home: HomePaths;
beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'pw-held-'));
  home = homePaths(directory, path.join(directory, 'run'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function take(socket = '/run/a/sock'): Promise<PodLock> {
  const taken = await PodLock.take(home, 'a', socket);
  if (!taken.ok) throw new Error(taken.error);
  return taken.value;
}

test('is held while its process has it, and nobody’s afterwards', async () => {
  expect(podHeld(home, 'a')).toBeNull();
  const held = await take();
  expect(held.isOwn).toBe(true);
  expect(podHeld(home, 'a')).toEqual({ socket: '/run/a/sock', words: expect.stringContaining(`pid ${process.pid}`) });
  held.release();
  held.release();
  expect(podHeld(home, 'a')).toBeNull();
  expect(existsSync(path.join(home.pods, 'a'))).toBe(false);
});

test('what else is kept of the Pod stays when it is released', async () => {
  const held = await take();
  writeFileSync(path.join(home.pods, 'a', 'metadata.json'), '{}');
  held.release();
  expect(existsSync(path.join(home.pods, 'a', 'metadata.json'))).toBe(true);
});

test('another process that has the lock refuses us; a dead one does not', async () => {
  const file = podHolderPath(home, 'a');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, '');
  const other = spawn('flock', ['-x', file, 'sh', '-c', 'echo locked; read x'], { stdio: ['pipe', 'pipe', 'ignore'] });
  await new Promise((resolve) => other.stdout.once('data', resolve));
  expect(await PodLock.take(home, 'a', '/s')).toMatchObject({ ok: false, taken: true });
  other.stdin.end('\n');
  await new Promise((resolve) => other.once('close', resolve));
  (await take()).release();
});

test('a process that was killed holds nothing; one with its pid that is another neither', async () => {
  const held = await take();
  const file = podHolderPath(home, 'a');
  const text = readFileSync(file, 'utf8');
  held.release();
  mkdirSync(path.dirname(file), { recursive: true });
  const { pid } = spawnSync('true');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(text), pid }));
  expect(podHeld(home, 'a')).toBeNull();
  writeFileSync(file, JSON.stringify({ ...JSON.parse(text), startTime: '1' }));
  expect(podHeld(home, 'a')).toBeNull();
  (await take()).release();
});

test('a store that was removed, or put back from a backup, is taken again by the same process', async () => {
  const held = await take();
  const copy = path.join(directory, 'copy');
  cpSync(home.pods, copy, { recursive: true });
  rmSync(home.pods, { recursive: true });
  expect(held.isOwn).toBe(false);
  cpSync(copy, home.pods, { recursive: true });
  expect(held.isOwn).toBe(false);
  expect(await held.retake('a', '/run/a/sock')).toEqual({ ok: true, value: null });
  expect(held.isOwn).toBe(true);
  held.release();
});

test('a holder in another container counts while it keeps its lock, and not when it is dead', async () => {
  const held = await take();
  const file = podHolderPath(home, 'a');
  const there = JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), pid: 1, pidNamespace: 'pid:[1]' });
  held.release();
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, there);
  const other = spawn('flock', ['-x', file, 'sh', '-c', 'echo locked; read x'], { stdio: ['pipe', 'pipe', 'ignore'] });
  await new Promise((resolve) => other.stdout.once('data', resolve));
  expect(podHeld(home, 'a')).not.toBeNull();
  expect(await PodLock.take(home, 'a', '/s')).toMatchObject({ ok: false, taken: true });
  other.stdin.end('\n');
  await new Promise((resolve) => other.once('close', resolve));
  expect(podHeld(home, 'a')).toBeNull();
  (await take()).release();
});

test('a file that says nothing holds nothing', async () => {
  const file = podHolderPath(home, 'a');
  mkdirSync(path.dirname(file), { recursive: true });
  for (const text of ['', 'x', '{"pid":1}']) {
    writeFileSync(file, text);
    expect(podHeld(home, 'a')).toBeNull();
  }
});
