// The sessions of all agent CLIs, kept up to date: complete snapshots, led by watches on the directories that hold them.
import path from 'node:path';
import { Observable, type Subscription } from 'rxjs';
import { type DirectoryChanges, directoryWatches } from '../../streams/directoryWatches';
import { foreignKey } from './assembleSessions';
import { databasesHere } from './databaseOrder';
import { DatabaseThread } from './databaseThread';
import { isAlive } from './processFacts';
import { type ReadOptions, scanOptions } from './readForeignSessions';
import { type ForeignSnapshot, scanSessions } from './scanSessions';
import { SessionCache } from './sessionCache';
import type { ForeignSession, ToolEnvironment } from './sessionFacts';
import type { ScanOptions } from './toolLook';

/** Changes within are one look, ms. */
const SETTLE_MS = 150;
/** A session at work writes all the time: no two looks follow each other faster, ms. */
const BETWEEN_LOOKS_MS = 1000;
/** The kernel tells of no other process's end: while a session runs elsewhere, its process is looked for so often, ms. */
const PROCESS_MS = 2000;
/** Kernels give a user some thousand watches; what has none is looked at every so often, ms. */
const MAX_WATCHES = 1000;
const UNWATCHED_MS = 30_000;

export type WatchOptions = Omit<ReadOptions, 'signal' | 'before' | 'cache'> & {
  /** Absolute path of the built `databaseWorker`; null: databases are read in this thread. */
  readonly databaseProgram?: string | null;
  readonly changes?: DirectoryChanges;
  /** Only the whole list, and no second look. */
  readonly isOnce?: boolean;
};

/**
 * Begins with an empty `loading` snapshot; then pages while the stores are read for the first time, and from then on a
 * snapshot for every change. Equal sessions keep their object. Never errors: faults are counted in `problems`.
 */
export function watchForeignSessions(
  env: ToolEnvironment['env'],
  options: WatchOptions = {},
): Observable<ForeignSnapshot> {
  return new Observable((subscriber) => {
    const { changes = directoryWatches(), isOnce = false, databaseProgram = null, ...reading } = options;
    const databases = databaseProgram === null ? databasesHere : new DatabaseThread(databaseProgram);
    const emit = (snapshot: ForeignSnapshot) => subscriber.next(snapshot);
    const watch = new ForeignWatch(scanOptions(env, { ...reading, databases }), isOnce ? null : changes, emit);
    watch.start();
    return () => {
      watch.close();
      databases.end();
    };
  });
}

class ForeignWatch {
  private readonly cache = new SessionCache();
  private readonly stop = new AbortController();
  private readonly watches = new Map<string, Subscription>();
  private before: ReadonlyMap<string, ForeignSession> = new Map();
  private last: ForeignSnapshot = { sessions: [], problems: [], loading: true };
  private timer: NodeJS.Timeout | null = null;
  private processTimer: NodeJS.Timeout | null = null;
  private isLooking = false;
  private isStale = false;
  private lookedAt = Number.NEGATIVE_INFINITY;
  private hasUnwatched = false;

  constructor(
    private readonly options: ScanOptions,
    /** Null: one look is all. */
    private readonly changes: DirectoryChanges | null,
    private readonly emit: (snapshot: ForeignSnapshot) => void,
  ) {}

  start(): void {
    this.emit(this.last);
    void this.look();
  }

  close(): void {
    this.stop.abort();
    if (this.timer !== null) clearTimeout(this.timer);
    if (this.processTimer !== null) clearInterval(this.processTimer);
    for (const watch of this.watches.values()) watch.unsubscribe();
    this.watches.clear();
  }

  private async look(): Promise<void> {
    this.isLooking = true;
    this.isStale = false;
    const options = { ...this.options, cache: this.cache, before: this.before, signal: this.stop.signal };
    // Later looks show nothing half done, and who looks once waits for the whole.
    const isFirst = this.last.loading && this.changes !== null;
    const page = isFirst ? (snapshot: ForeignSnapshot) => this.show(snapshot) : () => {};
    const snapshot = await scanSessions(options, page);
    if (this.stop.signal.aborted) return;
    this.show(snapshot);
    if (this.changes === null || this.stop.signal.aborted) return;
    this.isLooking = false;
    this.lookedAt = performance.now();
    // What changed before its directory was watched is only seen by another look.
    if (this.watchDirectories(this.changes)) this.isStale = true;
    this.watchProcesses();
    if (this.isStale) this.lookSoon();
    else if (this.hasUnwatched) this.lookIn(UNWATCHED_MS);
  }

  private show(snapshot: ForeignSnapshot): void {
    const known = this.last;
    const isSame =
      known.loading === snapshot.loading &&
      known.sessions.length === snapshot.sessions.length &&
      known.sessions.every((session, index) => session === snapshot.sessions[index]) &&
      JSON.stringify(known.problems) === JSON.stringify(snapshot.problems);
    if (isSame) return;
    this.last = snapshot;
    this.before = new Map(snapshot.sessions.map((session) => [foreignKey(session), session]));
    this.emit(snapshot);
  }

  /** True: there are new watches. */
  private watchDirectories(changes: DirectoryChanges): boolean {
    const wanted = this.wantedDirectories();
    for (const [directory, watch] of this.watches) {
      if (wanted.has(directory)) continue;
      watch.unsubscribe();
      this.watches.delete(directory);
      this.cache.unwatch(directory);
    }
    const fresh = [...wanted].filter((directory) => !this.watches.has(directory));
    for (const directory of fresh) {
      this.watches.set(
        directory,
        changes(directory).subscribe(() => this.notice(directory)),
      );
      this.cache.watch(directory);
    }
    return fresh.length > 0;
  }

  /** Those that lead to sessions, then those that hold them, newest first, as many as can be watched. */
  private wantedDirectories(): ReadonlySet<string> {
    const holding = new Set(this.last.sessions.map(({ file }) => path.dirname(file)));
    const listed = this.cache.directories;
    const ordered = [
      ...[...listed].filter((one) => !holding.has(one)),
      ...[...holding].filter((one) => listed.has(one)),
    ];
    this.hasUnwatched = ordered.length > MAX_WATCHES;
    return new Set(ordered.slice(0, MAX_WATCHES));
  }

  private notice(directory: string): void {
    this.cache.forget(directory);
    if (this.isLooking) this.isStale = true;
    else this.lookSoon();
  }

  private lookSoon(): void {
    this.lookIn(Math.max(SETTLE_MS, this.lookedAt + BETWEEN_LOOKS_MS - performance.now()));
  }

  private lookIn(ms: number): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), ms);
  }

  private watchProcesses(): void {
    const pids = this.last.sessions.flatMap(({ liveElsewhere }) => liveElsewhere?.pid ?? []);
    if (this.processTimer !== null) clearInterval(this.processTimer);
    this.processTimer = null;
    if (pids.length === 0) return;
    this.processTimer = setInterval(() => {
      if (!this.isLooking && !pids.every(isAlive)) this.lookSoon();
    }, PROCESS_MS);
  }
}
