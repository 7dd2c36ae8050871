// One subscription for each directory whose repository is shown, by mark and sweep.
import type { Subscription } from 'rxjs';
import type { Repository } from '../../podList/jsonEntry';
import type { DashboardPorts } from './ports';

export interface RepositoryWatches {
  /** Watches exactly these directories from now on; of the same array nothing is looked at. */
  sync(directories: readonly string[]): void;
}

/** `report` has together what several directories say at once. Everything it opens ends with `owner`. */
export function watchRepositories(
  watchRepository: DashboardPorts['watchRepository'],
  report: (repositories: ReadonlyMap<string, Repository | null>) => void,
  owner: Subscription,
): RepositoryWatches {
  const watches = new Map<string, Subscription>();
  let synced: readonly string[] = [];
  return {
    sync(directories) {
      if (owner.closed || directories === synced) return;
      synced = directories;
      const wanted = new Set(directories);
      for (const [directory, watch] of watches) {
        if (wanted.has(directory)) continue;
        watches.delete(directory);
        owner.remove(watch);
        watch.unsubscribe();
      }
      const first = new Map<string, Repository | null>();
      let isOpening = true;
      for (const directory of wanted) {
        if (watches.has(directory)) continue;
        const watch = watchRepository(directory).subscribe((repository) => {
          if (isOpening) first.set(directory, repository);
          else report(new Map([[directory, repository]]));
        });
        watches.set(directory, watch);
        owner.add(watch);
      }
      isOpening = false;
      if (first.size > 0) report(first);
    },
  };
}
