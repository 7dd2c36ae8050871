// What a command prints arrives whole wherever it goes: a pipe that must not be waited for, one whose reader has gone, a full disk.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { storePod } from '../fixtures/storedPods';
import { CLI, makeTempHome, runProgram, type TempHome } from '../fixtures/tempHome';
import { until } from '../fixtures/until';

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

function listInto(output: number, argv: readonly string[] = [CLI, 'ls', '--json']): Promise<Ended> {
  const child = spawn(process.execPath, argv, { env: home.env, stdio: ['ignore', output, 'pipe'] });
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

/** All that comes until the last writer has gone; slowly. */
async function readAll(reader: number): Promise<string> {
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
  return Buffer.concat(chunks).toString();
}

/** Until it takes no more. */
function fillPipe(writer: number): void {
  for (const piece of [4096, 1]) {
    try {
      for (;;) fs.writeSync(writer, '.'.repeat(piece));
    } catch (error) {
      expect(error).toMatchObject({ code: 'EAGAIN' });
    }
  }
}

test('a pipe that is full for now gets the rest later', async () => {
  const { reader, writer } = openPipe();
  const ended = listInto(writer);
  fs.closeSync(writer);
  expect(JSON.parse(await readAll(reader))).toHaveLength(250);
  expect(await ended).toEqual({ code: 0, errors: '' });
});

test('a command that ends at once ends behind its output', async () => {
  const { reader, writer } = openPipe();
  fillPipe(writer);
  const refused = path.join(home.directory, 'refused');
  const refusing = path.join(home.directory, 'refusing.js');
  // As where the pipe's other owners do not want to wait: what has to wait is with Node's stream.
  fs.writeFileSync(
    refusing,
    `const fs = require("node:fs"); const { writeSync } = fs;
    fs.writeSync = (fd, ...given) => {
      if (fd !== 1 || fs.existsSync(${JSON.stringify(refused)})) return writeSync(fd, ...given);
      fs.writeFileSync(${JSON.stringify(refused)}, "");
      throw Object.assign(new Error("full"), { code: "EAGAIN" });
    };`,
  );
  const ended = listInto(writer, ['--require', refusing, CLI, '__complete', 'words', 'explain', '']);
  fs.closeSync(writer);
  await until(() => fs.existsSync(refused));
  const lines = (await readAll(reader)).replace(/^\.+/, '').split('\n');
  expect(lines).toHaveLength(252);
  expect(lines.slice(-2)).toEqual(['\tnone', '']);
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
