// Installs the Gemini CLI that a test drives: one exact release, in a cache of its own, never a package of the project.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const NAME = '@google/gemini-cli';
const VERSION = '0.61.0';
/** As the registry gave it when the release was chosen: nothing else is ever run. */
const INTEGRITY = 'sha512-dbQ9A0qBtFJNi6XBkHvfZ6Azpn6PNgH/P8h2MZ67RLlX8hSAVjup39CRWqdRxZv7YXIuhrFaytr8y0jKnkoxnQ==';
const TIMEOUT_MS = 180_000;

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Absolute path of its program. Does nothing where it is installed. @throws what npm says. */
export function installGemini() {
  const place = path.join(root, 'node_modules', '.cache', `gemini-cli-${VERSION}`);
  const program = path.join(place, 'node_modules', NAME, 'bundle', 'gemini.js');
  if (existsSync(program)) return program;
  mkdirSync(path.dirname(place), { recursive: true });
  // Renamed when whole: an install that was broken off must not be taken for one.
  const attempt = mkdtempSync(`${place}-`);
  try {
    install(attempt);
    renameSync(attempt, place);
  } catch (error) {
    // Another run was quicker.
    if (!existsSync(program)) throw error;
  } finally {
    rmSync(attempt, { recursive: true, force: true });
  }
  return program;
}

/** Its optional packages are native code, which ACP does without. */
function install(directory) {
  writeFileSync(path.join(directory, 'package.json'), '{ "private": true }\n');
  const options = ['--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund', '--no-update-notifier'];
  execFileSync('npm', ['install', '--prefix', directory, ...options, '--save-exact', `${NAME}@${VERSION}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: TIMEOUT_MS,
  });
  const lock = JSON.parse(readFileSync(path.join(directory, 'package-lock.json'), 'utf8'));
  const { integrity } = lock.packages[`node_modules/${NAME}`];
  if (integrity !== INTEGRITY) throw new Error(`${NAME}@${VERSION} is not what it was: ${integrity}`);
}
