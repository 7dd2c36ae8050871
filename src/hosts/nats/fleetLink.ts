// The way to one host of a fleet: its records, its signs of life, and calls and channels while it gives them.
import { filter, firstValueFrom, merge, timer } from 'rxjs';
import type { ActionFailure } from '../../actions/actionFailure';
import { LINK_PROTOCOL } from '../../protocol/hostWire';
import type { HostFault } from '../hostFault';
import { type HostLink, type HostSession, unreachedFailure } from '../hostLink';
import { HostStanding } from '../hostStanding';
import { protocolFault } from '../sshFault';
import type { BucketEntry } from './bucketWatch';
import { type FleetSessionPort, fleetSession } from './fleetSession';
import { BEAT_MS, type Beat, type HostOwner, leaseMs, parseOwner, speaksOurs } from './fleetWire';
import { HostRecords } from './hostRecords';
import { parseKey } from './subjects';

/** A server that only starts anew is waited for, ms. */
const BRIEF_MS = 3000;
/** It has told more than has come for so long: the watch of its records is dead, ms. */
const BEHIND_MS = 2000;
/** All are called when we come: who has given no sign by then is not there, ms. */
const FIRST_SIGN_MS = 2000;
/** Whom neither a record nor a sign speaks of is nobody, ms: those that are there are called when we come. */
const ROLL_CALL_MS = 1000;
/** The server must have answered us so much later than the host's last sign, ms: else it is the line that is silent. */
const HEARD_LATER_MS = 1000;
/** Whom we look at answers our call at once, and gives a sign each second from then on: a call is without an answer no longer, ms. */
const ANSWER_MS = leaseMs({ everyMs: BEAT_MS.watched });
/** Two machines of one name give signs in turns; that is said for, ms. */
const TWINS_MS = 10_000;
/** Clocks that move against each other by less are left alone, ms. */
const SAME_CLOCK_MS = 2000;

export interface FleetLinkPort extends FleetSessionPort {
  /** Connects; resolves once it is known how the hosts stand, or that nothing can be known. */
  readonly begin: () => void;
  readonly wake: () => void;
}

/** The way to the server, as each link has to know it. */
export interface LineView {
  readonly isOpen: boolean;
  readonly fault: HostFault | null;
  /** By `performance.now()`. */
  readonly openedAt: number;
  readonly cutAt: number;
  readonly lastHeardAt: number;
  /** What the bucket holds is known. */
  readonly isKnown: boolean;
}

export class FleetLink implements HostLink {
  owner: HostOwner | null = null;
  /** By the bucket's numbers: the last change of it that has come. */
  seq = 0;
  beat: Beat | null = null;
  /** A summary speaks of it. */
  isNamed = false;
  /** By `performance.now()`: since when its agent has told more than has come; null: all has come. */
  behindSince: number | null = null;
  private readonly standing: HostStanding;
  private readonly records = new HostRecords();
  private lastBeatAt = Number.NEGATIVE_INFINITY;
  /** By `performance.now()`: of our calls since its last sign the first; null: none. */
  private calledAt: number | null = null;
  private formerEpoch: string | null = null;
  private twinsAt = Number.NEGATIVE_INFINITY;
  private aheadMs = 0;
  /** What is known of it is from disk alone. */
  private isKept = false;
  private readonly ownSession: HostSession;

  /** @param data where its last facts are kept; null: nowhere. */
  constructor(
    readonly name: string,
    data: string | null,
    private readonly port: FleetLinkPort,
  ) {
    this.standing = new HostStanding(name, data);
    this.ownSession = fleetSession(name, port, () => this.beat?.epoch ?? '');
  }

  get fact$() {
    return this.standing.fact$;
  }

  get rows$() {
    return this.standing.rows$;
  }

  /** Null: it has not said who it is. */
  get hostId(): string | null {
    return this.beat?.hostId ?? this.owner?.hostId ?? null;
  }

  isBehind(now: number): boolean {
    return this.behindSince !== null && now - this.behindSince > BEHIND_MS;
  }

  /** By `performance.now()`: so long its last sign holds. */
  private get holdsUntil(): number {
    const lease = this.beat === null ? 0 : leaseMs(this.beat);
    return Math.min(this.lastBeatAt + lease, (this.calledAt ?? Number.POSITIVE_INFINITY) + ANSWER_MS);
  }

  /** It has told something, or tells it now. */
  get isThere(): boolean {
    return this.isNamed || this.beat !== null || this.owner !== null || this.records.size > 0 || this.isKept;
  }

  watch(): void {
    this.port.begin();
  }

  async session(): Promise<HostSession | ActionFailure> {
    this.port.begin();
    await firstValueFrom(this.fact$.pipe(filter(({ state }) => state !== 'connecting')));
    // A server that only starts anew is back before it is worth a refusal.
    const decided$ = this.fact$.pipe(filter(({ state }) => state !== 'stalled'));
    await firstValueFrom(merge(decided$, timer(BRIEF_MS)));
    return this.fact$.value.state === 'reached' ? this.ownSession : unreachedFailure(this.fact$.value);
  }

  async sessionWithin(ms: number): Promise<HostSession | ActionFailure> {
    this.port.begin();
    const settled$ = this.fact$.pipe(filter(({ state }) => state === 'reached' || state === 'needs-you'));
    await firstValueFrom(merge(settled$, timer(ms)));
    const fact = this.fact$.value;
    return fact.state === 'reached' ? this.ownSession : unreachedFailure(fact);
  }

  wake(): void {
    this.port.wake();
  }

  close(): Promise<void> {
    this.standing.close();
    return Promise.resolve();
  }

