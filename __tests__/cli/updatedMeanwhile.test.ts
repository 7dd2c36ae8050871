// An upgrade replaces the files of a podwatch that runs: what it loads only then is missing, or of another version.
import fs from 'node:fs';
import path from 'node:path';
import { CLI, makeTempHome, runProgram, type TempHome } from '../fixtures/tempHome';
import { startTerminal } from '../fixtures/terminalDriver';

let home: TempHome;
let dist: string;
beforeEach(() => {
  home = makeTempHome();
  const installed = path.join(home.directory, 'installed');
  dist = path.join(installed, 'dist');
  fs.cpSync(path.dirname(CLI), dist, { recursive: true });
  fs.symlinkSync(path.resolve(__dirname, '../../node_modules'), path.join(installed, 'node_modules'));
  home.env.PATH = `${path.join(home.directory, 'bin')}:${home.env.PATH}`;
});
afterEach(() => home.close());

const part = (name: string) => path.join(dist, name);
const ran = (...args: readonly string[]) => runProgram([process.execPath, part('cli.js'), ...args], home.env);

function ofAnotherVersion(name: string): void {
  const text = fs.readFileSync(part(name), 'utf8');
  const other = text.replace(/(__version=)"[^"]+";\s*$/, '$1"9.9.9";\n');
  expect(other).not.toBe(text);
  fs.writeFileSync(part(name), other);
}

test('a command whose part is missing or of another version says so in one sentence', async () => {
  fs.rmSync(part('commands/ls.js'));
  ofAnotherVersion('commands/restore.js');
  const sentence = (file: string, how: string) =>
    `podwatch: podwatch was updated while it ran: its file ${file} is ${how}. Start it again.\n`;
  fs.rmSync(part('pod/podMain.js'));
  const file = part('pod/podMain.js');
  expect((await ran('run', 'new', '-d', '--', 'cat')).stderr).toBe(sentence(file, 'missing'));
  expect(await ran('ls', '--json')).toEqual({ code: 1, stdout: '', stderr: sentence('commands/ls.js', 'missing') });
  expect(await ran('restore', 'x')).toEqual({
    code: 1,
    stdout: '',
    stderr: sentence('commands/restore.js', 'of another version'),
  });
});

test('a thread whose program is missing says so', async () => {
  expect((await ran('run', 'a', '-d', '--', 'echo', 'needle')).code).toBe(0);
  const file = part('search/searchWorker.js');
  fs.rmSync(file);
  expect(await ran('grep', 'needle')).toMatchObject({
    code: 2,
    stderr: `podwatch: It was not searched to the end: podwatch was updated while it ran: its file ${file} is missing; start it again\n`,
  });
});

test('what a part itself does not find, or throws, is not taken for an upgrade', async () => {
  fs.appendFileSync(part('commands/ls.js'), 'require("./no-such-file");');
  expect((await ran('ls', '--json')).stderr).toContain("Cannot find module './no-such-file'");
});

test('in a dashboard the sentence stands where the outcome would, and it goes on', async () => {
  fs.mkdirSync(path.join(home.directory, 'bin'));
  fs.writeFileSync(path.join(home.directory, 'bin/claude'), '#!/bin/sh\nexec cat\n', { mode: 0o755 });
  expect((await ran('run', 'old', '-d', '--', 'claude', '--resume', 'aaaaaaaa-1')).code).toBe(0);
  expect((await ran('stop', 'old')).code).toBe(0);
  // Before the dashboard loads ahead what it may come to need.
  ofAnotherVersion('places/claimSession.js');
  const shown = startTerminal([process.execPath, part('cli.js'), '-r'], { env: home.env, cwd: home.directory });
  try {
    await shown.waitForScreen(/> old +\[stopped\/restorable\]/);
    shown.send('\r');
    await shown.waitForScreen(/podwatch was updated while it ran/);
    expect(home.allocations()).toEqual([]);
    await shown.waitForScreen(/old/);
    shown.send('q');
    await shown.exit;
  } finally {
    await shown.close();
  }
});
