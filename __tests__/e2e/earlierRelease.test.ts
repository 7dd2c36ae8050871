// A Pod that was started before an upgrade, by the program of an earlier release, is everything to the new one that it was.
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { pressAgain } from '../fixtures/pressAgain';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';
import { until } from '../fixtures/until';

/** The built process of a Pod as it was before the greeting had a number: its files by name. */
const EARLIER = path.join(__dirname, '..', 'fixtures', 'earlierPod.json.br');
const ROOT = path.dirname(path.dirname(CLI));

let home: TempHome;
let pod: ChildProcess | null = null;
const terminals: DrivenTerminal[] = [];
beforeEach(() => {
  home = makeTempHome();
});
afterEach(async () => {
  for (const terminal of terminals.splice(0)) await terminal.close();
  await home.close();
  pod = null;
});

async function startEarlier(name: string, argv: readonly string[]): Promise<void> {
  const directory = path.join(home.directory, 'earlier');
  fs.mkdirSync(path.join(directory, 'pod'), { recursive: true });
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(directory, 'node_modules'));
  const files: Record<string, string> = JSON.parse(brotliDecompressSync(fs.readFileSync(EARLIER)).toString('utf8'));
  for (const [file, text] of Object.entries(files)) fs.writeFileSync(path.join(directory, 'pod', file), text);
  const { data, runtime } = home.paths;
  const order = {
    home: { data, runtime },
    name,
    kind: 'terminal',
    argv,
    cwd: home.directory,
    cols: 80,
    rows: 24,
    restore: null,
  };
  pod = spawn(process.execPath, [path.join(directory, 'pod', 'podMain.js')], {
    detached: true,
    env: home.env,
    stdio: ['pipe', 'ignore', 'inherit', 'pipe'],
  });
  pod.stdin?.end(JSON.stringify(order));
  let word = '';
  for await (const piece of (pod.stdio[3] as NodeJS.ReadableStream).setEncoding('utf8')) word += String(piece);
  expect(JSON.parse(word)).toMatchObject({ kind: 'ready' });
  // It is an own process from here on.
  pod.unref();
}

function open(args: readonly string[]): DrivenTerminal {
  const terminal = startTerminal([process.execPath, CLI, ...args], { env: home.env, cols: 100, rows: 30 });
  terminals.push(terminal);
  return terminal;
}

test('it is listed, shown, written to, attached, left and stopped', async () => {
  await startEarlier('older', ['/bin/sh', '-c', 'echo from before; exec cat']);
  const listed = JSON.parse((await home.podwatch(['ls', '--json'])).stdout);
  expect(listed).toMatchObject([{ name: 'older', state: 'live' }]);
  expect(await home.podwatch(['send', 'older', 'sent by a newer one'])).toMatchObject({ code: 0, stderr: '' });
  const viewer = open(['attach', 'older']);
  await viewer.waitForScreen(/from before[\s\S]*sent by a newer one/);
  viewer.send('typed\r');
  await viewer.waitForScreen(/typed\s+typed/);
  viewer.send('\x1c');
  await viewer.exit;
  expect(viewer.modes()).toEqual([]);
  const dashboard = open([]);
  await dashboard.waitForScreen(/older[\s\S]*from before[\s\S]*typed/);
  await pressAgain(dashboard, '\r', (screen) => /^from before/.test(screen));
  dashboard.send('\x1c');
  await dashboard.waitForScreen(/podwatch +1 live/);
  dashboard.send('q');
  await dashboard.exit;
  expect((await home.podwatch(['logs', 'older'])).stdout).toContain('sent by a newer one');
  expect((await home.podwatch(['explain', 'older'])).code).toBe(0);
  expect(await home.podwatch(['stop', 'older'])).toMatchObject({ code: 0, stdout: 'Stopped older.\n' });
  await until(() => pod?.exitCode !== null);
});

test('it is restored by the new program after its end', async () => {
  await startEarlier('older', ['/bin/sh', '-c', 'echo from before; exec cat']);
  await home.podwatch(['send', 'older', 'last words']);
  await home.podwatch(['stop', 'older']);
  expect(await home.podwatch(['restore', 'older'])).toMatchObject({ code: 0, stderr: '' });
  const viewer = open(['attach', 'older']);
  await viewer.waitForScreen(/last words[\s\S]*from before/);
});
