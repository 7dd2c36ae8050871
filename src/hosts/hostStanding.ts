// How one host stands and what is known of its Pods: told by its link, and from a file while it has not been reached yet.
import { BehaviorSubject } from 'rxjs';
import type { HostFact } from '../podList/podFacts';
import type { HostRows } from './factDeltas';
import type { HostFault } from './hostFault';
import type { KnownRows } from './hostLink';
import { lastSeenFactsFile, readLastSeenFacts, removeLastSeenFacts, writeLastSeenFacts } from './lastSeenFacts';

/** What is kept on disk is no older than this while facts come, ms. */
const KEEP_MS = 10_000;

const NO_ROWS: HostRows = { stored: [], live: [], problems: [], loading: true };

export class HostStanding {
  readonly fact$: BehaviorSubject<HostFact>;
  readonly rows$ = new BehaviorSubject<KnownRows>({ rows: NO_ROWS, aheadMs: 0, isFresh: false });
  private readonly file: string | null;
  private keepTimer: NodeJS.Timeout | null = null;
  /** What it was is not to be kept, before it has come back. */
  private isForgotten = false;
  /** Unix ms; said with the next change. */
  private lastSeen: number | null = null;

  /** @param data the store directory of our own home; null: nothing of it is kept on disk. */
  constructor(name: string, data: string | null) {
    this.file = data === null ? null : lastSeenFactsFile(data, name);
    this.fact$ = new BehaviorSubject<HostFact>({
      ...{ name, state: 'connecting', since: Date.now(), seenAt: null, version: null },
      ...{ problem: null, advice: null },
    });
  }

  /** What was kept of it, where it has said nothing yet. */
  recall(): void {
    const kept = this.file === null ? null : readLastSeenFacts(this.file);
    if (kept === null || this.fact$.value.seenAt !== null) return;
    this.rows$.next({ rows: kept.rows, aheadMs: 0, isFresh: false });
    this.say({ seenAt: kept.seenAt });
  }

  /** Its last word is known to be from then, Unix ms; it is said with the next change. */
  seenAt(at: number): void {
    this.lastSeen = Math.max(at, this.fact$.value.seenAt ?? 0);
  }

  reached(version: string): void {
    this.isForgotten = false;
    this.say({ state: 'reached', since: Date.now(), seenAt: Date.now(), version, problem: null, advice: null });
  }

  failed({ state, problem, advice }: HostFault): void {
    const before = this.fact$.value.state;
    const isNew = before !== 'lost' && before !== 'needs-you';
    this.say({ state, problem, advice, ...(isNew && { since: Date.now() }) });
    if (isNew) this.keep();
  }

  /** It was heard last so long ago, ms; null: it has said something. */
  silent(ms: number | null): void {
    const { state } = this.fact$.value;
    if (ms !== null) {
      if (state === 'reached') this.say({ state: 'stalled', since: Date.now() - Math.round(ms) });
    } else if (state === 'stalled') {
      this.say({ state: 'reached', since: Date.now(), seenAt: Date.now() });
    } else if (state === 'reached') {
      this.lastSeen = Date.now();
    }
  }

  /** Rows that are not whole yet do not stand for those that were. */
  told(rows: HostRows, aheadMs: number): void {
    if (rows.loading && !this.rows$.value.rows.loading) return;
    this.rows$.next({ rows, aheadMs, isFresh: true });
    if (this.file !== null) this.keepTimer ??= setTimeout(() => this.keep(), KEEP_MS);
  }

  /** Who has told the rows is not there any more. */
  outdate(): void {
    this.rows$.next({ ...this.rows$.value, isFresh: false });
  }

  /** Of what was kept on disk nothing is left. @returns whether there was something. */
  forgetKept(): boolean {
    if (this.keepTimer !== null) clearTimeout(this.keepTimer);
    this.keepTimer = null;
    this.isForgotten = true;
    return this.file !== null && removeLastSeenFacts(this.file);
  }

  close(): void {
    if (this.keepTimer !== null) this.keep();
  }

  private keep(): void {
    if (this.keepTimer !== null) clearTimeout(this.keepTimer);
    this.keepTimer = null;
    const { rows } = this.rows$.value;
    const { seenAt } = this.fact$.value;
    if (this.file !== null && seenAt !== null && !rows.loading && !this.isForgotten)
      writeLastSeenFacts(this.file, { seenAt, rows });
  }

  private say(change: Partial<HostFact>): void {
    const seen = this.lastSeen === null ? {} : { seenAt: this.lastSeen };
    this.lastSeen = null;
    this.fact$.next({ ...this.fact$.value, ...seen, ...change });
  }
}
