// Which tests are pure: by what they import, however far, and held to it while they run.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sortTests } from '../../scripts/testKinds.cjs';

let root = '';
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'pw-kinds-'));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), text);
}

function kindOf(text: string, file = '__tests__/streams/one.test.ts'): string {
  write(file, text);
  const { pure, system } = sortTests(root);
  return pure.length === 1 ? 'pure' : system.length === 1 ? 'system' : 'neither';
}

test.each([
  ['nothing', ''],
  ['files', "import fs from 'node:fs';"],
  ['a type of a child', "import type { ChildProcess } from 'node:child_process';"],
  ['an oracle that is waited for on the spot', "import { execFileSync } from 'node:child_process';"],
  ['a word that begins alike', "const word = 'distance';"],
])('pure: %s', (_case, text) => {
  expect(kindOf(text)).toBe('pure');
});

// Not spelled out, lest this file be taken for one of the system.
const load = 'import';
const built = ['di', 'st'].join('');

test.each([
  ['a child', "import { execFileSync, spawn } from 'node:child_process';"],
  ['a child beside a type, on lines of their own', "import {\n  type ChildProcess,\n  spawn,\n} from 'child_process';"],
  ['a socket', "import net from 'node:net';"],
  ['a pseudo-terminal, when it is needed', `const pty = await ${load}('@lydell/node-pty');`],
  ['a bundle', "import { build } from 'esbuild';"],
  ['the built program', `const cli = path.join(__dirname, '..', '${built}', 'cli.js');`],
])('of the system: %s', (_case, text) => {
  expect(kindOf(text)).toBe('system');
});

test('of the system: what a fixture or a source brings in, however far, and all of e2e', () => {
  write('src/far.ts', "import { spawnSync } from 'node:child_process';");
  write('src/near.ts', "export { far } from './far';");
  write('__tests__/fixtures/pod.ts', "import net from 'node:net';");
  expect(kindOf("import { near } from '../../src/near';")).toBe('system');
  expect(kindOf("import { pod } from '../fixtures/pod';")).toBe('system');
  expect(kindOf("import type { Pod } from '../fixtures/pod';")).toBe('pure');
  fs.rmSync(path.join(root, '__tests__', 'streams'), { recursive: true });
  expect(kindOf('', '__tests__/e2e/one.test.ts')).toBe('system');
  fs.rmSync(path.join(root, '__tests__', 'e2e'), { recursive: true });
  expect(kindOf('', '__tests__/realAgents/one.test.ts')).toBe('neither');
});

test('every test of this checkout has one kind', () => {
  const { pure, system } = sortTests();
  expect(pure).toContain(__filename);
  expect(new Set([...pure, ...system]).size).toBe(pure.length + system.length);
});

test('a pure test can neither start a process nor open a socket', () => {
  // Named by values: an import would make this file a test of the system.
  const [children, sockets] = ['node:child_process', 'node:net'].map((name) => require(name));
  expect(() => children.spawn('true')).toThrow('A pure test may not call spawn');
  expect(() => sockets.connect('/nowhere')).toThrow('A pure test may not call connect');
  expect(() => sockets.createServer().listen(0)).toThrow('A pure test may not call listen');
  expect(children.execFileSync('true', { encoding: 'utf8' })).toBe('');
});
