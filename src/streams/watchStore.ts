// Source: the stored Pods of one home, each metadata record with the tail of its active segment's log.
import fs from 'node:fs';
import path from 'node:path';
import { concat, NEVER, Observable, Subscription, tap, timer } from 'rxjs';
import type { SourceProblem, StoredPod } from '../podList/podFacts';
import type { HomePaths } from '../protocol/homePaths';
import { isPodName } from '../protocol/podName';
import { Catalogue } from '../store/catalogue';
import { errnoOf, errorWords } from '../store/fileErrors';
import type { KeptPod } from '../store/keptFacts';
import { unchangedPod } from '../store/unchangedPod';
import { behindNextFrame } from './behindNextFrame';
import { type DirectoryChanges, UNWATCHED } from './directoryWatches';
import { inChunks } from './inChunks';
import { readingOrder } from './readingOrder';
import type { SegmentLogs } from './segmentLogs';
import { LOADING, type SourceSnapshot } from './sourceSnapshot';
import { StoredRecord } from './storedRecord';

/** The first list is on the screen before the watches are set up, ms; what changes meanwhile they find. */
const WATCH_AFTER_MS = 60;
/** So many records are read as fast as the catalogue is. */
const FEW = 64;
/** Of more than so many the first page is shown as soon as it has been read: what may be live, and the newest. */
const MANY = 400;
const FIRST_PAGE = 100;
/** What has been read so far is shown after so long, ms, and again after so many times as long: a list of thousands has its price. */
const PROGRESS_AFTER_MS = 250;
/** A list of more is made once, when it is whole: each takes long enough to keep a key waiting. */
const MOST_IN_PROGRESS = 5000;
const PROGRESS_GROWTH = 3;
/** Of more, the times of their files alone would take longer than anybody waits for a first page. */
const MOST_BY_TIME = 20_000;

/**
 * Complete snapshots of `pods/` (formats §2). The first full one is read before any watch is set up; from then on a
 * directory event leads to a look at that one record. Never errors: a directory that cannot be listed keeps the last
 * facts and adds a problem; a missing one is an empty home, watched for. `again$`: names of records to look at although
 * no file has changed.
 */
export function watchStore(
  home: HomePaths,
  logs: SegmentLogs,
  changes: DirectoryChanges,
  again$: Observable<string> = NEVER,
): Observable<SourceSnapshot<StoredPod>> {
  return new Observable((subscriber) => {
    const store = new StoreReader(home, logs, changes, (snapshot) => subscriber.next(snapshot));
    store.start();
    const looks = again$.subscribe((name) => store.lookAgain(name));
    return () => {
      looks.unsubscribe();
      store.close();
    };
  });
}

class StoreReader {
  private readonly records = new Map<string, StoredRecord>();
  /** As a catalogue has them, or would, while nobody watches them: no record is made for who only looks. */
  private readonly unchanged = new Map<string, UnchangedPod>();
  /** Of `unchanged`: by us. */
  private readCount = 0;
  private isReadInOrder = false;
  private readonly work = new Subscription();
  private problem: SourceProblem | null = null;
  private phase: 'reading' | 'settling' | 'settled' = 'reading';
  private emission: NodeJS.Immediate | null = null;
  private readonly startedAt = performance.now();
  private nextProgress = this.startedAt + PROGRESS_AFTER_MS;

  constructor(
    private readonly home: HomePaths,
    private readonly logs: SegmentLogs,
    private readonly changes: DirectoryChanges,
    private readonly emit: (snapshot: SourceSnapshot<StoredPod>) => void,
  ) {}

