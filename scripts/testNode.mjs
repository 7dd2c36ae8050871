// Runs tests with other releases of Node, from the registry: `npm run test:node -- VERSION… [-- PATTERN…]`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import kinds from './testKinds.cjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const jest = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');

/** Of the tests of the system those that meet the most of Node: files, sockets, children, pseudo-terminals, the screen. */
const SYSTEM = [
  'actions/',
  'cli/attach',
  'cli/command',
  'cli/surroundings',
  'e2e/grid',
  'e2e/lifecycle',
  'pod/agent/agentPermissions',
  'pod/agent/agentPod',
  'pod/podLife',
  'pod/terminal/attach',
  'pod/terminal/ptyProcess',
  'store/',
  'streams/',
];

const system = kinds.sortTests().system;
const lost = SYSTEM.filter((part) => !system.some((file) => path.relative(root, file).includes(`__tests__/${part}`)));
if (lost.length > 0) {
  console.error(`No test of the system is called ${lost.join(', ')}: see SYSTEM in scripts/testNode.mjs.`);
  process.exit(2);
}

const given = process.argv.slice(2);
const end = given.indexOf('--');
const versions = end < 0 ? given : given.slice(0, end);
const patterns = end < 0 ? [] : given.slice(end + 1);
if (versions.length === 0 || versions.some((version) => !/^\d+(\.\d+){0,2}$/.test(version))) {
  console.error('npm run test:node -- VERSION… [-- PATTERN…]: versions like 24 or 22.11.0; patterns as of jest');
  process.exit(2);
}

/** @returns {boolean} whether it ended with 0 */
function run(program, args, env = process.env) {
  const { status, error } = spawnSync(program, args, { cwd: root, env, stdio: 'inherit' });
  if (error) console.error(`${program}: ${error.message}`);
  return status === 0;
}

/** The registry has Node itself as packages, one a platform; only Linux has the newer releases. */
function testWith(version) {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'pw-node-'));
  try {
    const name = `node-${process.platform}-${process.arch}`;
    const npm = ['install', '--prefix', directory, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
    if (!run('npm', [...npm, `${name}@${version}`])) return false;
    const bin = path.join(directory, 'node_modules', name, 'bin');
    const node = path.join(bin, 'node');
    const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}` };
    if (!run(node, ['--version'])) return false;
    if (patterns.length > 0) return run(node, [jest, '--ci', ...patterns], env);
    const pure = run(node, [jest, '--ci', '--selectProjects', 'pure'], env);
    const system = run(node, [jest, '--ci', '--selectProjects', 'system', '--testPathPatterns', ...SYSTEM], env);
    return pure && system;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const failed = versions.filter((version) => !testWith(version));
console.log(
  failed.length > 0 ? `\nFailed with Node ${failed.join(', ')}.` : `\nPassed with Node ${versions.join(', ')}.`,
);
process.exitCode = failed.length > 0 ? 1 : 0;
