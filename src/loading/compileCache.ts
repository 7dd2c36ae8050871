// Where the compiled form of our code is kept for the next start: by Node itself where it can, else by us.
import { mkdirSync, statSync } from 'node:fs';
import module from 'node:module';
import path from 'node:path';
import { keepCompiledCode } from './keptCode';

const OTHERS_MAY_WRITE = 0o022;

/**
 * `$XDG_CACHE_HOME/podwatch/compiled`, else `~/.cache/podwatch/compiled`, made if it is missing. Null without an
 * absolute path, where it cannot be made, and where anyone else may write to it: what it holds is run as our own code.
 * (Node by itself would take a directory in `/tmp`.)
 */
export function compileCacheDirectory(env: NodeJS.ProcessEnv, uid = process.getuid?.()): string | null {
  const base = env.XDG_CACHE_HOME || (env.HOME ? path.join(env.HOME, '.cache') : '');
  if (!path.isAbsolute(base)) return null;
  const directory = path.join(base, 'podwatch', 'compiled');
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const found = [directory, path.dirname(directory)].map((each) => statSync(each));
    return found.every((each) => each.uid === uid && (each.mode & OTHERS_MAY_WRITE) === 0) ? directory : null;
  } catch {
    return null;
  }
}

/**
 * Turns it on for what is loaded from now on; `root`: the directory of our bundles. A fault costs the saved time and nothing
 * else.
 */
export function useCompileCache(env: NodeJS.ProcessEnv, root: string): void {
  const directory = compileCacheDirectory(env);
  if (directory === null) return;
  const enable: unknown = Reflect.get(module, 'enableCompileCache');
  if (typeof enable === 'function') enable.call(module, directory);
  else keepCompiledCode(directory, root);
}
