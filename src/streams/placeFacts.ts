// What a place says of its Pods: complete snapshots, from whatever it is made of.
import type { Observable } from 'rxjs';
import type { ConnectionPool } from '../client/connectionPool';
import type { PodFacts } from '../podList/podFacts';
import type { DirectoryChanges } from './directoryWatches';

export interface PlaceSnapshot extends PodFacts {
  /** Unix ms: when it was last reached, where it is not reached now and these are its last facts. Null: it is as said. */
  readonly lastSeenAt: number | null;
}

/** The first word of every place, so that a slow one holds nobody back. */
export const LOADING_PLACE: PlaceSnapshot = { stored: [], live: [], problems: [], loading: true, lastSeenAt: null };

/** What all places share while they are watched. */
export interface Surroundings {
  readonly changes: DirectoryChanges;
  /** Who looks once is only shown what is whole, and nothing is watched. Missing: it goes on. */
  readonly isOnce?: boolean;
  /** Absolute path of the built `aheadWorker`, a second thread for very many stored Pods. Missing: one does. */
  readonly aheadProgram?: string;
  /** Whoever keeps a connection to a Pod open for its facts takes its place here. */
  readonly pool: ConnectionPool;
}

/** Where facts come from. Each row's `id.place` is `id`. */
export interface FactSource {
  readonly id: string;
  /** Of a home: what the user calls it; missing: it has no name. */
  readonly homeName?: string;
  /** Runs while it is subscribed. Never errors: a fault is a problem beside the last good facts. */
  readonly watch: (around: Surroundings) => Observable<PlaceSnapshot>;
}
