// The lasting way to one host: dialled when somebody wants it, dialled again when it breaks, and what is known meanwhile.
import { BehaviorSubject } from 'rxjs';
import { type ActionFailure, failure } from '../actions/actionFailure';
import type { HostFact } from '../podList/podFacts';
import { errorText } from '../store/fileErrors';
import type { DialTurns } from './dialTurns';
import { FoldedFacts, type HostRows } from './factDeltas';
import type { HostSpec } from './hostSpec';
import { lastSeenFactsFile, readLastSeenFacts, writeLastSeenFacts } from './lastSeenFacts';
import type { LinkSession } from './linkSession';
import { retryDelay } from './retryDelay';
import { sshConfigFile } from './sshConfigFile';
import type { HostFault } from './sshFault';
import { openSsh, type SshSession } from './sshSession';

/** A host that is connected is asked for a sign so often, ms. */
const PING_MS = 1500;
/** Without any sign for so long it is called silent, and then lost, ms. */
const STALLED_MS = 4000;
const LOST_MS = 20_000;
/** A connection that held so long was a good one: the delays start anew. */
const STABLE_MS = 10_000;
/** The clock on the wall has gone so much further than ours: this machine has slept, ms. */
const SLEPT_MS = 5000;
/** What is kept on disk is no older than this while facts come, ms. */
const KEEP_MS = 10_000;

export interface LinkRequest {
  readonly spec: HostSpec;
  readonly env: NodeJS.ProcessEnv;
  readonly version: string;
  /** The store directory of our own home. */
  readonly data: string;
  /** Of this machine and our store; a host that has the same is no other one. */
  readonly ownId: () => string;
  readonly turns: DialTurns;
}

/** What is known of its Pods. */
export interface KnownRows {
  readonly rows: HostRows;
  /** How much its clock goes ahead of ours, ms. */
  readonly aheadMs: number;
  /** The connection that stands now has told them; false: they are of an earlier one, or from disk. */
  readonly isFresh: boolean;
}

const NO_ROWS: HostRows = { stored: [], live: [], problems: [], loading: true };

export class HostLink {
  readonly name: string;
  readonly fact$: BehaviorSubject<HostFact>;
  readonly rows$: BehaviorSubject<KnownRows>;
  private current: SshSession | null = null;
  private isClosed = false;
  private isRunning = false;
  private isWatched = false;
  private failures = 0;
  private wasSilent = false;
  private trying: Promise<unknown> | null = null;
  private readonly over = new AbortController();
  private wakeUp = (): void => {};
  private health: NodeJS.Timeout | null = null;
  private keepTimer: NodeJS.Timeout | null = null;
  /** Unix ms; said with the next change. */
  private lastSeen: number | null = null;

  constructor(private readonly request: LinkRequest) {
    this.name = request.spec.name;
    this.fact$ = new BehaviorSubject<HostFact>({
      ...{ name: this.name, state: 'connecting', since: Date.now(), seenAt: null, version: null },
      ...{ problem: null, advice: null },
    });
    this.rows$ = new BehaviorSubject<KnownRows>({ rows: NO_ROWS, aheadMs: 0, isFresh: false });
  }

  /** Its rows from now on; what was kept of it comes first. */
  watch(): void {
    if (this.isWatched) return;
    this.isWatched = true;
    const kept = readLastSeenFacts(this.keptFile);
    if (kept !== null && this.fact$.value.seenAt === null) {
      this.rows$.next({ rows: kept.rows, aheadMs: 0, isFresh: false });
      this.say({ seenAt: kept.seenAt });
    }
    this.current?.session.watch();
    this.begin();
  }

  /** Connected, or why not; a host that is not reached is not waited for. */
  async session(): Promise<LinkSession | ActionFailure> {
    this.begin();
    if (this.current === null && this.trying !== null) await this.trying;
    return this.current?.session ?? this.refusal();
  }

  /** Why nothing can be done there now. */
  refusal(): ActionFailure {
    return failure('not-eligible', `${this.unreachedWords()}.${this.adviceText()}`);
  }

  /** Since when and why it is not reached: a sentence without its full stop. */
  unreachedWords(): string {
    const { since, problem, state } = this.fact$.value;
    if (state === 'connecting') return `${this.name} is not reached yet`;
    const why = problem === null ? '' : ` (${problem})`;
    return `${this.name} is not reached since ${clockOf(since)}${why}`;
  }

  /** Tries again at once, where it is not reached. */
  wake(): void {
    this.failures = 0;
    this.wakeUp();
  }

