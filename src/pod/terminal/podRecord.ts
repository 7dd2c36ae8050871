// What outlives a terminal Pod: its metadata, the log of its segment, its last screen. Pending until its first activity.
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { CastHeader } from '../../protocol/castEvent';
import { type HomePaths, segmentCastPath, segmentLogPath, segmentScreenPath } from '../../protocol/homePaths';
import { type LogEntry, ownEntry, segmentStartEntry } from '../../protocol/logEntry';
import { type LaunchSpec, renamedLaunch } from '../../protocol/podMetadata';
import type { PodExit } from '../../protocol/terminalFrame';
import { CastLog } from '../../store/castLog';
import { errorText } from '../../store/fileErrors';
import { readMetadata, removeMetadata, restoreMetadata, writeMetadata } from '../../store/metadataFile';
import { readLogEnds } from '../../store/readLogEntries';
import type { Claimed } from '../../store/registerPod';
import { readEnd } from '../../store/regularFile';
import { SegmentLog } from '../../store/segmentLog';
import { writeFileAtomically } from '../../store/writeFileAtomically';
import { EarlierLog } from '../earlierLog';
import { newId } from '../freshIds';
import { putBackRecord, RecordLooks } from '../standingRecord';

/** Newest entries kept for snapshots, besides `segment_start`. */
const MAX_KEPT_ENTRIES = 64;
/** They lie within this much of an earlier log's end, bytes. */
const EARLIER_BYTES = 1024 * 1024;
/** A saved screen is cut to its newest rows, bytes. */
export const MAX_SCREEN_FILE_BYTES = 512 * 1024;
/** A preview needs no more, code points. */
const MAX_LINE = 240;

export interface SegmentRef {
  readonly sessionId: string;
  readonly segmentId: string;
}

export class PodRecord {
  readonly segment: SegmentRef;
  private log: SegmentLog | null = null;
  private readonly looks = new RecordLooks();
  private start: LogEntry | null = null;
  private newest: LogEntry[] = [];
  private lastFact = '';
  private unsaid: string | null = null;
  private readonly earlier: EarlierLog | null;
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

  /** For a snapshot: `segment_start` and the newest facts; empty while pending. */
  get entries(): readonly LogEntry[] {
    return this.start ? [this.start, ...this.newest] : [];
  }

  /** After its record has been moved. */
  renamed(podName: string): void {
    this.launch = renamedLaunch(this.launch, this.podName);
    this.podName = podName;
  }

  /** What an earlier life has written: read before anybody waits for us. @throws file errors. */
  readEarlier(): void {
    if (this.earlier === null) return;
    this.earlier.readWith((file) => readLogEnds(file, EARLIER_BYTES));
    const { entries } = this.earlier;
    const [start] = entries;
    this.start = start?.kind === 'segment_start' ? start : null;
    this.newest = entries.filter((entry) => entry.kind === 'extension').slice(-MAX_KEPT_ENTRIES);
  }

  /** Of two Pods that have one log the second is refused. */
  async holdLog(): Promise<Claimed> {
    return (await this.earlier?.hold()) ?? { ok: true, value: null };
  }

  /** Pending, or, where an earlier segment goes on, active at once. @throws file errors. */
  writeBirth(): void {
    if (this.restored) this.activate();
    else writeMetadata(this.home, this.metadata(null));
  }

  /** The Pod never came to life: a pending record would stay behind for good, and a restored one says again what it said. @throws file errors. */
  takeBack(): void {
    if (this.restored) {
      this.earlier?.letGo();
      this.close();
      if (this.replaced !== null) restoreMetadata(this.home, this.metadata(this.segment.segmentId), this.replaced);
      return;
    }
    if (this.isActive) return;
    const stored = readMetadata(this.home, this.podName);
    if (stored?.ok && stored.value.active?.sessionId === this.segment.sessionId)
      removeMetadata(this.home, this.podName);
  }

  /** The first activity: the log begins, and only then the metadata points at it. @throws file errors. */
  activate(): void {
    if (this.log) return;
    const log = this.earlier?.open() ?? SegmentLog.open(this.logFile);
    log.keepLocked();
    try {
      if (log.isEmpty) {
        const start = segmentStartEntry(this.segment.sessionId, Date.now());
        log.append(start);
        this.start = start;
      }
      this.replaced = writeMetadata(this.home, this.metadata(this.segment.segmentId));
    } catch (error) {
      // Still pending: whatever failed, a full disk say, is tried again with the next activity.
      log.close();
      throw error;
    }
    this.log = log;
  }

  /** The preview of a stopped Pod; written only where it differs from the last one. @throws file errors. */
  screenFact(line: string, title: string | null): void {
    const fact = { line: [...line].slice(0, MAX_LINE).join(''), title };
    const key = JSON.stringify(fact);
    if (key === this.lastFact) return;
    this.append(ownEntry('podwatch.screen', fact, Date.now()));
    this.lastFact = key;
  }

  exitFact(exit: PodExit): void {
    this.append(ownEntry('podwatch.exit', { code: exit.code, signal: exit.signal }, Date.now()));
  }

  /** @throws file errors. */
  saveScreen(bytes: Buffer): void {
    if (this.isActive) writeFileAtomically(this.screenFile, bytes);
  }

  /** The screen of the earlier process; null: there is none. */
  earlierScreen(): Buffer | null {
    if (!this.restored) return null;
    try {
      return readEnd(this.screenFile, MAX_SCREEN_FILE_BYTES).bytes;
    } catch {
      return null;
    }
  }

  /** Looks whether record and log are still there; one sentence where they were not. @throws file errors. */
  putBack(): string | null {
    const { home, log, looks, entries, unsaid } = this;
    const metadata = this.metadata(log ? this.segment.segmentId : null);
    const said = putBackRecord({ home, metadata, looks, log, beginning: entries });
    this.unsaid = null;
    return said ?? unsaid;
  }

  /** Null while pending: nothing is stored yet. @throws file errors. */
  openCast(header: CastHeader): CastLog | null {
    if (!this.isActive) return null;
    const { sessionId, segmentId } = this.segment;
    return CastLog.open(segmentCastPath(this.home, sessionId, segmentId), header, this.podName);
  }

  close(): void {
    this.log?.close();
    this.log = null;
  }

  private get logFile(): string {
    return segmentLogPath(this.home, this.segment.sessionId, this.segment.segmentId);
  }

  /** Nothing of the Pod stays. */
  discard(): void {
    this.close();
    try {
      removeMetadata(this.home, this.podName);
      rmSync(path.join(this.home.sessions, this.segment.sessionId), { recursive: true, force: true });
    } catch (error) {
      process.stderr.write(`The record of the Pod could not be removed: ${errorText(error)}\n`);
    }
  }

  private get screenFile(): string {
    return segmentScreenPath(this.home, this.segment.sessionId, this.segment.segmentId);
  }

  private append(entry: LogEntry): void {
    this.activate();
    // Who looks after it next tells of it.
    if (this.log?.isCut) this.unsaid = this.putBack();
    this.log?.append(entry);
    this.newest.push(entry);
    if (this.newest.length > MAX_KEPT_ENTRIES) this.newest.shift();
  }

  private metadata(segmentId: string | null) {
    return {
      podName: this.podName,
      active: { sessionId: this.segment.sessionId, segmentId },
      launch: this.launch,
    };
  }
}
