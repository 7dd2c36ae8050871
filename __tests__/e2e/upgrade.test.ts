// The package is replaced while a dashboard and Pods are open: both go on.
import fs from 'node:fs';
import path from 'node:path';
import { podSocketPath } from '../../src/protocol/homePaths';
import { CLI, makeTempHome, runProgram, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';
import { until } from '../fixtures/until';

let home: TempHome;
let terminal: DrivenTerminal | null = null;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(async () => {
  await terminal?.close();
  terminal = null;
  await home.close();
});

/** A copy of the build that can be taken away. */
function install(): { cli: string; remove: () => void; replace: (version: string) => void } {
  const root = path.dirname(path.dirname(CLI));
  const directory = path.join(home.directory, 'installed');
  fs.cpSync(path.join(root, 'dist'), path.join(directory, 'dist'), { recursive: true });
  fs.copyFileSync(path.join(root, 'package.json'), path.join(directory, 'package.json'));
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(directory, 'node_modules'));
  return {
    cli: path.join(directory, 'dist', 'cli.js'),
    remove: () => fs.rmSync(path.join(directory, 'dist'), { recursive: true }),
    // As npm does: the old directory is moved away, the new one grows in its place.
    replace: (version) => {
      const installed = fs.readFileSync(path.join(directory, 'package.json'), 'utf8');
      fs.renameSync(directory, `${directory}-old`);
      fs.mkdirSync(path.join(directory, 'dist'), { recursive: true });
      fs.writeFileSync(
        path.join(directory, 'package.json'),
        installed.replace(/"version": "[^"]*"/, `"version": "${version}"`),
      );
      fs.writeFileSync(path.join(directory, 'dist', 'cli.js'), '// another one');
    },
  };
}

/** The last part that a dashboard loads behind its first screen: a file system that keeps no times of reading tells nothing, and gets some. */
function lastPart(cli: string): { isRead: () => Promise<unknown> } {
  const file = path.join(path.dirname(cli), 'recording', 'lastOfRecording.js');
  const forget = () => fs.utimesSync(file, 0, fs.statSync(file).mtime);
  const isRead = () => fs.statSync(file).atimeMs > 0;
  forget();
  fs.readFileSync(file);
  const isTold = isRead();
  forget();
  return { isRead: () => (isTold ? until(isRead) : new Promise((resolve) => setTimeout(resolve, 10_000))) };
}

test('previews, attach and the Pods themselves need no file of the build that they were started from', async () => {
  const { cli, remove } = install();
  for (const name of ['live', 'old']) {
    await runProgram([process.execPath, cli, 'run', name, '-d', '--', 'cat'], home.env);
  }
  const last = lastPart(cli);
  terminal = startTerminal([process.execPath, cli, '-r'], { env: home.env, cols: 100, rows: 30 });
  await terminal.waitForScreen((text) => (text.match(/live idle/g) ?? []).length === 2);
  await last.isRead();
  remove();
  await home.podwatch(['send', 'old', 'last words']);
  await home.podwatch(['send', 'live', 'alive and well']);
  await home.podwatch(['stop', 'old']);
  await terminal.waitForScreen(/old +\[stopped/);
  terminal.send('G');
  await terminal.waitForScreen(/its last screen.*last words/s);
  terminal.send('g\r');
  await terminal.waitForScreen(/^alive and well$/m);
  terminal.send('\x1c');
  await terminal.exit;
  expect((await home.podwatch(['stop', 'live'])).stdout).toBe('Stopped live.\n');
});

test('what has loaded the parts of a history reads one without the build', async () => {
  const { cli } = install();
  const cast = path.join(home.directory, 'segment.cast');
  fs.writeFileSync(cast, '{"version": 2, "width": 80, "height": 24, "timestamp": 1000}\n[1, "o", "recorded\\r\\n"]\n');
  const dist = path.dirname(cli);
  const script = `
    const { loadHistoryParts, readHistory } = require(${JSON.stringify(path.join(dist, 'recording', 'readHistory.js'))});
    loadHistoryParts().then(async () => {
      require('node:fs').rmSync(${JSON.stringify(dist)}, { recursive: true });
      console.log(JSON.stringify(await readHistory(${JSON.stringify(cast)})));
    });`;
  const done = await runProgram([process.execPath, '-e', script], home.env);
  expect(done).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('recorded') });
});

test('an attach shows its history, though the build has gone meanwhile', async () => {
  const { cli, remove } = install();
  const rows = 'i=1; while [ $i -le 60 ]; do echo "row $i."; i=$((i+1)); done; exec cat';
  for (const [name, script] of [
    ['shown', rows],
    ['other', 'exec cat'],
  ] as const) {
    await runProgram([process.execPath, cli, 'run', name, '-d', '--', 'sh', '-c', script], home.env);
  }
  terminal = startTerminal([process.execPath, cli, 'attach', 'shown'], { env: home.env });
  await terminal.waitForScreen(/row 60\./);
  const env = { ...home.env, PODWATCH_POD: 'other', PODWATCH_SOCKET: podSocketPath(home.paths, 'other') };
  await runProgram([process.execPath, CLI, 'status', 'attention'], env);
  // By then it has what it needs.
  const shown = terminal;
  await until(() => shown.rawBytes().toString().includes('1 needs you'));
  remove();
  terminal.send('\x1b[5;2~');
  await terminal.waitForScreen(/rows \d+–\d+ of 6[01]/);
});

test('a dashboard says that another version has been installed, and goes on', async () => {
  const { cli, replace } = install();
  await runProgram([process.execPath, cli, 'run', 'live', '-d', '--', 'cat'], home.env);
  terminal = startTerminal([process.execPath, cli], { env: home.env, cols: 110, rows: 30 });
  await terminal.waitForScreen(/live[\s\S]*idle/);
  replace('99.1.2');
  await terminal.waitForScreen(/podwatch 99\.1\.2 is installed by now/);
  await home.podwatch(['send', 'live', 'alive and well']);
  await terminal.waitForScreen(/alive and well/);
  terminal.send('z');
  await terminal.waitForScreen((text) => /^alive and well$/m.test(text.replace(/[│║┃] ?/g, '').replace(/ +$/gm, '')));
  terminal.send('[');
  await terminal.waitForScreen(/Nothing stands above this screen/);
});
