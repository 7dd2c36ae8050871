// What outlives an agent Pod: its metadata and the log of its conversation. Pending until the first turn.
import { type HomePaths, segmentLogPath } from '../../protocol/homePaths';
import { MAX_LINE_BYTES } from '../../protocol/lineDecoder';
import { type LogEntry, type OwnFact, ownEntry, ownFact, segmentStartEntry } from '../../protocol/logEntry';
import { type LaunchSpec, renamedLaunch } from '../../protocol/podMetadata';
import { readMetadata, removeMetadata, restoreMetadata, writeMetadata } from '../../store/metadataFile';
import { readLongLog } from '../../store/readLogEntries';
import type { Claimed } from '../../store/registerPod';
import { SegmentLog } from '../../store/segmentLog';
import { EarlierLog } from '../earlierLog';
import { newId } from '../freshIds';
import { logWords, putBackRecord, RecordLooks } from '../standingRecord';
import { dropParts, wholeOf, wholesOfParts } from './messageParts';
import { recentEntries } from './recentEntries';

interface SegmentRef {
  readonly sessionId: string;
  readonly segmentId: string;
}

/** A place in the log to go back to. */
interface Mark {
  /** Null: there is no log yet. */
  readonly bytes: number | null;
  readonly written: readonly LogEntry[];
  readonly unwritten: readonly LogEntry[];
}

/** So much of the end of an earlier log is kept, bytes: a viewer is told no more in one line. */
const EARLIER_BYTES = MAX_LINE_BYTES;
/** What is asked for wherever it stands in the log: the last one of each. */
const LANDMARKS = ['podwatch.agent', 'podwatch.plan', 'podwatch.settings'].map((domain) => `"domain":"${domain}"`);
const RUN_MARKS: ReadonlySet<string> = new Set(['invoke', 'run_completed', 'run_errored']);

export class AgentRecord {
  readonly segment: SegmentRef;
  private log: SegmentLog | null = null;
  private readonly looks = new RecordLooks();
  private written: LogEntry[] = [];
  /** Those of them that the disk would not take yet. */
  private unwritten: LogEntry[] = [];
  /** What has become of the log meanwhile. */
  private unsaid: string | null = null;
  /** How many of them are parts of messages. */
  private parts = 0;
  private readonly earlier: EarlierLog | null;
  /** An earlier life has written more than we keep. */
  private isCut = false;
  /** The record that our birth has replaced; null: none, or not yet. */
  private replaced: string | null = null;

  constructor(
    private readonly home: HomePaths,
    private podName: string,
    private launch: LaunchSpec,
    private readonly restored: SegmentRef | null,
  ) {
    this.segment = restored ?? { sessionId: newId(), segmentId: newId() };
    this.earlier = restored === null ? null : new EarlierLog(this.logFile);
  }

  get isActive(): boolean {
    return this.log !== null;
  }

  /** The log, as far as it is kept; empty while pending. */
  get entries(): readonly LogEntry[] {
    return this.written;
  }

  /** See `recentEntries`. */
  snapshotEntries(inFlight: object): readonly LogEntry[] {
    return recentEntries(this.written, inFlight, this.isCut);
  }

  /** As its last turn has counted them. */
  get turns(): number {
    const last = this.entries.findLast((entry) => entry.kind === 'turn_end' && typeof entry.turn_count === 'number');
    return typeof last?.turn_count === 'number' ? last.turn_count : 0;
  }

  /** After its record has been moved. */
  renamed(podName: string): void {
    this.launch = renamedLaunch(this.launch, this.podName);
    this.podName = podName;
  }

  /** Pending, or, where an earlier segment goes on, active at once. @throws file errors. */
  writeBirth(): void {
    if (!this.restored) {
      writeMetadata(this.home, this.metadata(null));
      return;
    }
    const earlier = this.earlier?.entries ?? [];
    this.openLog();
    for (const entry of earlier) this.keep(entry);
    this.endOpenRun();
    this.replaced = writeMetadata(this.home, this.metadata(this.segment.segmentId));
  }

  /** What an earlier life has written: read before anybody waits for us. @throws file errors. */
  readEarlier(): void {
    this.earlier?.readWith((file) => {
      const { entries, isCut } = readLongLog(file, EARLIER_BYTES, LANDMARKS);
      this.isCut = isCut;
      return entries;
    });
  }

  /** Of two Pods that have one log the second is refused. */
  async holdLog(): Promise<Claimed> {
    return (await this.earlier?.hold()) ?? { ok: true, value: null };
  }

  /** The Pod never came to life: a pending record would stay behind for good, and a restored one says again what it said. @throws file errors. */
  takeBack(): void {
    this.earlier?.letGo();
    this.close();
    if (this.restored) {
      if (this.replaced !== null) restoreMetadata(this.home, this.metadata(this.segment.segmentId), this.replaced);
      return;
    }
    const stored = readMetadata(this.home, this.podName);
    if (stored?.ok && stored.value.active?.sessionId === this.segment.sessionId)
      removeMetadata(this.home, this.podName);
  }

