// One log has one writer: the kernel says so, and takes the lock back from a dead one.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { WriterLock } from '../../src/store/writerLock';
import { until } from '../fixtures/until';

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'pw-writer-'));
  file = path.join(directory, 's', 'g.jsonl');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function take(): Promise<WriterLock> {
  const taken = await WriterLock.take(file);
  if (!taken.ok) throw new Error(taken.error);
  return taken.value;
}

test('the second writer is refused, until the first lets go', async () => {
  const first = await take();
  expect(existsSync(file)).toBe(true);
  expect(await WriterLock.take(file)).toMatchObject({ ok: false, taken: true, error: expect.stringContaining(file) });
  first.release();
  (await take()).release();
});

test('one that is killed writes no more', async () => {
  (await take()).release();
  const other = spawn('flock', ['-x', file, 'sh', '-c', 'echo locked; exec sleep 100'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  await new Promise((resolve) => other.stdout.once('data', resolve));
  expect(await WriterLock.take(file)).toMatchObject({ ok: false, taken: true });
  process.kill(-(other.pid ?? 0), 'SIGKILL');
  await new Promise((resolve) => other.once('close', resolve));
  // What it has started ends behind its pipe, and lets go of the log only then.
  (await until(() => take())).release();
});

test('a log that was put back is another file, and is locked anew', async () => {
  const lock = await take();
  renameSync(file, `${file}.away`);
  writeFileSync(file, '');
  expect(lock.isOwn).toBe(false);
  expect(await lock.keep()).toBe(true);
  expect(lock.isOwn).toBe(true);
  expect(await WriterLock.take(file)).toMatchObject({ ok: false });
  lock.release();
});

test('released while it is being taken, it is nobody’s', async () => {
  const lock = new WriterLock(file);
  const taking = lock.keep();
  lock.release();
  expect(await taking).toBe(false);
  (await take()).release();
});
