// Source: the stored Pods of one home, each metadata record with the tail of its active segment's log.
import fs from 'node:fs';
import path from 'node:path';
import { concat, defer, finalize, NEVER, Observable, Subscription, tap, timer } from 'rxjs';
import type { SourceProblem, StoredPod } from '../podList/podFacts';
import type { HomePaths } from '../protocol/homePaths';
import { isPodName } from '../protocol/podName';
import { Catalogue } from '../store/catalogue';
import { CatalogueLook } from '../store/catalogueLook';
import { errnoOf, errorWords } from '../store/fileErrors';
import { isPlainDirectory } from '../store/isPlainDirectory';
import type { KeptPod } from '../store/keptFacts';
import { newestFirst } from '../store/newestFirst';
import { readStopped, type StillPod, standsStill } from '../store/readStopped';
import type { Keeping } from '../store/writeCatalogue';
import { behindNextFrame } from './behindNextFrame';
import { type DirectoryChanges, UNWATCHED } from './directoryWatches';
import { inChunks, stepByStep } from './inChunks';
import { readingOrder } from './readingOrder';
import { ReadingProgress } from './readingProgress';
import type { SegmentLogs } from './segmentLogs';
import { SettledPod } from './settledPod';
import { LOADING, type SourceSnapshot } from './sourceSnapshot';
import { StoredRecord } from './storedRecord';

/** The first list is on the screen before the watches are set up, ms; what changes meanwhile they find. */
const WATCH_AFTER_MS = 100;
/** Of very many the list takes its time, too: so many times as long as they took to be read. */
const WATCH_AFTER_READING = 0.5;
/** So many records are read as fast as the catalogue is. */
const FEW = 64;
/** Of more than so many the first page is shown as soon as it has been read: what may be live, and the newest. */
const MANY = 400;
const FIRST_PAGE = 100;
/** Of more, the times of their files alone would take longer than anybody waits for a first page. */
const MOST_BY_TIME = 20_000;

/**
 * Complete snapshots of `pods/` (formats §2). The first full one is read before any watch is set up; from then on a
 * directory event leads to a look at that one record. Never errors: a directory that cannot be listed keeps the last
 * facts and adds a problem; a missing one is an empty home, watched for. `again$`: names of records to look at although
 * no file has changed. `aheadProgram`: see `Surroundings`.
 */
export function watchStore(
  home: HomePaths,
  logs: SegmentLogs,
  changes: DirectoryChanges,
  again$: Observable<string> = NEVER,
  aheadProgram?: string,
): Observable<SourceSnapshot<StoredPod>> {
  return new Observable((subscriber) => {
    const store = new StoreReader(home, logs, changes, (snapshot) => subscriber.next(snapshot), aheadProgram);
    store.start();
    const looks = again$.subscribe((name) => store.lookAgain(name));
    return () => {
      looks.unsubscribe();
      store.close();
    };
  });
}

class StoreReader {
  /** Each keeps its place, so that one list tells at once from the next. No record is made for who only looks. */
  private readonly pods = new Map<string, StoredRecord | SettledPod>();
  /** Of the settled ones: by us. */
  private readCount = 0;
  private isReadInOrder = false;
  private readonly work = new Subscription();
  private problem: SourceProblem | null = null;
  private phase: 'reading' | 'settling' | 'settled' = 'reading';
  private emission: NodeJS.Immediate | null = null;
  private readonly progress: ReadingProgress;
  /** So many may be Pods. */
  private count = 0;

  constructor(
    private readonly home: HomePaths,
    private readonly logs: SegmentLogs,
    private readonly changes: DirectoryChanges,
    private readonly emit: (snapshot: SourceSnapshot<StoredPod>) => void,
    private readonly aheadProgram: string | undefined,
  ) {
    this.progress = new ReadingProgress(changes === UNWATCHED);
  }

  start(): void {
    this.emit(LOADING);
    const names = this.listNames() ?? [];
    this.count = names.length;
    const catalogue = names.length < FEW ? null : Catalogue.open(this.home);
    const isKept = catalogue !== null && catalogue.size > 0;
    const isRanked = this.changes !== UNWATCHED && names.length > MANY && (isKept || names.length <= MOST_BY_TIME);
    // Who looks once has no first page, but a catalogue that is read from its beginning to its end.
    const isOrdered = isKept || this.changes !== UNWATCHED;
    const ordered = isOrdered ? readingOrder(this.home, names, catalogue, isRanked && !isKept) : names;
    const known = new CatalogueLook(this.home, catalogue);
    const look = (name: string) => this.lookFirst(name, known.of(name));
    this.isReadInOrder = isRanked && isKept;
    if (isRanked) {
      for (const name of ordered.slice(0, FIRST_PAGE)) look(name);
      // Before anything else is read, and in this turn.
      this.emit(this.snapshot());
      this.progress.firstPage(names.length);
    }
    const rest = inChunks(isRanked ? ordered.slice(FIRST_PAGE) : ordered, (name) => {
      look(name);
      this.tellProgress();
    });
    const beginAhead = { complete: () => known.begin(this.aheadProgram) };
    const read = isRanked ? concat(behindNextFrame().pipe(tap(beginAhead)), rest) : rest;
    const settled = read.pipe(
      finalize(() => known.close()),
      tap({ complete: () => this.settle(catalogue) }),
    );
    const watch = defer(() => timer(Math.max(WATCH_AFTER_MS, this.progress.spent() * WATCH_AFTER_READING)));
    this.work.add(concat(settled, this.changes === UNWATCHED ? NEVER : watch).subscribe(() => this.watch()));
  }