  start(): void {
    this.emit(LOADING);
    const names = this.listNames() ?? [];
    const catalogue = names.length < FEW ? null : Catalogue.open(this.home);
    const isKept = catalogue !== null && catalogue.size > 0;
    const isRanked = this.changes !== UNWATCHED && names.length > MANY && (isKept || names.length <= MOST_BY_TIME);
    const ordered = this.changes === UNWATCHED ? names : readingOrder(this.home, names, catalogue, isRanked && !isKept);
    const look = (name: string) => this.lookFirst(name, catalogue?.of(name) ?? null);
    this.isReadInOrder = isRanked && isKept;
    if (isRanked) {
      for (const name of ordered.slice(0, FIRST_PAGE)) look(name);
      this.showFirst(names.length);
    }
    const rest = inChunks(isRanked ? ordered.slice(FIRST_PAGE) : ordered, (name) => {
      look(name);
      this.tellProgress();
    });
    const read = isRanked ? concat(behindNextFrame(), rest) : rest;
    const watch = this.changes === UNWATCHED ? NEVER : timer(WATCH_AFTER_MS);
    const settled = read.pipe(tap({ complete: () => this.settle(catalogue) }));
    this.work.add(concat(settled, watch).subscribe(() => this.watch()));
  }

  /** Before anything else is read, and in this turn. */
  private showFirst(count: number): void {
    this.emit(this.snapshot());
    const isLong = count > MOST_IN_PROGRESS;
    this.nextProgress = isLong ? Number.POSITIVE_INFINITY : this.startedAt + PROGRESS_GROWTH * PROGRESS_AFTER_MS;
  }

  private lookFirst(name: string, kept: KeptPod | null): void {
    const stored = kept === null ? null : unchangedPod(this.home, kept);
    if (kept !== null && stored !== null) {
      this.unchanged.set(name, { kept, stored });
      return;
    }
    const record = this.recordOf(name, kept);
    record.look();
    this.lighten(name, record);
  }

  /** Of thousands no more is held, until they are watched, than of those that an earlier look has read. */
  private lighten(name: string, record: StoredRecord): void {
    const { kept, stored } = record;
    if (kept === null || stored === null || !record.isSettled) return;
    if (kept.log === null && stored.log !== null) return;
    if (record.isRead) this.readCount += 1;
    record.close();
    this.records.delete(name);
    this.unchanged.set(name, { kept, stored });
  }

  /** Thousands take their time: meanwhile what has been read is shown, as not yet whole, and is what there is if time runs out. */
  private tellProgress(): void {
    if (performance.now() < this.nextProgress) return;
    this.nextProgress = Number.POSITIVE_INFINITY;
    this.emission ??= setImmediate(() => {
      this.emission = null;
      this.emit(this.snapshot());
      // Who looks once waits for no key, and gets what there is when time runs out.
      if (this.changes !== UNWATCHED && this.records.size + this.unchanged.size > MOST_IN_PROGRESS) return;
      const spent = Math.max(PROGRESS_AFTER_MS, performance.now() - this.startedAt);
      this.nextProgress = this.startedAt + PROGRESS_GROWTH * spent;
    });
  }

  lookAgain(name: string): void {
    if (this.isKnown(name)) this.recordOf(name).look();
  }

  close(): void {
    this.work.unsubscribe();
    for (const record of this.records.values()) record.close();
    if (this.emission !== null) clearImmediate(this.emission);
  }

  /** The first look is over; what is torn may still have to be read again. */
  private settle(catalogue: Catalogue | null): void {
    this.phase = 'settling';
    this.changed();
    if (catalogue === null) return;
    const records = [...this.records.values()];
    const read = this.readCount + records.filter(({ isRead }) => isRead).length;
    if (!catalogue.isStale(read, records.length + this.unchanged.size)) return;
    // Taken down now: who looks once has closed everything by the time it is written. What was asked for goes out first.
    const kept = [...this.unchanged.values()].map((each) => each.kept);
    kept.push(...records.flatMap((record) => record.kept ?? []));
    setImmediate(() => catalogue.save(kept));
  }

  /** The newest records are watched first: they are the ones on the screen. */
  private watch(): void {
    this.work.add(inChunks(this.newestFirst(), (name) => this.watchRecord(name)).subscribe());
    this.work.add(this.changes(this.home.pods).subscribe((name) => this.notice(name)));
    // What came or went between the first listing and the watch.
    this.notice(null);
  }

