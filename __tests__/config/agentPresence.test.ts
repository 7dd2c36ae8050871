// An agent is installed, would be fetched by npx, or is missing: by PATH and by what npx has kept.
import fs from 'node:fs';
import path from 'node:path';
import { agentPresence } from '../../src/config/agentPresence';

let directory = '';
beforeEach(() => {
  directory = fs.mkdtempSync('/tmp/pwp-');
});
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

function place(file: string, mode: number): string {
  const whole = path.join(directory, file);
  fs.mkdirSync(path.dirname(whole), { recursive: true });
  fs.writeFileSync(whole, '', { mode });
  return whole;
}

it('by the program on PATH, or at its path', () => {
  const program = place('bin/agent', 0o755);
  place('bin/noted', 0o644);
  fs.mkdirSync(path.join(directory, 'bin', 'folder'));
  const env = { PATH: `/nowhere:${path.join(directory, 'bin')}` };
  expect(agentPresence(['agent', '--acp'], env)).toBe('installed');
  expect(agentPresence([program], {})).toBe('installed');
  for (const missing of ['agents', 'noted', 'folder', '/nowhere/agent']) {
    expect(agentPresence([missing], env)).toBe('missing');
  }
});

it('by what npx has fetched, of any version', () => {
  place('bin/npx', 0o755);
  place('home/.npm/_npx/1a2b/node_modules/@scope/one/package.json', 0o644);
  place('cache/_npx/1a2b/node_modules/two/package.json', 0o644);
  const env = { PATH: path.join(directory, 'bin'), HOME: path.join(directory, 'home') };
  expect(agentPresence(['npx', '-y', '@scope/one'], env)).toBe('installed');
  expect(agentPresence(['npx', '-y', '@scope/one@2.1', '--acp'], env)).toBe('installed');
  expect(agentPresence(['npx', '-y', 'two'], env)).toBe('fetched');
  expect(agentPresence(['npx', '-y', 'two'], { ...env, npm_config_cache: path.join(directory, 'cache') })).toBe(
    'installed',
  );
  expect(agentPresence(['npx', '-y', 'two'], { PATH: env.PATH })).toBe('fetched');
  expect(agentPresence(['npx', '-y', 'two'], { HOME: env.HOME })).toBe('missing');
});
