// A short talk with a Pod: greeted already, something is asked, the answer is waited for, and it is over.
import type { Duplex } from 'node:stream';
import type { WireEvent } from '../protocol/wireEvent';
import type { WireMethod } from '../protocol/wireMethod';
import { dialFault } from './connectPod';
import { type Dial, DialError, DialPatience, discard, isDialRefused } from './dial';
import { PodConnection, type PodHello, type TakenOver } from './podConnection';

/** A Pod accepts at once, and greets soon; on a loaded machine both may take their time, ms. */
const CONNECT_TIMEOUT_MS = 3000;
const GREETING_TIMEOUT_MS = 5000;

/** How long an answer is waited for, ms: without any word of the Pod, and in all, whatever else it says meanwhile. */
export interface Patience {
  readonly quietMs: number;
  readonly totalMs: number;
}

/** Formats §6, direct send. */
const PATIENCE: Patience = { quietMs: 3000, totalMs: 10_000 };
/** Events that wait for the next question, before the Pod is made to wait. */
const MAX_WAITING = 64;
/** Where the connection is not ours alone and nobody can be made to wait: then the talk is over. */
const MAX_WAITING_SHARED = 10_000;

/** No answer will come. `closed`: the Pod hung up, or said what no Pod says; `reason` in words. */
export type Lost = { readonly kind: 'timeout' } | { readonly kind: 'closed'; readonly reason: string };

export interface Talk {
  /** What the Pod has said of itself last. */
  readonly hello: PodHello;
  send(method: WireMethod): void;
  /**
   * What `pick` makes of the first event that it makes something of; `lost` where none comes within the patience (null:
   * before the connection ends). Only one wait at a time.
   */
  answer<T>(pick: (event: WireEvent) => T | null, lost: (lost: Lost) => T, patience?: Patience | null): Promise<T>;
  /** Ends the talk; the connection too, where it was opened for it. */
  close(): void;
}

/** A talk whose connection can become something else. */
export interface OwnTalk extends Talk {
  takeOver(): TakenOver;
}

/** `hungUp`: somebody accepted the connection, and ended it before a greeting. `isRefused`: see `DialRefused`. */
export type Greeted =
  | { readonly ok: true; readonly value: OwnTalk }
  | { readonly ok: false; readonly error: string; readonly hungUp: boolean; readonly isRefused?: boolean };

/**
 * Dials and waits for the snapshot, within bounds. An error is a clause on why there is no talk. `early`: said at once, to a
 * Pod that is known to understand it; else nothing is said before the snapshot.
 */
export async function openTalk(dial: Dial, early?: WireMethod): Promise<Greeted> {
  let connection: PodConnection;
  try {
    connection = new PodConnection(await dialledWithin(dial, CONNECT_TIMEOUT_MS));
  } catch (error) {
    return { ok: false, error: dialFault(error), hungUp: false, isRefused: isDialRefused(error) };
  }
  const talk = new ConnectionTalk(connection, true);
  if (early !== undefined) talk.send(early);
  const greeted = await talk.answer<Greeted>(
    (event) => {
      if (event.event === 'snapshot') return { ok: true, value: talk };
      // It refuses us, and says why.
      return event.event === 'error' ? { ok: false, error: event.data.message, hungUp: false } : null;
    },
    (lost) => {
      const how = lost.kind === 'closed' ? `: ${lost.reason}` : ' in time';
      return { ok: false, error: `it did not greet us${how}`, hungUp: lost.kind === 'closed' };
    },
    { quietMs: GREETING_TIMEOUT_MS, totalMs: GREETING_TIMEOUT_MS },
  );
  if (!greeted.ok) talk.close();
  return greeted;
}

/** Also where the dial does not listen to its signal: what it gives too late is destroyed. */
function dialledWithin(dial: Dial, ms: number): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const dialling = new DialPatience();
    const timer = setTimeout(() => {
      dialling.abort();
      reject(new DialError(`no answer for ${ms / 1000} s`));
    }, ms);
    dial(dialling).then(
      (duplex) => {
        clearTimeout(timer);
        if (dialling.aborted) discard(duplex);
        else resolve(duplex);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}

/** A talk over a connection that others listen on too; null where it has ended or the Pod has not greeted us yet. */
export function talkOver(connection: PodConnection): Talk | null {
  return connection.isOpen && connection.hello !== null ? new ConnectionTalk(connection, false) : null;
}

/** A talk over a connection that is ours alone, and greeted. */
export function ownTalkOver(connection: PodConnection): OwnTalk {
  return new ConnectionTalk(connection, true);
}

const SILENT: PodHello = { extensions: [], status: null, attention: null };

interface Waiting {
  readonly take: (event: WireEvent) => void;
  readonly give: (lost: Lost) => void;
}

class ConnectionTalk implements OwnTalk {
  private readonly events: WireEvent[] = [];
  private readonly stopListening: () => void;
  private ended: string | null = null;
  private waiting: Waiting | null = null;

  constructor(
    private readonly connection: PodConnection,
    /** The connection is for this talk alone: it ends with it. */
    private readonly isOwn: boolean,
  ) {
    this.stopListening = connection.listen({
      entries: 'none',
      event: (event) => this.hear(event),
      closed: (reason) => this.end(reason),
    });
  }

  get hello(): PodHello {
    return this.connection.hello ?? SILENT;
  }

  send(method: WireMethod): void {
    this.connection.send(method);
  }

  answer<T>(
    pick: (event: WireEvent) => T | null,
    lost: (lost: Lost) => T,
    patience: Patience | null = PATIENCE,
  ): Promise<T> {
    for (let event = this.events.shift(); event !== undefined; event = this.events.shift()) {
      const found = pick(event);
      if (found !== null) return Promise.resolve(found);
    }
    if (this.ended !== null) return Promise.resolve(lost({ kind: 'closed', reason: this.ended }));
    return new Promise((resolve) => {
      const deadline = performance.now() + (patience?.totalMs ?? 0);
      let timer: NodeJS.Timeout | null = null;
      const settle = (result: T): void => {
        if (timer !== null) clearTimeout(timer);
        this.waiting = null;
        resolve(result);
      };
      const give = (why: Lost): void => settle(lost(why));
      const wait = (): void => {
        if (timer !== null) clearTimeout(timer);
        if (patience === null) return;
        const left = Math.max(0, Math.min(patience.quietMs, deadline - performance.now()));
        timer = setTimeout(() => give({ kind: 'timeout' }), left);
      };
      const take = (event: WireEvent): void => {
        const found = pick(event);
        if (found === null) wait();
        else settle(found);
      };
      this.waiting = { take, give };
      wait();
      if (this.isOwn) this.connection.hold(false);
    });
  }

  takeOver(): TakenOver {
    this.stopListening();
    return this.connection.takeOver();
  }

  close(): void {
    this.stopListening();
    if (this.isOwn) this.connection.closeSoon();
    this.end('it is over');
  }

  private hear(event: WireEvent): void {
    if (this.waiting !== null) {
      this.waiting.take(event);
      return;
    }
    this.events.push(event);
    if (this.isOwn && this.events.length >= MAX_WAITING) this.connection.hold(true);
    else if (this.events.length >= MAX_WAITING_SHARED) this.end('it says more than can be heard');
  }

  private end(reason: string): void {
    this.ended ??= reason;
    this.waiting?.give({ kind: 'closed', reason: this.ended });
  }
}
