// What goes past the stream of a connection arrives whole and in its order, however slowly it is read.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { writeAtOnce } from '../../src/pod/writeAtOnce';

let directory: string;
let server: net.Server;
let ours: net.Socket;
let theirs: net.Socket;

beforeEach(async () => {
  directory = fs.mkdtempSync('/tmp/pw-');
  const accepted = new Promise<net.Socket>((resolve) => {
    server = net.createServer({ allowHalfOpen: true, pauseOnConnect: true }, resolve);
  });
  const socket = path.join(directory, 'sock');
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  theirs = net.connect({ path: socket, allowHalfOpen: true });
  theirs.pause();
  ours = await accepted;
  ours.on('error', () => {});
});
afterEach(async () => {
  ours.destroy();
  theirs.destroy();
  await new Promise((resolve) => server.close(resolve));
  fs.rmSync(directory, { recursive: true });
});

/** As the writer of events has it. @returns the bytes that went past the stream. */
function put(bytes: Buffer): number {
  const taken = writeAtOnce(ours, bytes);
  if (taken < bytes.length) ours.write(bytes.subarray(taken));
  return taken;
}

const line = (n: number) => Buffer.from(`${n} ${'€x'.repeat(n % 3000)}\n`);

test('whole and in order', async () => {
  const lines = Array.from({ length: 2000 }, (_, n) => line(n));
  const got: Buffer[] = [];
  const taken: number[] = [];
  for (const [at, each] of lines.entries()) {
    taken.push(put(each));
    // Nobody reads at first.
    if (at === 1000) theirs.on('data', (bytes) => got.push(Buffer.from(bytes))).resume();
    if (at > 1000) await new Promise((resolve) => setImmediate(resolve));
  }
  const ended = new Promise((resolve) => theirs.once('end', resolve));
  ours.end();
  await ended;
  expect(Buffer.concat(got).equals(Buffer.concat(lines))).toBe(true);
  expect(taken[0]).toBe(lines[0]?.length);
  // Behind what has to wait, nothing goes past it.
  expect(taken.slice(900, 1000)).toEqual(Array(100).fill(0));
  expect(taken.at(-1)).toBe(lines.at(-1)?.length);
});

test('nothing where the other side or the connection has gone', async () => {
  const closed = new Promise((resolve) => ours.once('close', resolve));
  theirs.destroy();
  while (!ours.destroyed) {
    put(line(100));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await closed;
  expect(writeAtOnce(ours, line(1))).toBe(0);
});

test('nothing behind its end', () => {
  ours.end();
  expect(writeAtOnce(ours, line(1))).toBe(0);
});
