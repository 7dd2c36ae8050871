// Finds the session directory that holds a segment's log, where no metadata says it (formats §6, live summary).
import path from 'node:path';
import { Observable, Subscription } from 'rxjs';
import type { HomePaths } from '../protocol/homePaths';
import { listSessions, segmentsOf } from '../store/sessionFiles';
import type { DirectoryChanges } from './directoryWatches';
import { inChunks } from './inChunks';

/** Sessions that come up while a segment is sought are watched for its log; of more, only the newest. */
const MAX_WATCHED_SESSIONS = 64;

interface FoundSegments {
  /** Segment id → session id, of those found so far. */
  readonly sessions: ReadonlyMap<string, string>;
  /** A look through all sessions is going on. */
  readonly searching: boolean;
}

/**
 * Looks through all session directories once for each new segment, then only at new directories: a live pending Pod
 * has no log yet, and the log must be noticed when it appears. Emits when a search begins, when it is over, and on
 * every find after it; holds watches only while something is sought.
 */
export function findSegments(
  home: HomePaths,
  segmentIds$: Observable<ReadonlySet<string>>,
  changes: DirectoryChanges,
): Observable<FoundSegments> {
  return new Observable((subscriber) => {
    const search = new SegmentSearch(home, changes, (found) => subscriber.next(found));
    const seeking = segmentIds$.subscribe((segmentIds) => search.seek(segmentIds));
    return () => {
      seeking.unsubscribe();
      search.stop();
    };
  });
}

class SegmentSearch {
  private sought: ReadonlySet<string> = new Set();
  private readonly found = new Map<string, string>();
  private firstLook = new Subscription();
  private watches = new Subscription();
  /** Session directories that were there at the first look, or are watched since. */
  private readonly known = new Set<string>();
  private readonly watched = new Map<string, Subscription>();
  private searching = false;

  constructor(
    private readonly home: HomePaths,
    private readonly changes: DirectoryChanges,
    private readonly emit: (found: FoundSegments) => void,
  ) {}

  seek(segmentIds: ReadonlySet<string>): void {
    const isNew = [...segmentIds].some((segmentId) => !this.sought.has(segmentId));
    this.sought = segmentIds;
    for (const segmentId of [...this.found.keys()]) {
      if (!segmentIds.has(segmentId)) this.found.delete(segmentId);
    }
    if (isNew) this.searchAll();
    else this.say();
  }

  stop(): void {
    this.firstLook.unsubscribe();
    this.watches.unsubscribe();
    this.watches = new Subscription();
    this.watched.clear();
    this.known.clear();
  }

  private searchAll(): void {
    this.stop();
    this.searching = true;
    this.say();
    const sessions = listSessions(this.home);
    for (const sessionId of sessions) this.known.add(sessionId);
    this.firstLook = inChunks(sessions, (sessionId) => this.look(sessionId)).subscribe({
      complete: () => {
        this.searching = false;
        this.say();
        if (!this.isDone) this.watchSessions();
      },
    });
  }

  private get isDone(): boolean {
    return this.found.size === this.sought.size;
  }

  private watchSessions(): void {
    const noticeAll = (): void => {
      for (const sessionId of listSessions(this.home)) this.notice(sessionId);
    };
    this.watches.add(
      this.changes(this.home.sessions).subscribe((name) => (name === null ? noticeAll() : this.notice(name))),
    );
    // What came up during the first look.
    noticeAll();
  }

  private notice(sessionId: string): void {
    if (this.known.has(sessionId) || this.isDone) return;
    this.known.add(sessionId);
    const oldest = this.watched.size < MAX_WATCHED_SESSIONS ? undefined : this.watched.keys().next().value;
    if (oldest !== undefined) {
      this.watched.get(oldest)?.unsubscribe();
      this.watched.delete(oldest);
    }
    const watch = this.changes(path.join(this.home.sessions, sessionId)).subscribe(() => this.look(sessionId));
    this.watched.set(sessionId, watch);
    this.watches.add(watch);
    this.look(sessionId);
  }

  private look(sessionId: string): void {
    if (this.isDone) return;
    const before = this.found.size;
    for (const segmentId of segmentsOf(this.home, sessionId)) {
      if (this.sought.has(segmentId)) this.found.set(segmentId, sessionId);
    }
    if (this.found.size > before && !this.searching) this.say();
  }

  private say(): void {
    this.emit({ sessions: new Map(this.found), searching: this.searching });
    if (this.isDone && !this.searching) this.stop();
  }
}
