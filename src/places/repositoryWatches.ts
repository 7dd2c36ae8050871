// What Git says of directories, as long as somebody looks: each HEAD is read when it is first shown, and when it changes.
import { distinctUntilChanged, filter, map, merge, type Observable, of, ReplaySubject, share } from 'rxjs';
import type { Repository } from '../podList/jsonEntry';
import { type DirectoryChanges, directoryWatches } from '../streams/directoryWatches';
import { findWorktree, readRepository, type Worktree } from './repository';

/** Says at once what is there, then each other branch; null, and no more, where there is no repository. Never errors. */
export type RepositoryOf = (directory: string) => Observable<Repository | null>;

/** One watch a worktree, however many directories of it are looked at; none is left when nobody does. */
export function repositoryWatches(changes: DirectoryChanges = directoryWatches()): RepositoryOf {
  const open = new Map<string, Observable<Repository>>();
  return (directory) => {
    const worktree = findWorktree(directory);
    if (worktree === null) return of(null);
    const known = open.get(worktree.root) ?? shared(worktree, changes, () => open.delete(worktree.root));
    open.set(worktree.root, known);
    return known;
  };
}

function shared(worktree: Worktree, changes: DirectoryChanges, onClosed: () => void): Observable<Repository> {
  return merge(changes(worktree.folder), of(null)).pipe(
    // Git writes HEAD.lock and renames it; its index and objects are none of ours.
    filter((name) => name === null || name === 'HEAD'),
    map(() => readRepository(worktree)),
    distinctUntilChanged((a, b) => a.branch === b.branch),
    share({
      connector: () => new ReplaySubject<Repository>(1),
      resetOnRefCountZero: () => {
        onClosed();
        return of(true);
      },
    }),
  );
}