  private newestFirst(): readonly string[] {
    // As they were read: to sort so many keeps a key waiting.
    if (this.isReadInOrder) return [...this.records.keys(), ...this.unchanged.keys()];
    const all = [...this.records, ...this.unchanged].map(([name, pod]) => ({ name, at: updatedAt(pod) }));
    return all.sort((a, b) => b.at - a.at).map(({ name }) => name);
  }

  /** One that has gone since is none any more. */
  private watchRecord(name: string): void {
    if (this.isKnown(name)) this.recordOf(name).watch();
  }

  private isKnown(name: string): boolean {
    return this.records.has(name) || this.unchanged.has(name);
  }

  private notice(name: string | null): void {
    if (name === null) {
      if (!this.relist()) return;
    } else if (isPodName(name) && isPlainDirectory(path.join(this.home.pods, name))) {
      this.recordOf(name).watch();
    } else {
      this.drop(name);
    }
    this.changed();
  }

  /** False: all is as it was. */
  private relist(): boolean {
    const before = this.problem;
    const names = this.listNames();
    let isSame = before === null && this.problem === null;
    if (names === null) return !isSame;
    const present = new Set(names);
    for (const name of [...this.records.keys(), ...this.unchanged.keys()]) {
      if (present.has(name)) continue;
      this.drop(name);
      isSame = false;
    }
    for (const name of names) {
      if (this.isKnown(name)) continue;
      this.recordOf(name).watch();
      isSame = false;
    }
    return !isSame;
  }

  private recordOf(name: string, kept: KeptPod | null = null): StoredRecord {
    const known = this.records.get(name);
    if (known !== undefined) return known;
    const unchanged = this.unchanged.get(name);
    this.unchanged.delete(name);
    const before = unchanged?.kept ?? kept;
    const record = new StoredRecord(this.home, name, this.logs, this.changes, () => this.changed(), before);
    this.records.set(name, record);
    // What is shown of it already stays the same object.
    if (unchanged !== undefined) record.stored = unchanged.stored;
    return record;
  }

  private drop(name: string): void {
    this.unchanged.delete(name);
    this.records.get(name)?.close();
    this.records.delete(name);
  }

  /** The directories that may be Pods; null where they cannot be listed. */
  private listNames(): string[] | null {
    try {
      const found = fs.readdirSync(this.home.pods, { withFileTypes: true });
      this.problem = null;
      return found.filter((entry) => entry.isDirectory() && isPodName(entry.name)).map((entry) => entry.name);
    } catch (error) {
      const missing = errnoOf(error) === 'ENOENT';
      const message = `Cannot list the Pods in ${this.home.pods}: ${errorWords(error)}.`;
      this.problem = missing ? null : { source: 'store', place: this.home.data, message };
      return missing ? [] : null;
    }
  }

  /** All that changes in one turn of the event loop is one snapshot. */
  private changed(): void {
    if (this.phase === 'reading') return;
    this.emission ??= setImmediate(() => {
      this.emission = null;
      this.emit(this.snapshot());
    });
  }

  private snapshot(): SourceSnapshot<StoredPod> {
    const records = [...this.records.values()];
    if (this.phase === 'settling' && records.every((record) => record.isSettled)) this.phase = 'settled';
    const facts = [...this.unchanged.values()].map(({ stored }) => stored);
    for (const { stored } of records) if (stored !== null) facts.push(stored);
    return {
      facts,
      problems: this.problem === null ? [] : [this.problem],
      loading: this.phase !== 'settled',
    };
  }
}

interface UnchangedPod {
  readonly kept: KeptPod;
  readonly stored: StoredPod;
}

function updatedAt({ stored }: StoredRecord | UnchangedPod): number {
  const log = stored?.log;
  return log?.kind === 'readable' ? log.updatedAt : 0;
}

/** Links to directories are no Pods (formats §2). */
function isPlainDirectory(file: string): boolean {
  try {
    return fs.lstatSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return false;
  }
}
