// Where the compiled form of our code is kept for the next start: by Node itself where it can, else by us.
import { keepCompiledCode } from './keepCompiledCode';
import { ownCacheDirectory } from './ownCacheDirectory';

/** What it holds is run as our own code. (Node by itself would take a directory in `/tmp`.) */
export function compileCacheDirectory(env: NodeJS.ProcessEnv, uid = process.getuid?.()): string | null {
  return ownCacheDirectory(env, 'compiled', uid);
}

/**
 * Turns it on for what is loaded from now on; `root`: the directory of our bundles. A fault costs the saved time and nothing
 * else. What has been compiled is kept at the end of the process. @returns what keeps it before, where the release of Node can.
 * (`module.constructor` is what `node:module` exports, which loads much besides.)
 */
export function useCompileCache(env: NodeJS.ProcessEnv, root: string): () => void {
  const directory = compileCacheDirectory(env);
  if (directory === null) return () => {};
  const ask = (name: string, ...given: readonly string[]): boolean => {
    const found: unknown = Reflect.get(module.constructor, name);
    if (typeof found !== 'function') return false;
    found.apply(module.constructor, given);
    return true;
  };
  if (!ask('enableCompileCache', directory)) return keepCompiledCode(directory, root);
  return () => {
    ask('flushCompileCache');
  };
}
