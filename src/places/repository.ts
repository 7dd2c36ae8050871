// What Git's own files say of a directory: which worktree it lies in, and its branch. Runs nothing.
import { statSync } from 'node:fs';
import path from 'node:path';
import type { Repository } from '../podList/jsonEntry';
import { readText } from '../store/regularFile';

/** HEAD and the links of worktrees are one line. */
const MAX_BYTES = 64 * 1024;
/** Of a detached HEAD so much of the commit is shown. */
const SHORT_COMMIT = 8;

/** Reads each repository once; for one printed list. Null: the directory is in none. */
export function repositoryReader(): (directory: string) => Repository | null {
  const roots = new Map<string, string | null>();
  const known = new Map<string, Repository>();
  return (directory) => {
    const root = rootOf(directory, roots);
    if (root === null) return null;
    const repository = known.get(root) ?? { root, branch: branchOf(path.join(root, '.git')) };
    known.set(root, repository);
    return repository;
  };
}

function rootOf(directory: string, known: Map<string, string | null>): string | null {
  const found = known.get(directory);
  if (found !== undefined) return found;
  const above = path.dirname(directory);
  const root = exists(path.join(directory, '.git')) ? directory : above === directory ? null : rootOf(above, known);
  known.set(directory, root);
  return root;
}

/** In a linked worktree `.git` is a file that leads to where its HEAD is. */
function branchOf(git: string): string | null {
  const link = /^gitdir: (.+)$/m.exec(textOf(git) ?? '')?.[1];
  const folder = link === undefined ? git : path.resolve(path.dirname(git), link);
  const head = textOf(path.join(folder, 'HEAD'));
  if (head === null) return null;
  const branch = /^ref: refs\/heads\/(.+)$/.exec(head)?.[1];
  return branch ?? (/^[0-9a-f]{40,64}$/.test(head) ? head.slice(0, SHORT_COMMIT) : null);
}

function exists(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/** Null also for a directory. */
function textOf(file: string): string | null {
  try {
    return readText(file, MAX_BYTES).trim();
  } catch {
    return null;
  }
}
