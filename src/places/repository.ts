// What Git's own files say of a directory: which worktree it lies in, and its branch. Runs nothing.
import { statSync } from 'node:fs';
import path from 'node:path';
import type { Repository } from '../podList/jsonEntry';
import { readText } from '../store/regularFile';

/** HEAD and the links of worktrees are one line. */
const MAX_BYTES = 64 * 1024;
/** Of a detached HEAD so much of the commit is shown. */
const SHORT_COMMIT = 8;

/** Where a worktree is, and what Git keeps of it. */
export interface Worktree {
  readonly root: string;
  /** Where its HEAD is. */
  readonly folder: string;
  /** See `Repository`. */
  readonly main: string;
}

/** Reads each repository once; for one printed list. Null: the directory is in none. */
export function repositoryReader(): (directory: string) => Repository | null {
  const roots = new Map<string, string | null>();
  const known = new Map<string, Repository>();
  return (directory) => {
    const root = rootOf(directory, roots);
    if (root === null) return null;
    const repository = known.get(root) ?? readRepository(worktreeAt(root));
    known.set(root, repository);
    return repository;
  };
}

/** The worktree that a directory lies in; null: none. `roots`: what has been found before, by directory. */
export function findWorktree(directory: string, roots: Map<string, string | null> = new Map()): Worktree | null {
  const root = rootOf(directory, roots);
  return root === null ? null : worktreeAt(root);
}

/** With the branch that is checked out there now. */
export function readRepository({ root, folder, main }: Worktree): Repository {
  return { root, main, branch: branchOf(folder) };
}

function rootOf(directory: string, known: Map<string, string | null>): string | null {
  const found = known.get(directory);
  if (found !== undefined) return found;
  const above = path.dirname(directory);
  const root = exists(path.join(directory, '.git')) ? directory : above === directory ? null : rootOf(above, known);
  known.set(directory, root);
  return root;
}

/** In a linked worktree `.git` is a file that leads to where its HEAD is, and from there `commondir` to what all share. */
function worktreeAt(root: string): Worktree {
  const git = path.join(root, '.git');
  const link = /^gitdir: (.+)$/m.exec(textOf(git) ?? '')?.[1];
  const folder = link === undefined ? git : path.resolve(root, link);
  const common = link === undefined ? null : textOf(path.join(folder, 'commondir'));
  return { root, folder, main: common === null || common === '' ? root : mainOf(path.resolve(folder, common)) };
}

/** Worktrees of a bare repository have only that one in common. */
function mainOf(common: string): string {
  return path.basename(common) === '.git' ? path.dirname(common) : common;
}

function branchOf(folder: string): string | null {
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
