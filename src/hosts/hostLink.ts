// What a place needs of the way to one host, whatever carries it: how it stands, its rows, and a session while it is reached.
import type { BehaviorSubject } from 'rxjs';
import { type ActionFailure, failure } from '../actions/actionFailure';
import type { HostFact } from '../podList/podFacts';
import type { HostHello } from '../protocol/hostWire';
import type { HostRows } from './factDeltas';
import type { HostFault } from './hostFault';
import type { LinkSession } from './linkSession';

/** What is known of its Pods. */
export interface KnownRows {
  readonly rows: HostRows;
  /** How much its clock goes ahead of ours, ms. */
  readonly aheadMs: number;
  /** The connection that stands now has told them; false: they are of an earlier one, or from disk. */
  readonly isFresh: boolean;
}

export type HostSession = Pick<LinkSession, 'call' | 'dial' | 'roundTrip'>;

export interface HostLink {
  readonly name: string;
  readonly fact$: BehaviorSubject<HostFact>;
  readonly rows$: BehaviorSubject<KnownRows>;
  /** Its rows from now on; what was kept of it comes first. */
  watch(): void;
  /** Connected, or why not; a host that is not reached is not waited for. */
  session(): Promise<HostSession | ActionFailure>;
  /** The same, but one that is not reached is waited for, so long, ms. */
  sessionWithin(ms: number): Promise<HostSession | ActionFailure>;
  /** Tries again at once, where it is not reached. */
  wake(): void;
  /** Nothing of it is left running. */
  close(): Promise<void>;
}

/** One connection to a host that has said hello. */
export interface HostConnection {
  readonly session: LinkSession;
  readonly hello: HostHello;
  /** By `performance.now()`. */
  readonly greetedAt: number;
  /** Why it has ended, a clause; nothing of it is left by then. */
  readonly ended: Promise<string>;
  close(reason: string): void;
}

export type DialledHost =
  | { readonly ok: true; readonly opened: HostConnection }
  | {
      readonly ok: false;
      readonly fault: HostFault;
      /** Nobody has answered within the bound. */
      readonly isSilent: boolean;
    };

/** Since when and why a host is not reached: a sentence without its full stop. */
export function unreachedWords({ name, since, problem, state }: HostFact): string {
  if (state === 'connecting') return `${name} is not reached yet`;
  if (state === 'stalled') return `${name} is silent since ${clockOf(since)}`;
  const why = problem === null ? '' : ` (${problem})`;
  return `${name} is not reached since ${clockOf(since)}${why}`;
}

/** Why nothing can be done there now. */
export function unreachedFailure(fact: HostFact): ActionFailure {
  const advice = fact.advice === null ? '' : ` ${fact.advice}`;
  return failure('not-eligible', `${unreachedWords(fact)}.${advice}`);
}

/** Local time of the day. */
export function clockOf(at: number): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
}
