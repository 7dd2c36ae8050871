// Whether the program of a coding agent is there, or would be fetched.
import { accessSync, constants, existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

/** `fetched`: npx would get it first. */
export type AgentStanding = 'installed' | 'fetched' | 'missing';

/** `env`: PATH, and the home in which npx keeps what it has fetched. */
export function agentStanding(command: readonly string[], env: NodeJS.ProcessEnv): AgentStanding {
  const program = programFile(command[0] ?? '', env.PATH);
  if (program === null) return 'missing';
  if (path.basename(command[0] ?? '') !== 'npx') return 'installed';
  const wanted = command.slice(1).find((word) => !word.startsWith('-'));
  if (wanted === undefined) return 'fetched';
  return isFetched(wanted.replace(/(?<=.)@[^/]*$/, ''), program, env) ? 'installed' : 'fetched';
}

/** A package beside npm itself, or among what npx has fetched before. */
function isFetched(name: string, npx: string, { HOME, npm_config_cache: given }: NodeJS.ProcessEnv): boolean {
  const cache = given || (HOME ? path.join(HOME, '.npm') : null);
  const fetched = cache === null ? [] : foldersOf(path.join(cache, '_npx'));
  const modules = [...globalModules(npx), ...fetched.map((folder) => path.join(folder, 'node_modules'))];
  return modules.some((folder) => existsSync(path.join(folder, name, 'package.json')));
}

/** Of `PREFIX/bin/npx`, which may be a link into them. */
function globalModules(npx: string): readonly string[] {
  const prefix = path.dirname(path.dirname(npx));
  const folders = [path.join(prefix, 'lib', 'node_modules')];
  try {
    return [...folders, path.resolve(realpathSync(npx), '..', '..', '..')];
  } catch {
    return folders;
  }
}

function foldersOf(directory: string): readonly string[] {
  try {
    return readdirSync(directory).map((name) => path.join(directory, name));
  } catch {
    return [];
  }
}

function programFile(program: string, searchPath = ''): string | null {
  const candidates = program.includes('/')
    ? [program]
    : searchPath.split(':').map((directory) => path.join(directory, program));
  return candidates.find((file) => isProgram(file)) ?? null;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
