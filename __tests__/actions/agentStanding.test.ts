// Which agents are there, which npx would fetch, which are neither: real files on a PATH.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { agentStanding } from '../../src/actions/agentStanding';

let directory: string;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'pw-agents-'));
});
afterEach(() => fs.rmSync(directory, { recursive: true }));

function file(name: string, mode = 0o755): void {
  const full = path.join(directory, name);
  fs.mkdirSync(path.dirname(full), { recursive: true });
  fs.writeFileSync(full, '', { mode });
}
const standing = (...command: string[]) =>
  agentStanding(command, { PATH: path.join(directory, 'bin'), HOME: path.join(directory, 'home') });

test('a program is there or not', () => {
  file('bin/gemini');
  file('bin/notes', 0o644);
  expect(standing('gemini', '--acp')).toBe('installed');
  expect(standing('notes')).toBe('missing');
  expect(standing('qwen')).toBe('missing');
  expect(standing(path.join(directory, 'bin', 'gemini'))).toBe('installed');
});

test('what npx starts is there where it is beside npm or was fetched before', () => {
  expect(standing('npx', '-y', '@scope/one')).toBe('missing');
  file('bin/npx');
  expect(standing('npx', '-y', '@scope/one')).toBe('fetched');
  file('home/.npm/_npx/abc/node_modules/@scope/one/package.json');
  file('lib/node_modules/two/package.json');
  expect(standing('npx', '-y', '@scope/one')).toBe('installed');
  expect(standing('npx', '-y', '@scope/one@1.2.3')).toBe('installed');
  expect(standing('npx', 'two')).toBe('installed');
  expect(standing('npx', '-y', 'three')).toBe('fetched');
});
