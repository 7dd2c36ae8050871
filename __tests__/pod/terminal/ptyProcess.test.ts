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
