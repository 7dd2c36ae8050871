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

function place(name: string, mode: number): string {
  file(name, mode);
  return path.join(directory, name);
}

test('by the program on PATH, or at its path', () => {
  const program = place('bin/agent', 0o755);
  place('bin/noted', 0o644);
  fs.mkdirSync(path.join(directory, 'bin', 'folder'));
  const env = { PATH: `/nowhere:${path.join(directory, 'bin')}` };
  expect(agentStanding(['agent', '--acp'], env)).toBe('installed');
  expect(agentStanding([program], {})).toBe('installed');
  for (const missing of ['agents', 'noted', 'folder', '/nowhere/agent']) {
    expect(agentStanding([missing], env)).toBe('missing');
  }
});

test('by what npx has fetched, of any version', () => {
  place('bin/npx', 0o755);
  place('home/.npm/_npx/1a2b/node_modules/@scope/one/package.json', 0o644);
  place('cache/_npx/1a2b/node_modules/two/package.json', 0o644);
  const env = { PATH: path.join(directory, 'bin'), HOME: path.join(directory, 'home') };
  expect(agentStanding(['npx', '-y', '@scope/one'], env)).toBe('installed');
  expect(agentStanding(['npx', '-y', '@scope/one@2.1', '--acp'], env)).toBe('installed');
  expect(agentStanding(['npx', '-y', 'two'], env)).toBe('fetched');
  expect(agentStanding(['npx', '-y', 'two'], { ...env, npm_config_cache: path.join(directory, 'cache') })).toBe(
    'installed',
  );
  expect(agentStanding(['npx', '-y', 'two'], { PATH: env.PATH })).toBe('fetched');
  expect(agentStanding(['npx', '-y', 'two'], { HOME: env.HOME })).toBe('missing');
});