  /** Nothing of it is left running. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.over.abort();
    if (this.health !== null) clearInterval(this.health);
    if (this.keepTimer !== null) this.keep();
    const { current } = this;
    current?.close('it was closed');
    this.wakeUp();
    await current?.ended;
  }

  private get keptFile(): string {
    return lastSeenFactsFile(this.request.data, this.name);
  }

  private adviceText(): string {
    const { advice } = this.fact$.value;
    return advice === null ? '' : ` ${advice}`;
  }

  private begin(): void {
    if (this.isRunning || this.isClosed) return;
    this.isRunning = true;
    this.health = setInterval(this.look(), PING_MS);
    void this.run();
  }

  private async run(): Promise<void> {
    while (!this.isClosed) {
      const attempt = this.request.turns.run(() => this.attempt());
      this.trying = attempt;
      const fault = await attempt;
      this.trying = null;
      if (fault === null && this.current !== null) await this.live(this.current);
      if (this.isClosed) return;
      await this.pause(this.fact$.value.state === 'needs-you' ? null : retryDelay(this.failures, Math.random()));
    }
  }

  private async attempt(): Promise<HostFault | null> {
    const { spec, env, version, data } = this.request;
    const folded = new FoldedFacts();
    let aheadMs = 0;
    if (this.isClosed) return { state: 'lost', problem: 'it was closed', advice: null };
    let configFile: string;
    try {
      configFile = sshConfigFile(data, spec);
    } catch (error) {
      return this.failed({ state: 'lost', problem: `ssh cannot be set up: ${errorText(error)}`, advice: null });
    }
    const opened = await openSsh(
      {
        ...{ spec, env, version, configFile, alone: this.wasSilent },
        facts: (message) => {
          const rows = folded.take(message);
          if (rows !== null) this.told({ rows, aheadMs, isFresh: !rows.loading || this.rows$.value.rows.loading });
        },
      },
      this.over.signal,
    );
    this.wasSilent = !opened.ok && opened.isSilent;
    if (!opened.ok) return this.failed(opened.fault);
    const { hello } = opened.ssh;
    if (hello.hostId === this.request.ownId()) {
      opened.ssh.close('it is this machine');
      await opened.ssh.ended;
      return this.failed({
        state: 'needs-you',
        problem: `${this.name} is this machine and this home`,
        advice: `Take it out of hosts in the configuration.`,
      });
    }
    aheadMs = hello.now - Date.now();
    this.current = opened.ssh;
    this.say({
      ...{ state: 'reached', since: Date.now(), seenAt: Date.now(), version: hello.version },
      ...{ problem: null, advice: null },
    });
    if (this.isWatched) opened.ssh.session.watch();
    return null;
  }

  private async live(ssh: SshSession): Promise<void> {
    const reason = await ssh.ended;
    this.current = null;
    this.rows$.next({ ...this.rows$.value, isFresh: false });
    const lived = performance.now() - ssh.greetedAt;
    if (lived >= STABLE_MS) this.failures = 0;
    if (!this.isClosed) this.failed({ state: 'lost', problem: reason, advice: null });
  }

  private failed({ state, problem, advice }: HostFault): HostFault {
    this.failures += 1;
    const before = this.fact$.value;
    const isNew = before.state !== 'lost' && before.state !== 'needs-you';
    this.say({ state, problem, advice, ...(isNew && { since: Date.now() }) });
    if (isNew) this.keep();
    return { state, problem, advice };
  }

  private told(known: KnownRows): void {
    this.rows$.next(known);
    this.keepTimer ??= setTimeout(() => this.keep(), KEEP_MS);
  }

  private keep(): void {
    if (this.keepTimer !== null) clearTimeout(this.keepTimer);
    this.keepTimer = null;
    const { rows } = this.rows$.value;
    const { seenAt } = this.fact$.value;
    if (seenAt !== null && !rows.loading) writeLastSeenFacts(this.keptFile, { seenAt, rows });
  }

  private pause(ms: number | null): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === null ? null : setTimeout(() => go(), ms);
      const go = () => {
        if (timer !== null) clearTimeout(timer);
        this.wakeUp = () => {};
        resolve();
      };
      this.wakeUp = go;
    });
  }

  /** Each time: is it heard, and has this machine slept meanwhile? */
  private look(): () => void {
    let wall = Date.now();
    let own = performance.now();
    let sleptAt: number | null = null;
    return () => {
      const [wallNow, ownNow] = [Date.now(), performance.now()];
      const hasSlept = wallNow - wall - (ownNow - own) > SLEPT_MS;
      [wall, own] = [wallNow, ownNow];
      if (hasSlept) {
        sleptAt = ownNow;
        this.wake();
      }
      const { current } = this;
      if (current === null) return;
      const silent = ownNow - current.session.lastHeardAt;
      // What was connected before a sleep hardly ever is still.
      const patience = sleptAt !== null && current.session.lastHeardAt < sleptAt ? STALLED_MS : LOST_MS;
      if (silent > patience) {
        current.close(`it was silent for ${Math.round(silent / 1000)} s`);
        return;
      }
      this.heard(silent);
      current.session.ping();
    };
  }

  private heard(silentMs: number): void {
    const { state } = this.fact$.value;
    if (silentMs > STALLED_MS) {
      if (state === 'reached') this.say({ state: 'stalled', since: Date.now() - Math.round(silentMs) });
    } else if (state === 'stalled') {
      this.say({ state: 'reached', since: Date.now(), seenAt: Date.now() });
    } else if (state === 'reached') {
      this.lastSeen = Date.now();
    }
  }

  private say(change: Partial<HostFact>): void {
    const seen = this.lastSeen === null ? {} : { seenAt: this.lastSeen };
    this.lastSeen = null;
    this.fact$.next({ ...this.fact$.value, ...seen, ...change });
  }
}

/** Local time of the day. */
export function clockOf(at: number): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
}