  /** What was kept of it, before the server has told anything. */
  recall(): void {
    this.standing.recall();
    this.isKept = this.fact$.value.seenAt !== null;
  }

  /** Of what was kept of it on disk nothing is left. @returns whether there was something. */
  forgetKept(): boolean {
    this.isKept = false;
    return this.standing.forgetKept();
  }

  takeEntry({ key, value, seq, at }: BucketEntry): void {
    this.seq = Math.max(this.seq, seq);
    const parts = parseKey(key);
    if (parts === null) return;
    if (parts.pod === null) {
      const owner = value === null ? null : parseOwner(value);
      this.owner = owner?.ok === true ? owner.value : null;
    } else {
      this.records.take(key, parts.pod, value);
    }
    if (this.beat === null) this.standing.seenAt(at);
  }

  /** Keys that are not among these are gone. */
  sweep(seen: ReadonlySet<string>): void {
    this.isKept = false;
    this.records.sweep(seen);
    if (!this.isThere) this.standing.forgetKept();
  }

  /** Its rows as they are now. */
  tell(loading: boolean): void {
    const records = this.records.all;
    const problems = [...(this.owner?.problems ?? []), ...this.badRows(), ...this.twins()];
    const stored = records.flatMap((record) => record.stored ?? []);
    const live = records.flatMap((record) => record.live);
    this.standing.told({ stored, live, problems, loading }, this.aheadMs);
  }

  /** A sign of its agent. @returns whether it is one that has not been heard on this connection. */
  takeBeat(beat: Beat, now: number): boolean {
    const before = this.beat;
    const isNew = before === null || before.epoch !== beat.epoch || this.lastBeatAt === Number.NEGATIVE_INFINITY;
    if (before !== null && before.epoch !== beat.epoch) {
      if (beat.epoch === this.formerEpoch) this.twinsAt = now;
      this.formerEpoch = before.epoch;
    }
    const wasGone = now > this.holdsUntil;
    this.beat = beat;
    this.lastBeatAt = now;
    this.calledAt = null;
    const ahead = beat.now - Date.now();
    if (Math.abs(ahead - this.aheadMs) > SAME_CLOCK_MS) this.aheadMs = ahead;
    if (beat.rev <= this.seq) this.behindSince = null;
    else this.behindSince ??= now;
    if (!beat.isLast) this.standing.seenAt(Date.now());
    return (isNew || wasGone) && !beat.isLast;
  }

  /** We have told it that we look at it. */
  called(now: number): void {
    this.calledAt ??= now;
  }

  /** Whatever was said is said of a connection that is gone. */
  cut(): void {
    this.calledAt = null;
    this.lastBeatAt = Number.NEGATIVE_INFINITY;
    this.behindSince = null;
    this.standing.outdate();
  }

  /** How it stands now. @returns whether it has become lost. */
  look(line: LineView, now: number): boolean {
    const { state } = this.fact$.value;
    const wasWell = state === 'reached' || state === 'stalled';
    const fault = this.faultOf(line, now);
    if (fault === 'waiting') return false;
    if (fault === 'silent') {
      if (state === 'reached') this.standing.silent(now - Math.max(this.lastBeatAt, line.cutAt));
      return false;
    }
    if (fault === null) {
      if (state === 'stalled') this.standing.silent(null);
      else if (state !== 'reached') this.standing.reached(this.beat?.version ?? '');
      return false;
    }
    const { problem, state: before } = this.fact$.value;
    if (before !== fault.state || problem !== fault.problem) this.standing.failed(fault);
    return wasWell;
  }

  private faultOf(line: LineView, now: number): HostFault | null | 'waiting' | 'silent' {
    if (!line.isOpen) return this.faultOfCut(line, now);
    const { beat, name } = this;
    const isFresh = now <= this.holdsUntil;
    if (beat !== null && isFresh && !speaksOurs(beat.protocol)) return protocolFault(name, beat, LINK_PROTOCOL);
    if (beat?.isLast === true && this.lastBeatAt > Number.NEGATIVE_INFINITY) {
      return { state: 'lost', problem: 'its agent was ended', advice: `Start it on ${name}: podwatch agent` };
    }
    if (isFresh) return line.isKnown ? null : 'waiting';
    const since = Math.max(this.lastBeatAt, line.openedAt);
    if (line.isKnown && !this.isThere && now - since > ROLL_CALL_MS) {
      return { state: 'needs-you', problem: 'the fleet knows no such host', advice: 'See them all: podwatch hosts' };
    }
    if (this.lastBeatAt < line.openedAt && now - since <= FIRST_SIGN_MS) return 'waiting';
    if (line.lastHeardAt - since < HEARD_LATER_MS) return 'silent';
    return { state: 'lost', problem: 'its agent gives no sign', advice: `Is it on? On ${name}: podwatch agent` };
  }

  /** A server that only starts anew takes nothing from what is known. */
  private faultOfCut({ fault, cutAt }: LineView, now: number): HostFault | 'waiting' | 'silent' {
    if (fault === null) return 'waiting';
    const { state } = this.fact$.value;
    const isBrief = fault.state === 'lost' && now - cutAt < BRIEF_MS;
    return isBrief && (state === 'reached' || state === 'stalled') ? 'silent' : fault;
  }

  private badRows(): { source: string; place: string; message: string }[] {
    const { problem } = this.records;
    return problem === null ? [] : [{ source: 'host', place: '', message: problem }];
  }

  private twins(): { source: string; place: string; message: string }[] {
    if (performance.now() - this.twinsAt > TWINS_MS) return [];
    return [{ source: 'host', place: '', message: 'two machines call themselves so: give one of them another name' }];
  }
}
