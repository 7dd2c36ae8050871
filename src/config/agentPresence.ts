// Whether an agent's command line would start as it is, or would first be fetched.
import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { AgentCommandLine } from './agentPresets';

/** `fetched`: npx is there, its package is not: the first start takes as long as the download. */
export type AgentPresence = 'installed' | 'fetched' | 'missing';

/** @param env of whoever would start it: `PATH`, `HOME`, npm's `npm_config_cache`. */
export function agentPresence([program, ...args]: AgentCommandLine, env: NodeJS.ProcessEnv): AgentPresence {
  if (!isProgram(program, env.PATH)) return 'missing';
  if (path.basename(program) !== 'npx') return 'installed';
  const wanted = npxPackage([program, ...args]);
  return wanted === null || npxHas(packageName(wanted), env) ? 'installed' : 'fetched';
}

/** What npx would run, with its version; null: it is none of npx's. */
export function npxPackage([program, ...args]: AgentCommandLine): string | null {
  return path.basename(program) === 'npx' ? (args.find((arg) => !arg.startsWith('-')) ?? null) : null;
}

/** Without a version: `@scope/name@1.2` is `@scope/name`. */
function packageName(wanted: string): string {
  return wanted.replace(/(?<=.)@.*$/, '');
}

function isProgram(program: string, searchPath = ''): boolean {
  const candidates = program.includes('/')
    ? [program]
    : searchPath.split(':').map((directory) => path.join(directory, program));
  return candidates.some((file) => {
    try {
      accessSync(file, constants.X_OK);
      return statSync(file).isFile();
    } catch {
      return false;
    }
  });
}

/** npx keeps what it has fetched in one directory a set of packages, below npm's cache. */
function npxHas(name: string, env: NodeJS.ProcessEnv): boolean {
  const cache = env.npm_config_cache || (env.HOME ? path.join(env.HOME, '.npm') : null);
  if (cache === null) return false;
  const kept = path.join(cache, '_npx');
  try {
    return readdirSync(kept).some((set) => isDirectory(path.join(kept, set, 'node_modules', name)));
  } catch {
    return false;
  }
}

function isDirectory(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
}
