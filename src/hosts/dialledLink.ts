// The lasting way to one host: dialled when somebody wants it, dialled again when it breaks, and beside it when it is silent.
import { filter, firstValueFrom, merge, timer } from 'rxjs';
import type { ActionFailure } from '../actions/actionFailure';
import type { HostFactsMessage } from '../protocol/hostWire';
import type { DialTurns } from './dialTurns';
import { FoldedFacts } from './factDeltas';
import { guardHealth } from './guardHealth';
import type { HostFault } from './hostFault';
import { type DialledHost, type HostConnection, type HostLink, type HostSession, unreachedFailure } from './hostLink';
import { HostStanding } from './hostStanding';
import { retryDelay } from './retryDelay';

/** A connection that held so long was a good one: the delays start anew, ms. */
const STABLE_MS = 10_000;

export interface OpenOptions {
  /** Past any connection that is shared with others. */
  readonly alone: boolean;
  readonly facts: (message: HostFactsMessage) => void;
}

export interface LinkRequest {
  readonly name: string;
  /** One connection, greeted within a bound of its own; of one that fails nothing is left. Never rejects. */
  readonly open: (options: OpenOptions, signal: AbortSignal) => Promise<DialledHost>;
  /** The store directory of our own home. */
  readonly data: string;
  /** Of this machine and our store; a host that has the same is no other one. */
  readonly ownId: () => string;
  readonly turns: DialTurns;
}

export class DialledLink implements HostLink {
  readonly name: string;
  readonly fact$: HostStanding['fact$'];
  readonly rows$: HostStanding['rows$'];
  /** As it has said itself; null: it was not reached yet. */
  hostId: string | null = null;
  private readonly standing: HostStanding;
  private current: HostConnection | null = null;
  private isClosed = false;
  private isWatched = false;
  private failures = 0;
  private wasSilent = false;
  private trying: Promise<unknown> | null = null;
  /** A second connection that is being made while the first one is silent. */
  private beside: AbortController | null = null;
  private mayBeBeside = true;
  private running: Promise<void> | null = null;
  private opening: Promise<unknown> | null = null;
  private readonly over = new AbortController();
  private wakeUp = (): void => {};
  private endHealth = (): void => {};

  constructor(private readonly request: LinkRequest) {
    this.name = request.name;
    this.standing = new HostStanding(request.name, request.data);
    this.fact$ = this.standing.fact$;
    this.rows$ = this.standing.rows$;
  }

  watch(): void {
    if (this.isWatched) return;
    this.isWatched = true;
    this.standing.recall();
    this.current?.session.watch();
    this.begin();
  }

  async session(): Promise<HostSession | ActionFailure> {
    this.begin();
    if (this.current === null && this.trying !== null) await this.trying;
    const session = this.current?.session;
    return session === undefined || session.isOver ? unreachedFailure(this.fact$.value) : session;
  }

  async sessionWithin(ms: number): Promise<HostSession | ActionFailure> {
    const isThere = () => this.current !== null && !this.current.session.isOver;
    const settled$ = this.fact$.pipe(filter(({ state }) => isThere() || state === 'needs-you'));
    await firstValueFrom(merge(settled$, timer(ms)));
    return this.session();
  }

  wake(): void {
    this.failures = 0;
    this.mayBeBeside = true;
    this.wakeUp();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.over.abort();
    this.beside?.abort();
    this.endHealth();
    this.standing.close();
    const { current } = this;
    current?.close('it was closed');
    this.wakeUp();
    await Promise.all([current?.ended, this.running, this.opening]);
  }

  private begin(): void {
    if (this.running !== null || this.isClosed) return;
    this.endHealth = guardHealth(() => this.current?.session ?? null, {
      silent: (ms) => this.heard(ms),
      lost: (ms) => this.current?.close(`it was silent for ${Math.round(ms / 1000)} s`),
      slept: () => {
        if (this.fact$.value.state !== 'needs-you') this.wake();
      },
    });
    this.running = this.run();
  }

  private async run(): Promise<void> {
    while (!this.isClosed) {
      const attempt = this.request.turns.run(() => this.attempt());
      this.trying = attempt;
      await attempt;
      this.trying = null;
      while (this.current !== null) await this.endOf(this.current);
      if (this.isClosed) return;
      await this.pause(this.fact$.value.state === 'needs-you' ? null : retryDelay(this.failures, Math.random()));
    }
  }

  private async attempt(): Promise<void> {
    if (this.isClosed) return;
    const fault = await this.open(this.over.signal, () => true);
    if (fault !== null) this.failed(fault);
  }

  /** Null: it is the one that counts now, or nobody wants it any more. */
  private async open(signal: AbortSignal, isWanted: () => boolean): Promise<HostFault | null> {
    const folded = new FoldedFacts();
    let aheadMs = 0;
    const facts = (message: HostFactsMessage) => {
      const rows = folded.take(message);
      if (rows !== null && own !== null && this.current === own) this.standing.told(rows, aheadMs);
    };
    let own: HostConnection | null = null;
    const result = await this.request.open({ alone: this.wasSilent, facts }, signal);
    this.wasSilent = !result.ok && result.isSilent;
    if (!result.ok) return result.fault;
    const { opened } = result;
    own = opened;
    this.hostId = opened.hello.hostId;
    if (opened.hello.hostId === this.request.ownId()) {
      opened.close('it is this machine');
      await opened.ended;
      return {
        state: 'needs-you',
        problem: `${this.name} is this machine and this home`,
        advice: `Take it out of hosts in the configuration.`,
      };
    }
    if (this.isClosed || !isWanted()) {
      opened.close('it is not wanted any more');
      await opened.ended;
      return null;
    }
    aheadMs = opened.hello.now - Date.now();
    this.current?.close('another connection has taken its place');
    this.current = opened;
    this.standing.reached(opened.hello.version);
    if (this.isWatched) opened.session.watch();
    return null;
  }

  /** Another one may have taken its place by then. */
  private async endOf(way: HostConnection): Promise<void> {
    const reason = await way.ended;
    if (this.current !== way) return;
    this.current = null;
    this.beside?.abort();
    this.mayBeBeside = true;
    this.standing.outdate();
    if (performance.now() - way.greetedAt >= STABLE_MS) this.failures = 0;
    if (!this.isClosed) this.failed({ state: 'lost', problem: reason, advice: null });
  }

  private failed(fault: HostFault): void {
    this.failures += 1;
    this.standing.failed(fault);
  }

  private heard(silentMs: number | null): void {
    this.standing.silent(silentMs);
    if (silentMs !== null) void this.openBeside();
    else {
      this.beside?.abort();
      this.mayBeBeside = true;
    }
  }

  /** What a cut has left under way comes long after the line is back: the first of the two that speaks counts. */
  private async openBeside(): Promise<void> {
    if (this.beside !== null || !this.mayBeBeside) return;
    const beside = new AbortController();
    this.beside = beside;
    const opening = this.open(beside.signal, () => !beside.signal.aborted);
    this.opening = opening;
    const fault = await opening;
    if (this.beside === beside) this.beside = null;
    // Whoever asks for a password, a key, or a touch of one is not asked twice.
    if (fault?.state === 'needs-you') this.mayBeBeside = false;
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
}
