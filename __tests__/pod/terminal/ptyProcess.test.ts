// The trap of lost last output: a program that prints and exits, a hundred times, read at once and read late.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.join(__dirname, '..', '..', '..');
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'pw-pty-'));
  await build({
    entryPoints: [path.join(root, 'src', 'pod', 'terminal', 'ptyProcess.ts')],
    outfile: path.join(directory, 'ptyProcess.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    alias: { '@lydell/node-pty': path.join(root, 'node_modules', '@lydell', 'node-pty') },
    external: ['*.node', '@lydell/node-pty-*'],
    loader: { '.node': 'copy' },
    nodePaths: [path.join(root, 'node_modules')],
  });
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Runs programs one after another in a process of its own: signals of children are nothing for a test runner. */
function run(body: string): unknown {
  const script = `
    const { PtyProcess } = require('./ptyProcess.cjs');
    const start = (args, events) => new PtyProcess({ file: '/bin/sh', args: ['-c', args], cwd: '/', env: { PATH: process.env.PATH },
      cols: 80, rows: 24, onOutput() {}, onExit() {}, onInputDrained() {}, ...events });
    (async () => { ${body} })().then((result) => process.stdout.write(JSON.stringify(result)));`;
  const env = { ...process.env, NODE_PATH: path.join(root, 'node_modules') };
  return JSON.parse(
    execFileSync(process.execPath, ['-e', script], { cwd: directory, env, timeout: 60_000 }).toString(),
  );
}

test('200 KB and then the exit, 100 times: every byte, then the exit code', () => {
  const result = run(`
    const wrong = [];
    for (let i = 0; i < 100; i++) {
      let bytes = 0;
      await new Promise((resolve) => {
        start('head -c 200000 /dev/zero; exit 5', {
          onOutput: (chunk) => { bytes += chunk.length; },
          onExit: (exit) => { if (bytes !== 200000 || exit.code !== 5) wrong.push([i, bytes, exit]); resolve(); },
        });
      });
    }
    return wrong;`);
  expect(result).toEqual([]);
});

test('what is unread because it was held back still comes before the exit', () => {
  const result = run(`
    const wrong = [];
    for (let i = 0; i < 10; i++) {
      let bytes = 0;
      await new Promise((resolve) => {
        const pty = start('head -c 50000 /dev/zero; exit 5', {
          onOutput: (chunk) => {
            if (bytes === 0) { pty.pause(); setTimeout(() => pty.resume(), 400); }
            bytes += chunk.length;
          },
          onExit: (exit) => { if (bytes !== 50000 || exit.code !== 5) wrong.push([i, bytes, exit]); resolve(); },
        });
      });
    }
    return wrong;`);
  expect(result).toEqual([]);
});

test('a death by signal is told by its name', () => {
  const result = run(`return await new Promise((resolve) => { start('kill -9 $$', { onExit: resolve }); });`);
  expect(result).toEqual({ code: null, signal: 'SIGKILL' });
});

test('what is read in turns comes whole and in order, at once when somebody waits, and before the exit', () => {
  const result = run(`
    let text = '';
    let late = 0;
    let isHurried = false;
    // It goes on until it has been read in turns, however long the machine takes for that.
    const program = 'trap "stop=1" USR1; while [ -z "$stop" ]; do i=$((i+1)); echo $i; sleep 0.06; done; read line; echo $line; echo end; exit 3';
    const exit = await new Promise((resolve) => {
      const pty = start(program, {
        onOutput: (chunk) => {
          text += chunk;
          if (late > 1 && !isHurried) {
            isHurried = true;
            process.kill(pty.pid, 'SIGUSR1');
            pty.write(Buffer.from('typed\\n'));
          }
        },
        onExit: resolve,
        turns: { isUnhurried: () => true, onTurn: (deliver) => { late++; deliver(); } },
      });
    });
    const numbers = text.split('\\r\\n').map(Number).filter((n) => n > 0);
    return { exit, isWhole: numbers.length > 40 && numbers.every((n, at) => n === at + 1), end: text.trim().split('\\r\\n').slice(-2) };`);
  expect(result).toEqual({ exit: { code: 3, signal: null }, isWhole: true, end: ['typed', 'end'] });
});

test('its line editing takes whole characters, and what it puts out stays bytes', () => {
  const result = run(`
    const output = [];
    const program = 'stty -echo; printf "ready\\\\n"; read -r line; printf %s "$line" | od -An -tx1; printf "\\\\303"; sleep 0.1; printf "\\\\251\\\\377"';
    await new Promise((resolve) => {
      const pty = start(program, {
        onOutput: (chunk) => {
          output.push(chunk);
          if (Buffer.concat(output).toString() === 'ready\\r\\n') pty.write(Buffer.from('aé\\x7fb\\n'));
        },
        onExit: resolve,
      });
    });
    return Buffer.concat(output).toString('latin1');`);
  expect(result).toBe('ready\r\n 61 62\r\n\xc3\xa9\xff');
});
