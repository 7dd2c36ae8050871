// Finds the session directory that holds a segment's log, where no metadata says it (formats §6, live summary).
import fs from 'node:fs';
import path from 'node:path';
import { Observable, Subscription } from 'rxjs';
import type { HomePaths } from '../protocol/homePaths';
import type { DirectoryChanges } from './directoryWatches';
import { inChunks } from './inChunks';

/** Sessions that come up while a segment is sought are watched for its log; of more, only the newest. */
const MAX_WATCHED_SESSIONS = 64;

const LOG = '.jsonl';

export interface FoundSegments {
  /** Segment id → session id, of those found so far. */
  readonly sessions: ReadonlyMap<string, string>;
  /** The first look is still going on. */
  readonly searching: boolean;
}

/**
 * Looks through all session directories once, then only at new ones: a live pending Pod has no log yet, and the log
 * must be noticed when it appears. Emits at once, when the first look is over, and on every find after it; holds
 * watches only while something is sought.
 */
export function findSegments(
  home: HomePaths,
  segmentIds: ReadonlySet<string>,
  changes: DirectoryChanges,
): Observable<FoundSegments> {
  return new Observable((subscriber) => {
    const search = new SegmentSearch(home, segmentIds, changes, (found) => subscriber.next(found));
    search.start();
    return search.work;
  });
}

class SegmentSearch {
  readonly work = new Subscription();
  private readonly found = new Map<string, string>();
  private readonly known = new Set<string>();
  private readonly watched = new Map<string, Subscription>();
  private searching = true;

  constructor(
    private readonly home: HomePaths,
    private readonly sought: ReadonlySet<string>,
    private readonly changes: DirectoryChanges,
    private readonly emit: (found: FoundSegments) => void,
  ) {}

  start(): void {
    this.emit({ sessions: new Map(), searching: this.sought.size > 0 });
    const sessions = this.sought.size === 0 ? [] : this.listSessions();
    for (const sessionId of sessions) this.known.add(sessionId);
    const firstLook = inChunks(sessions, (sessionId) => this.look(sessionId));
    this.work.add(
      firstLook.subscribe({
        complete: () => {
          this.searching = false;
          this.say();
          if (!this.work.closed) this.watchSessions();
        },
      }),
    );
  }

  private watchSessions(): void {
    const noticeAll = (): void => {
      for (const sessionId of this.listSessions()) this.notice(sessionId);
    };
    this.work.add(
      this.changes(this.home.sessions).subscribe((name) => (name === null ? noticeAll() : this.notice(name))),
    );
    // What came up during the first look.
    noticeAll();
  }

  private notice(sessionId: string): void {
    if (this.known.has(sessionId) || this.work.closed) return;
    this.known.add(sessionId);
    const oldest = this.watched.size < MAX_WATCHED_SESSIONS ? undefined : this.watched.keys().next().value;
    if (oldest !== undefined) {
      this.watched.get(oldest)?.unsubscribe();
      this.watched.delete(oldest);
    }
    const watch = this.changes(path.join(this.home.sessions, sessionId)).subscribe(() => this.look(sessionId));
    this.watched.set(sessionId, watch);
    this.work.add(watch);
    this.look(sessionId);
  }

  private look(sessionId: string): void {
    if (this.found.size === this.sought.size) return;
    const before = this.found.size;
    for (const file of listNames(path.join(this.home.sessions, sessionId))) {
      // Also passes over traces: no segment id ends in ".trace".
      const segmentId = file.endsWith(LOG) ? file.slice(0, -LOG.length) : '';
      if (this.sought.has(segmentId)) this.found.set(segmentId, sessionId);
    }
    if (this.found.size > before && !this.searching) this.say();
  }

  private say(): void {
    this.emit({ sessions: new Map(this.found), searching: this.searching });
    if (this.found.size === this.sought.size) this.work.unsubscribe();
  }

  /** Newest first: ids begin with their time, and a running Pod's session is seldom an old one. */
  private listSessions(): string[] {
    return listNames(this.home.sessions).sort().reverse();
  }
}

function listNames(directory: string): string[] {
  try {
    return fs.readdirSync(directory);
  } catch {
    return [];
  }
}