  /** The first turn: the log begins, and only then the metadata points at it. @throws file errors. */
  activate(): void {
    if (this.log) return;
    this.openLog();
    try {
      writeMetadata(this.home, this.metadata(this.segment.segmentId));
    } catch (error) {
      // Still pending: who looks would not find the log.
      this.close();
      throw error;
    }
  }

  /** One whole line, at once; only after `activate`. @throws file errors. */
  append(entry: LogEntry): void {
    // First, so that viewers see it even where it cannot be written.
    this.keep(entry);
    this.unwritten.push(entry);
    this.flush();
  }

  /** What could not be written before goes first: a full disk costs time, and no entry. @throws file errors. */
  flush(): void {
    if (this.log === null) return;
    // Who looks after it next tells of it.
    if (this.log.isCut) this.unsaid = logWords(this.log.putBack(this.stored));
    if (this.unwritten.length === 0) return;
    this.log.appendAll(this.unwritten);
    this.unwritten = [];
  }

  /** What the log holds, as far as it is not cut. */
  private get stored(): readonly LogEntry[] {
    if (this.unwritten.length === 0) return this.written;
    const unwritten = new Set(this.unwritten);
    return this.written.filter((entry) => !unwritten.has(entry));
  }

  /** In the file the parts of a message stay beside its whole; who joins is told the whole. */
  private keep(entry: LogEntry): void {
    if (isPart(entry)) this.parts += 1;
    const whole = this.parts === 0 ? null : wholeOf(entry);
    if (whole !== null) {
      const { length } = this.written;
      dropParts(this.written, whole);
      this.parts -= length - this.written.length;
    }
    this.written.push(entry);
  }

  /** Looks whether record and log are still there; one sentence where they were not. @throws file errors. */
  putBack(): string | null {
    const { home, log, looks, stored, unsaid } = this;
    const metadata = this.metadata(log ? this.segment.segmentId : null);
    const said = putBackRecord({ home, metadata, looks, log, beginning: stored });
    this.unsaid = null;
    return said ?? unsaid;
  }

  /** The last fact of that domain in the log. */
  lastFact<D extends 'podwatch.agent' | 'podwatch.plan' | 'podwatch.settings'>(domain: D): OwnFact<D> | null {
    return this.written.reduce<OwnFact<D> | null>((last, entry) => ownFact(domain, entry) ?? last, null);
  }

  agentFact(fact: OwnFact<'podwatch.agent'>): void {
    this.append(ownEntry('podwatch.agent', fact, Date.now()));
  }

  mark(): Mark {
    return { bytes: this.log?.size ?? null, written: [...this.written], unwritten: [...this.unwritten] };
  }

  /** Takes back what was written since, but for the beginning of a log that has begun since: its record names it. @throws file errors. */
  rollback({ bytes, written, unwritten }: Mark): void {
    const before = new Set(written);
    const isBegun = this.log !== null && bytes === null;
    const kept = isBegun ? this.written.filter((entry) => before.has(entry) || isBeginning(entry)) : written;
    this.log?.truncateTo(bytes ?? 0);
    this.written = [...kept];
    this.unwritten = [...(isBegun ? kept : unwritten)];
    this.parts = kept.filter(isPart).length;
    this.flush();
  }

  close(): void {
    this.log?.close();
    this.log = null;
  }

  /** A kill leaves a run without its end: readers would take it for one that goes on. */
  private endOpenRun(): void {
    const last = this.written.findLast(({ kind }) => RUN_MARKS.has(kind));
    if (last?.kind !== 'invoke') return;
    for (const entry of wholesOfParts(this.written, Date.now())) this.append(entry);
    const message = 'The Pod ended in the middle of the turn';
    this.append({ kind: 'run_errored', ts: Date.now(), interrupted: true, message });
  }

  private get logFile(): string {
    return segmentLogPath(this.home, this.segment.sessionId, this.segment.segmentId);
  }

  private openLog(): void {
    const log = this.earlier?.open() ?? SegmentLog.open(this.logFile);
    log.keepLocked();
    try {
      if (log.isEmpty) {
        const start = segmentStartEntry(this.segment.sessionId, Date.now());
        log.append(start);
        this.written = [start, ...this.written];
      }
    } catch (error) {
      // Still pending: a log without its first entry is none, and the next activity tries again.
      log.close();
      throw error;
    }
    this.log = log;
  }

  private metadata(segmentId: string | null) {
    return {
      podName: this.podName,
      active: { sessionId: this.segment.sessionId, segmentId },
      launch: this.launch,
    };
  }
}

/** With what every log of an agent begins. */
function isBeginning(entry: LogEntry): boolean {
  return entry.kind === 'segment_start' || ownFact('podwatch.agent', entry) !== null;
}

function isPart(entry: LogEntry): boolean {
  return ownFact('podwatch.part', entry) !== null;
}
