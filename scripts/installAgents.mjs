// Installs the agents that tests drive: exact releases, in a cache of their own, never packages of the project.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const TIMEOUT_MS = 240_000;
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const lists = path.join(root, '__tests__', 'realAgents', 'agents');
const platform = `${process.platform}-${process.arch}`;

/**
 * Programs by the name of their command, below `node_modules`. Some packages bring a program for each platform, and a
 * script that would put the right one in its place: scripts are not run, so it is taken from where it lies.
 */
const PROGRAMS = {
  'claude-agent-acp': '@agentclientprotocol/claude-agent-acp/dist/index.js',
  'codex-acp': '@agentclientprotocol/codex-acp/dist/index.js',
  claude: `@anthropic-ai/claude-code-${platform}/claude`,
  codex: '@openai/codex/bin/codex.js',
  gemini: '@google/gemini-cli/bundle/gemini.js',
  opencode: `opencode-${platform}/bin/opencode`,
  pi: '@mariozechner/pi-coding-agent/dist/cli.js',
};

/**
 * Absolute path of the directory with their commands. Does nothing where they are installed. The lock says what each
 * package must be, to the byte. @throws what npm says.
 */
export function installAgents() {
  const lock = readFileSync(path.join(lists, 'package-lock.json'));
  const key = createHash('sha256').update(lock).digest('hex').slice(0, 12);
  const place = path.join(root, 'node_modules', '.cache', `agents-${key}`);
  const commands = path.join(place, 'commands');
  if (existsSync(commands)) return commands;
  mkdirSync(path.dirname(place), { recursive: true });
  // Renamed when whole: an install that was broken off must not be taken for one.
  const attempt = mkdtempSync(`${place}-`);
  try {
    install(attempt);
    renameSync(attempt, place);
  } catch (error) {
    // Another run was quicker.
    if (!existsSync(commands)) throw error;
  } finally {
    rmSync(attempt, { recursive: true, force: true });
  }
  return commands;
}

function install(directory) {
  for (const file of ['package.json', 'package-lock.json'])
    copyFileSync(path.join(lists, file), path.join(directory, file));
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier'];
  execFileSync('npm', ['ci', '--prefix', directory, ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: TIMEOUT_MS,
  });
  mkdirSync(path.join(directory, 'commands'));
  for (const [name, program] of Object.entries(PROGRAMS)) {
    chmodSync(path.join(directory, 'node_modules', program), 0o755);
    symlinkSync(path.join('..', 'node_modules', program), path.join(directory, 'commands', name));
  }
}