  private lookFirst(name: string, { kept, stored }: ReturnType<CatalogueLook['of']>): void {
    const isKept = kept !== null && stored !== null;
    const read = isKept ? { stored, kept, isRead: false } : readStopped(this.home, name, kept);
    if (standsStill(read)) this.settleRead(name, read);
    else this.recordFirst(name, kept);
  }

  private recordFirst(name: string, before: KeptPod | null): void {
    const record = this.recordOf(name, before);
    record.look();
    const { kept, stored, isRead } = record;
    const read = stored === null ? null : { stored, kept, isRead };
    if (!record.isSettled || !standsStill(read)) return;
    record.close();
    this.settleRead(name, read);
  }

  /** Of thousands no more is held, until they are watched, than a later look needs. */
  private settleRead(name: string, { stored, kept, isRead }: StillPod): void {
    if (isRead) this.readCount += 1;
    this.pods.set(name, new SettledPod(stored, kept));
  }

  /** Thousands take their time: meanwhile what has been read is shown, as not yet whole, and is what there is if time runs out. */
  private tellProgress(): void {
    if (!this.progress.isDue(this.pods.size)) return;
    this.progress.asked();
    this.emission ??= setImmediate(() => {
      this.emission = null;
      this.emit(this.snapshot());
      this.progress.shown(this.pods.size, this.count);
    });
  }

  lookAgain(name: string): void {
    if (this.pods.has(name)) this.recordOf(name).look();
  }

  close(): void {
    this.work.unsubscribe();
    for (const pod of this.pods.values()) if (pod instanceof StoredRecord) pod.close();
    if (this.emission !== null) clearImmediate(this.emission);
  }

  /** The first look is over; what is torn may still have to be read again. */
  private settle(catalogue: Catalogue | null): void {
    this.phase = 'settling';
    this.changed();
    if (catalogue === null) return;
    const read = [...this.pods.values()].reduce(
      (sum, pod) => sum + Number(pod instanceof StoredRecord && pod.isRead),
      this.readCount,
    );
    if (!catalogue.isStale(read, this.pods.size)) return;
    // Taken down now: who looks once has closed everything by the time it is written. What was asked for goes out first.
    const kept: Keeping[] = [];
    for (const pod of this.pods.values()) {
      const now = pod.kept;
      if (now !== null) kept.push(pod instanceof SettledPod ? pod : { kept: now });
    }
    const steps = catalogue.save(kept);
    if (this.changes === UNWATCHED) setImmediate(() => [...steps]);
    else stepByStep(steps);
  }

  /** The newest records are watched first: they are the ones on the screen. */
  private watch(): void {
    this.work.add(inChunks(this.newestFirst(), (name) => this.watchRecord(name)).subscribe());
    this.work.add(this.changes(this.home.pods).subscribe((name) => this.notice(name)));
    // What came or went between the first listing and the watch.
    this.notice(null);
  }

  private newestFirst(): readonly string[] {
    const names = [...this.pods.keys()];
    if (this.isReadInOrder) return names;
    return newestFirst([...this.pods.values()].map(updatedAt)).flatMap((at) => names[at] ?? []);
  }

  /** One that has gone since is none any more. */
  private watchRecord(name: string): void {
    if (this.pods.has(name)) this.recordOf(name).watch();
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
    for (const name of [...this.pods.keys()]) {
      if (present.has(name)) continue;
      this.drop(name);
      isSame = false;
    }
    for (const name of names) {
      if (this.pods.has(name)) continue;
      this.recordOf(name).watch();
      isSame = false;
    }
    return !isSame;
  }

  private recordOf(name: string, kept: KeptPod | null = null): StoredRecord {
    const known = this.pods.get(name);
    if (known instanceof StoredRecord) return known;
    const before = known?.kept ?? kept;
    const record = new StoredRecord(this.home, name, this.logs, this.changes, () => this.changed(), before);
    this.pods.set(name, record);
    // What is shown of it already stays the same object.
    if (known !== undefined) record.stored = known.stored;
    return record;
  }

  private drop(name: string): void {
    const pod = this.pods.get(name);
    if (pod instanceof StoredRecord) pod.close();
    this.pods.delete(name);
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
    const facts: StoredPod[] = [];
    let isSettled = true;
    for (const pod of this.pods.values()) {
      if (pod.stored !== null) facts.push(pod.stored);
      isSettled &&= pod.isSettled;
    }
    if (this.phase === 'settling' && isSettled) this.phase = 'settled';
    return {
      facts,
      problems: this.problem === null ? [] : [this.problem],
      loading: this.phase !== 'settled',
    };
  }
}

/** Unix ms; 0: not known. */
function updatedAt({ stored }: StoredRecord | SettledPod): number {
  const log = stored?.log;
  return log?.kind === 'readable' && log.updatedAt > 0 ? log.updatedAt : 0;
}
