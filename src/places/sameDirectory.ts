// Which directories are "here": this one by whatever path, and the same place in the other worktrees of its repository.
import { readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { DirectoryPlace } from '../podList/filterPods';
import { namesIn } from '../store/namesIn';
import { findWorktree } from './repository';

/** Tells of a recorded directory whether it is this one. Reads Git's own files; runs nothing. */
export function directoriesLike(here: string): (directory: string) => boolean {
  const real = realPath(here);
  const known = new Set([here, real, ...inWorktrees(real)]);
  return (directory) => known.has(path.normalize(directory)) || known.has(realPath(directory));
}

/**
 * Tells of a directory, which need not exist any more, whether it is this one or below it (in any worktree), or at least of
 * the same repository. Submodules are repositories of their own.
 */
export function directoryPlaces(here: string): (directory: string) => DirectoryPlace {
  const real = realPath(here);
  const near = [here, real, ...inWorktrees(real)];
  const roots = new Map<string, string | null>();
  const mainOf = (directory: string): string | null => {
    const worktree = findWorktree(directory, roots);
    return worktree === null ? null : realPath(worktree.main);
  };
  const main = mainOf(real);
  return (directory) => {
    const at = realPath(directory);
    if (near.some((one) => isWithin(at, one) || isWithin(path.normalize(directory), one))) return 'directory';
    return main !== null && mainOf(at) === main ? 'repository' : 'elsewhere';
  };
}

function isWithin(directory: string, above: string): boolean {
  const way = path.relative(above, directory);
  return way !== '..' && !way.startsWith(`..${path.sep}`);
}

function inWorktrees(directory: string): readonly string[] {
  const root = repositoryRoot(directory);
  if (root === null) return [];
  const below = path.relative(root, directory);
  return worktreesOf(root).map((tree) => path.join(tree, below));
}

function repositoryRoot(directory: string): string | null {
  for (let at = directory; ; at = path.dirname(at)) {
    if (statSync(path.join(at, '.git'), { throwIfNoEntry: false }) !== undefined) return at;
    if (path.dirname(at) === at) return null;
  }
}

/** The main worktree and the others: each has a folder in the common directory that says where it is. */
function worktreesOf(root: string): readonly string[] {
  const common = commonDirectory(path.join(root, '.git'));
  if (common === null) return [];
  const linked = namesIn(path.join(common, 'worktrees')).flatMap((name) => {
    const link = textOf(path.join(common, 'worktrees', name, 'gitdir'));
    return link === null ? [] : [path.dirname(link)];
  });
  return [path.dirname(common), ...linked].map(realPath);
}

/** In a linked worktree `.git` is a file that leads to its folder, and that one to the common directory. */
function commonDirectory(git: string): string | null {
  if (statSync(git, { throwIfNoEntry: false })?.isDirectory()) return git;
  const own = /^gitdir: (.+)$/m.exec(textOf(git) ?? '')?.[1];
  if (own === undefined) return null;
  const folder = path.resolve(path.dirname(git), own);
  const common = textOf(path.join(folder, 'commondir'));
  return common === null ? null : path.resolve(folder, common);
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}

function realPath(directory: string): string {
  try {
    return realpathSync(directory);
  } catch {
    return path.normalize(directory);
  }
}
