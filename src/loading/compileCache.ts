// Where the compiled form of our code is kept for the next start: by Node itself where it can, else by us.
import { keepCompiledCode } from './keepCompiledCode';
import { ownCacheDirectory } from './ownCacheDirectory';

/** What it holds is run as our own code. (Node by itself would take a directory in `/tmp`.) */
export function compileCacheDirectory(env: NodeJS.ProcessEnv, uid = process.getuid?.()): string | null {
  return ownCacheDirectory(env, 'compiled', uid);
}

/**
 * Turns it on for what is loaded from now on; `root`: the directory of our bundles. A fault costs the saved time and nothing
 * else. (`module.constructor` is what `node:module` exports, which loads much besides.)
 */
export function useCompileCache(env: NodeJS.ProcessEnv, root: string): void {
  const directory = compileCacheDirectory(env);
  if (directory === null) return;
  const enable: unknown = Reflect.get(module.constructor, 'enableCompileCache');
  if (typeof enable === 'function') enable.call(module.constructor, directory);
  else keepCompiledCode(directory, root);
}
