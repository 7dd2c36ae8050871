// One session with podwatch on another host, over any two streams: hello, facts, calls, and channels to its Pods.
import type { Readable, Writable } from 'node:stream';
import type { Dial } from '../client/dial';
import type { HostArgs, HostDeed } from '../protocol/hostDeeds';
import {
  type FromHost,
  type HostFactsMessage,
  type HostHello,
  type HostOpen,
  type HostPod,
  LINK_PROTOCOL,
  parseFromHost,
} from '../protocol/hostWire';
import { type CallOutcome, callOutcome, unknownOutcome } from './callOutcome';
import { LinkMux } from './linkMux';
import { LinkStart } from './linkStart';

const MAX_SAID = 1000;
/** How long a sign may take there and back, ms. */
const ROUND_TRIP_MS = 5000;

export interface SessionEvents {
  readonly hello: (hello: HostHello) => void;
  readonly facts: (message: HostFactsMessage) => void;
  /** What has come is no link: nothing more is read. */
  readonly fault: (reason: string) => void;
}

export interface CallOptions {
  /** How long the answer is waited for, ms; null: for as long as the connection holds. */
  readonly timeoutMs: number | null;
  /** The same call again, over another session, has the same. */
  readonly token?: string;
  /** A word on the way to the answer; untrusted. */
  readonly onWord?: (text: string) => void;
}

interface Waiting {
  readonly settle: (outcome: unknown) => void;
  readonly lost: (reason: string) => void;
  readonly onWord: ((text: string) => void) | undefined;
}

export class LinkSession {
  /** By `performance.now()`. */
  lastHeardAt = performance.now();
  private readonly mux: LinkMux;
  private readonly start = new LinkStart();
  private hasStarted = false;
  private lastCall = 0;
  private readonly calls = new Map<number, Waiting>();
  isOver = false;
  private onPong = (_: number): void => {};

  constructor(
    private readonly host: string,
    input: Readable,
    output: Writable,
    version: string,
    private readonly events: SessionEvents,
  ) {
    this.mux = new LinkMux(output, {
      message: (text) => this.take(text),
      pong: (payload) => this.ponged(payload),
      fault: (reason) => events.fault(reason),
    });
    input.on('data', (chunk: Buffer) => this.read(chunk));
    this.mux.say({ kind: 'hello', protocol: LINK_PROTOCOL, version });
  }

  /** What has come in place of the magic line; empty once that has come. */
  get noise(): string {
    return this.hasStarted ? '' : this.start.noise;
  }

  /** From now on facts come. */
  watch(): void {
    this.mux.say({ kind: 'watch' });
  }

  ping(): void {
    const payload = Buffer.alloc(8);
    payload.writeDoubleBE(performance.now());
    this.mux.ping(payload);
  }

  /** There and back, ms; null: it does not come back in time. */
  async roundTrip(): Promise<number | null> {
    this.ping();
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(null), ROUND_TRIP_MS);
      this.onPong = (ms) => {
        clearTimeout(timer);
        resolve(ms);
      };
    });
  }

  /** A channel there; the other side's reason where there is none. */
  dial(request: HostOpen, purpose: 'focus' | 'tile'): Dial {
    return (signal) => this.mux.open(request, purpose, signal);
  }

  call<D extends HostDeed>(
    deed: D,
    pod: HostPod | null,
    args: HostArgs<D>,
    { timeoutMs, token, onWord }: CallOptions,
  ): Promise<CallOutcome<D>> {
    if (this.isOver) return Promise.resolve({ kind: 'lost', reason: 'the connection has ended' });
    this.lastCall += 1;
    const id = this.lastCall;
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | null = null;
      const end = (outcome: CallOutcome<D>): void => {
        if (timer !== null) clearTimeout(timer);
        this.calls.delete(id);
        resolve(outcome);
      };
      if (timeoutMs !== null) timer = setTimeout(() => end(unknownOutcome(this.host, 'does not answer')), timeoutMs);
      this.calls.set(id, {
        settle: (outcome) => end(callOutcome(this.host, deed, outcome)),
        lost: (reason) => end({ kind: 'lost', reason }),
        onWord,
      });
      this.mux.say({ kind: 'call', id, deed, pod, args, ...(token !== undefined && { token }) });
    });
  }

  /** Every call and channel ends with `reason`. */
  end(reason: string): void {
    if (this.isOver) return;
    this.isOver = true;
    this.mux.close(reason);
    for (const waiting of [...this.calls.values()]) waiting.lost(reason);
  }

  private read(chunk: Buffer): void {
    this.lastHeardAt = performance.now();
    if (this.isOver) return;
    if (this.hasStarted) {
      this.mux.take(chunk);
      return;
    }
    const rest = this.start.take(chunk);
    if (rest === null) return;
    if (rest === 'noise') {
      this.events.fault('it says something else than podwatch');
      return;
    }
    this.hasStarted = true;
    this.mux.take(rest);
  }

  private take(text: string): void {
    const parsed = parseFromHost(text);
    // Of a later version, or broken: whoever waits for an answer has a bound on it.
    if (parsed.ok) this.hear(parsed.value);
  }

  private hear(message: FromHost): void {
    if (message.kind === 'hello') this.events.hello(message);
    else if (message.kind === 'facts') this.events.facts(message);
    else if (message.kind === 'answer') this.calls.get(message.id)?.settle(message.outcome);
    else this.calls.get(message.id)?.onWord?.(message.text.slice(0, MAX_SAID));
  }

  private ponged(payload: Buffer): void {
    if (payload.length !== 8) return;
    const took = performance.now() - payload.readDoubleBE();
    if (took >= 0 && took < 3_600_000) this.onPong(took);
  }
}
