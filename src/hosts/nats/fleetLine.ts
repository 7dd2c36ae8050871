// The lasting way to the server of a fleet: one connection, and another one when it breaks.
import { createInbox, type NatsConnection } from '@nats-io/transport-node';
import { BehaviorSubject } from 'rxjs';
import { errorText } from '../../store/fileErrors';
import type { HostFault } from '../hostFault';
import type { FleetSpec } from './fleetSpec';
import { openServer } from './openServer';
import { type FleetRole, inboxPrefix } from './subjects';

/** The server is asked for a sign so often, ms. */
const PING_MS = 1500;
/** Without any sign for so long the connection is given up, ms. */
const SILENT_MS = 5000;
const FIRST_RETRY_MS = 100;
/** A server that was there a minute ago is starting anew, most likely: it is back soon, ms. */
const SOON_RETRY_MS = 400;
const SOON_MS = 60_000;
const LONGEST_RETRY_MS = 5000;
/** Where trying again does no good before somebody has done something, ms. */
const NEEDS_YOU_RETRY_MS = 30_000;
/** A connection that held so long was a good one: the delays start anew, ms. */
const STABLE_MS = 5000;
const SPREAD = 0.3;

export interface LineState {
  /** Null: there is none now. */
  readonly nc: NatsConnection | null;
  /** Why there is none; null: there is one, or none has been tried yet. */
  readonly fault: HostFault | null;
  /** Unix ms. */
  readonly since: number;
}

/** What the server has refused on a connection that stands. */
export interface RefusedSubject {
  readonly operation: 'publish' | 'subscription';
  readonly subject: string;
}

export class FleetLine {
  readonly state$: BehaviorSubject<LineState>;
  /** By `performance.now()`: the server's last sign. */
  lastHeardAt = 0;
  onRefused: (refused: RefusedSubject) => void = () => {};
  private isRunning = false;
  private isClosed = false;
  private failures = 0;
  private lostAt = 0;
  private wakeUp = (): void => {};
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly spec: FleetSpec,
    private readonly role: FleetRole,
  ) {
    this.state$ = new BehaviorSubject<LineState>({ nc: null, fault: null, since: Date.now() });
  }

  /** Connects, and stays so. */
  begin(): void {
    if (this.isRunning || this.isClosed) return;
    this.isRunning = true;
    this.running = this.run();
  }

  /** Tries again at once, where there is no connection. */
  wake(): void {
    this.failures = 0;
    this.wakeUp();
  }

  /** A subject to which nobody else may listen. */
  newInbox(): string {
    return createInbox(inboxPrefix(this.spec.user, this.role));
  }

  heard(): void {
    this.lastHeardAt = performance.now();
  }

  /** What was said last still goes out, within a bound. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.wakeUp();
    const { nc } = this.state$.value;
    if (nc !== null) {
      await within(nc.flush(), 1000);
      void nc.close().catch(() => {});
    }
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.isClosed) {
      const opened = await openServer(this.spec, this.role);
      if (this.isClosed) {
        if (opened.ok) void opened.nc.close().catch(() => {});
        return;
      }
      const fault = opened.ok ? await this.live(opened.nc) : opened.fault;
      if (this.isClosed) return;
      this.failures += 1;
      const before = this.state$.value;
      const isNew = before.nc !== null || before.fault === null;
      this.state$.next({ nc: null, fault, since: isNew ? Date.now() : before.since });
      if (isNew) this.lostAt = performance.now();
      const longest = performance.now() - this.lostAt < SOON_MS ? SOON_RETRY_MS : LONGEST_RETRY_MS;
      await this.pause(fault.state === 'needs-you' ? NEEDS_YOU_RETRY_MS : retryMs(this.failures, longest));
    }
  }

  /** Until it breaks. */
  private async live(nc: NatsConnection): Promise<HostFault> {
    const began = performance.now();
    this.heard();
    void this.hearStatus(nc);
    let silent = false;
    let giveUp = (): void => {};
    const given = new Promise<void>((resolve) => {
      giveUp = resolve;
    });
    const health = setInterval(() => {
      if (performance.now() - this.lastHeardAt > SILENT_MS) {
        silent = true;
        giveUp();
        return;
      }
      nc.flush().then(
        () => this.heard(),
        () => {},
      );
    }, PING_MS);
    // What is closed already takes no subscription.
    if (!nc.isClosed()) this.state$.next({ nc, fault: null, since: Date.now() });
    const ended = await Promise.race([nc.closed().catch((error: unknown) => error), given]);
    clearInterval(health);
    // Its socket may never say that it has gone.
    void nc.close().catch(() => {});
    if (performance.now() - began >= STABLE_MS) this.failures = 0;
    const why = silent
      ? 'it does not answer'
      : ended instanceof Error
        ? errorText(ended)
        : 'it has ended the connection';
    return { state: 'lost', problem: `the fleet server is not reached (${why})`, advice: null };
  }

  private async hearStatus(nc: NatsConnection): Promise<void> {
    for await (const status of nc.status()) {
      if (status.type !== 'error') continue;
      const { error } = status;
      const [operation, subject]: unknown[] = [Reflect.get(error, 'operation'), Reflect.get(error, 'subject')];
      if (typeof subject === 'string') {
        this.onRefused({ operation: operation === 'publish' ? 'publish' : 'subscription', subject });
      }
    }
  }

  private pause(ms: number): Promise<void> {
    if (this.isClosed) return Promise.resolve();
    return new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer);
        this.wakeUp = () => {};
        resolve();
      };
      const timer = setTimeout(go, ms);
      this.wakeUp = go;
    });
  }
}

function retryMs(failures: number, longest: number): number {
  const plain = Math.min(longest, FIRST_RETRY_MS * 2 ** Math.min(16, Math.max(0, failures - 1)));
  return Math.round(plain * (1 - SPREAD + 2 * SPREAD * Math.random()));
}

/** Whatever becomes of it, and not longer than this. */
export async function within(promise: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([promise.catch(() => {}), late]);
  clearTimeout(timer);
}
