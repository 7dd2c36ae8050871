// Our directories in the user's cache, which nobody else may write to.
import { mkdirSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';

const OTHERS_MAY_WRITE = 0o022;

/**
 * `$XDG_CACHE_HOME/podwatch/NAME`, else `~/.cache/podwatch/NAME`, made (0700) if it is missing. Null without an absolute path,
 * where it cannot be made, and where anyone else may write to it.
 */
export function ownCacheDirectory(env: NodeJS.ProcessEnv, name: string, uid = process.getuid?.()): string | null {
  const base = env.XDG_CACHE_HOME || (env.HOME ? path.join(env.HOME, '.cache') : '');
  if (!path.isAbsolute(base)) return null;
  const directory = path.join(base, 'podwatch', name);
  try {
    const own = statSync(directory, { throwIfNoEntry: false }) ?? made(directory);
    const found = [own, statSync(path.dirname(directory))];
    return found.every((each) => each.uid === uid && (each.mode & OTHERS_MAY_WRITE) === 0) ? directory : null;
  } catch {
    return null;
  }
}

function made(directory: string): Stats {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return statSync(directory);
}
