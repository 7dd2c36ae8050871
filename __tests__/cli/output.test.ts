// What a command prints arrives whole wherever it goes: a pipe that must not be waited for, one whose reader has gone, a full disk.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { storePod } from '../fixtures/storedPods';
import { CLI, makeTempHome, runProgram, type TempHome } from '../fixtures/tempHome';

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
  // More than a pipe holds.
  for (let n = 0; n < 250; n += 1)
    storePod(home.paths, { name: `pod-${n}`, updatedAt: n + 1, preview: 'x'.repeat(60) }, n);
});
afterEach(() => home.close());

interface Ended {
  readonly code: number | null;
  readonly errors: string;
}

function listInto(output: number): Promise<Ended> {
  const child = spawn(process.execPath, [CLI, 'ls', '--json'], { env: home.env, stdio: ['ignore', output, 'pipe'] });
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, errors })));
}

/** Both ends of one pipe; writing never waits. */
function openPipe(): { reader: number; writer: number } {
  const file = path.join(home.directory, 'pipe');
  execFileSync('mkfifo', [file]);
  const { O_RDONLY, O_WRONLY, O_NONBLOCK } = fs.constants;
  const reader = fs.openSync(file, O_RDONLY | O_NONBLOCK);
  const writer = fs.openSync(file, O_WRONLY | O_NONBLOCK);
  fs.rmSync(file);
  return { reader, writer };
}

test('a pipe that is full for now gets the rest later', async () => {
  const { reader, writer } = openPipe();
  const ended = listInto(writer);
  fs.closeSync(writer);
  const chunks: Buffer[] = [];
  const piece = Buffer.alloc(10_000);
  for (let isOver = false; !isOver; ) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    try {
      const bytes = fs.readSync(reader, piece);
      chunks.push(Buffer.from(piece.subarray(0, bytes)));
      isOver = bytes === 0 && chunks.some((chunk) => chunk.length > 0);
    } catch (error) {
      expect(error).toMatchObject({ code: 'EAGAIN' });
    }
  }
  fs.closeSync(reader);
  expect(JSON.parse(Buffer.concat(chunks).toString())).toHaveLength(250);
  expect(await ended).toEqual({ code: 0, errors: '' });
});

test('a reader that has gone is no error', async () => {
  const { reader, writer } = openPipe();
  fs.closeSync(reader);
  const ended = listInto(writer);
  fs.closeSync(writer);
  expect(await ended).toEqual({ code: 0, errors: '' });
});

const canFill = fs.existsSync('/dev/full') ? test : test.skip;
canFill('a full disk is said, and is a failure', async () => {
  const full = fs.openSync('/dev/full', 'w');
  const ended = await listInto(full);
  fs.closeSync(full);
  expect(ended).toEqual({ code: 1, errors: expect.stringContaining('The output cannot be written: ENOSPC') });
});

/** Standard error is a pipe that nobody reads. */
function withoutErrors(args: readonly string[]): Promise<number | null> {
  const { reader, writer } = openPipe();
  fs.closeSync(reader);
  const child = spawn(process.execPath, [CLI, ...args], { env: home.env, stdio: ['ignore', 'ignore', writer] });
  fs.closeSync(writer);
  return new Promise((resolve) => child.once('close', resolve));
}

test('a failure is one also where nobody hears of it', async () => {
  expect(await withoutErrors(['stop', 'nobody'])).toBe(3);
  expect(await withoutErrors(['run', 'demo', '--cwd', '/nowhere', '-d'])).toBe(1);
});

test('a command that waits for something that never comes ends with a sentence', async () => {
  const stuck = path.join(home.directory, 'stuck.js');
  // No connection comes about, and no time runs out.
  const never = '() => new (require("node:events"))()';
  fs.writeFileSync(stuck, `require("node:net").connect = ${never}; globalThis.setTimeout = ${never};`);
  const argv = [process.execPath, '--require', stuck, CLI, 'run', 'demo', '-d', '--', 'true'];
  const ended = await runProgram(argv, home.env);
  expect(ended).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(/^podwatch: The command ended before/) });
  expect(ended.stderr.trim().split('\n')).toHaveLength(1);
});
