// One Pod directory of the store: its metadata, the log that this points at, and the watches on both.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { filter, type Subscription } from 'rxjs';
import type { LogFact, StoredPod } from '../podList/podFacts';
import { sameValue } from '../podList/sameValue';
import { type HomePaths, metadataPath, podArchivedPath } from '../protocol/homePaths';
import type { KeptPod } from '../store/keptFacts';
import { podHeld } from '../store/podLock';
import { type MetadataReading, readStoredMetadata } from '../store/readStoredMetadata';
import type { DirectoryChanges } from './directoryWatches';
import { settled } from './readSettled';
import type { SegmentLogs } from './segmentLogs';

/** Of its directory. */
const WATCHED: ReadonlySet<string> = new Set(['metadata.json', 'holder.json', 'archived']);

interface SegmentRef {
  readonly sessionId: string;
  readonly segmentId: string;
}

/** Reads only what changed; says so through `onChange` when its fact is another one or has become certain. */
export class StoredRecord {
  /** Null: the directory holds no metadata (yet). */
  stored: StoredPod | null = null;
  /** False while a torn file is being read again. */
  isSettled = true;
  /** The files were read: what was known of them before did not do. */
  isRead = true;
  /** Somebody waits for it to settle. */
  private isAwaited = false;
  private signature: string | null = null;
  private segment: SegmentRef | null = null;
  private isWatched = false;
  private readonly file: string;
  /** Null while there is none: nearly all records of thousands are read once, and are whole. */
  private directoryWatch: Subscription | null = null;
  private reading: Subscription | null = null;
  private logWatch: Subscription | null = null;
  private isClosed = false;

  constructor(
    private readonly home: HomePaths,
    private readonly name: string,
    private readonly logs: SegmentLogs,
    private readonly changes: DirectoryChanges,
    private readonly onChange: () => void,
    /** What an earlier look has read; believed only where the files still have its signatures. */
    private known: KeptPod | null = null,
  ) {
    this.file = metadataPath(home, name);
    this.signature = known?.signature ?? null;
  }

  /** What has been read, to be kept for later looks; null: nothing that can be relied upon. */
  get kept(): KeptPod | null {
    const { name, signature, stored, segment } = this;
    if (signature === null || stored?.metadata.kind !== 'ok') return null;
    const log = segment === null ? null : this.logs.kept(segment.sessionId, segment.segmentId);
    const { metadata } = stored;
    if (log?.fact.kind !== 'readable') return { name, signature, metadata, log: null };
    return { name, signature, metadata, log: { signature: log.signature, fact: log.fact } };
  }

  /** Looks at the metadata and at the log. */
  look(): void {
    this.reading?.unsubscribe();
    this.reading = null;
    const read = () => readStoredMetadata(this.file, this.signature);
    const first = read();
    this.isSettled = !first.torn;
    if (!first.torn) {
      this.apply(first.value);
      return;
    }
    this.isAwaited = true;
    this.reading = settled(first, read).subscribe((reading) => {
      this.isSettled = true;
      this.apply(reading);
    });
  }

  /** Watches from now on, and looks once more: it may have changed before the watch was there. */
  watch(): void {
    if (this.isWatched) return;
    this.isWatched = true;
    const changes = this.changes(path.dirname(this.file));
    this.directoryWatch = changes
      .pipe(filter((name) => name === null || WATCHED.has(name)))
      .subscribe(() => this.look());
    this.watchLog();
    this.look();
  }

  close(): void {
    this.isClosed = true;
    this.directoryWatch?.unsubscribe();
    this.reading?.unsubscribe();
    this.followSegment(null);
  }

  private apply(reading: MetadataReading): void {
    if (reading.kind === 'absent') {
      this.signature = null;
      this.followSegment(null);
      this.become(null);
      return;
    }
    if (reading.kind === 'read') {
      this.signature = reading.signature;
      this.follow(reading.metadata);
    } else if (this.known !== null) {
      this.follow(this.known.metadata);
      if (this.segment !== null && this.known.log !== null) {
        this.logs.seed(this.segment.sessionId, this.segment.segmentId, this.known.log);
      }
    }
    const { known } = this;
    const metadata = reading.kind === 'read' ? reading.metadata : (known ?? this.stored)?.metadata;
    this.known = null;
    if (metadata === undefined) return;
    const holder = podHeld(this.home, this.name);
    const id = { place: this.home.data, name: this.name };
    const log = this.readLog();
    this.isRead = known === null || reading.kind === 'read' || log !== (known.log?.fact ?? null);
    this.become({ id, metadata, log, ...(holder !== null && { holder }), ...this.archived() });
  }

  private follow(metadata: StoredPod['metadata']): void {
    const active = metadata.kind === 'ok' ? metadata.active : null;
    const { sessionId, segmentId = null } = active ?? {};
    this.followSegment(sessionId === undefined || segmentId === null ? null : { sessionId, segmentId });
  }

  private archived(): Pick<StoredPod, 'isArchived'> {
    return existsSync(podArchivedPath(this.home, this.name)) ? { isArchived: true } : {};
  }

  private become(stored: StoredPod | null): void {
    // An unchanged fact keeps its object, so that the rows built from it need no comparison.
    const isSame = sameValue(stored, this.stored);
    if (!isSame) this.stored = stored;
    if (isSame && !this.isAwaited) return;
    this.isAwaited = false;
    this.onChange();
  }

  private readLog(): LogFact | null {
    return this.segment === null ? null : this.logs.read(this.segment.sessionId, this.segment.segmentId);
  }

  private followSegment(segment: SegmentRef | null): void {
    if (sameValue(segment, this.segment)) return;
    this.logWatch?.unsubscribe();
    this.logWatch = null;
    if (this.segment !== null) this.logs.forget(this.segment.sessionId, this.segment.segmentId);
    this.segment = segment;
    if (this.isWatched) this.watchLog();
  }

  private watchLog(): void {
    if (this.segment === null || this.isClosed) return;
    this.logWatch = this.logs.changes(this.segment.sessionId, this.segment.segmentId).subscribe(() => {
      if (this.stored !== null) this.become({ ...this.stored, log: this.readLog() });
    });
  }
}
