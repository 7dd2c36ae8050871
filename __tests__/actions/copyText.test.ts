// Text on its way into the clipboard: by the user's command, by tmux, by the terminal; harmless, and bounded.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { copyText } from '../../src/actions/copyText';
import { hasTmux, startTmux } from '../fixtures/tmuxDriver';

let directory: string;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'pw-copy-'));
});
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

const taken: string[] = [];
beforeEach(() => taken.splice(0));
const copy = (text: string, command: readonly string[] = [], env: NodeJS.ProcessEnv = { PATH: process.env.PATH }) =>
  copyText({ text, command, env, toTerminal: (plain) => taken.push(plain) });

test('the terminal is given it, without the controls in it', async () => {
  expect(await copy('a\tb\n漢\x1b[31m\x00\u009b!\r')).toEqual({
    kind: 'done',
    said: "2 lines sent to the terminal's clipboard.",
  });
  expect(taken).toEqual(['a\tb\n漢[31m!']);
});

test('a command of the user gets it on its standard input, past the terminal', async () => {
  const file = path.join(directory, 'clipboard');
  expect(await copy('one line', ['tee', file])).toEqual({ kind: 'done', said: '1 line copied.' });
  expect(fs.readFileSync(file, 'utf8')).toBe('one line');
  expect(taken).toEqual([]);
});

test('a command that fails, does not read, or is missing, is told of', async () => {
  expect(await copy('x', ['false'])).toMatchObject({ kind: 'failed', message: expect.stringContaining('exit code 1') });
  expect(await copy('x'.repeat(500_000), ['true'])).toMatchObject({ kind: 'done' });
  expect(await copy('x', ['no-such-program'])).toMatchObject({ message: expect.stringContaining('no-such-program') });
});

test('nothing, and more than a clipboard takes, are refused', async () => {
  expect(await copy(' \n')).toMatchObject({ kind: 'usage' });
  expect(await copy('x'.repeat(1024 * 1024 + 1))).toMatchObject({ kind: 'failed' });
  expect(taken).toEqual([]);
});

(hasTmux() ? test : test.skip)('in tmux it becomes its newest buffer', async () => {
  const socket = path.join(directory, 'tmux');
  const env = { PATH: process.env.PATH, HOME: directory, TERM: 'xterm-256color', LANG: 'C.UTF-8' };
  const tmux = startTmux(socket, ['sh', '-c', 'exec sleep 100'], { cols: 80, rows: 24, env });
  try {
    const copied = await copy('in tmux', [], { ...env, TMUX: `${socket},0,0` });
    expect(copied).toEqual({ kind: 'done', said: '1 line copied (tmux).' });
    expect(execFileSync('tmux', ['-S', socket, 'show-buffer'], { encoding: 'utf8' })).toBe('in tmux');
  } finally {
    await tmux.close();
  }
});

test("the system's own program comes before tmux and terminal, and after the user's", async () => {
  const file = path.join(directory, 'clipboard');
  const desktop = { pictureReaders: [], copyCommand: () => ['tee', file], notifyCommand: (): [string] => ['true'] };
  const request = { text: 'x', env: { PATH: process.env.PATH, TMUX: '/no,1,0' }, desktop, toTerminal: () => {} };
  expect(await copyText({ ...request, command: [] })).toEqual({ kind: 'done', said: '1 line copied.' });
  expect(fs.readFileSync(file, 'utf8')).toBe('x');
  const own = path.join(directory, 'own');
  await copyText({ ...request, text: 'y', command: ['tee', own] });
  expect([fs.readFileSync(file, 'utf8'), fs.readFileSync(own, 'utf8')]).toEqual(['x', 'y']);
});
