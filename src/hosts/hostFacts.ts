// The rows of a host as facts of ours: under its name, by our clock, and with what holds while it is not reached.

import type { LivePod, LogFact, PodRefusals, SourceProblem, StoredPod, Unreached } from '../podList/podFacts';
import { placeOnHost } from '../podList/podPlace';
import type { HostLive, HostStored } from '../protocol/hostWire';
import type { HostRows } from './factDeltas';

export interface HostFacts {
  readonly stored: readonly StoredPod[];
  readonly live: readonly LivePod[];
  readonly problems: readonly SourceProblem[];
  readonly loading: boolean;
}

/** Clocks that differ by less are taken for one, ms. */
const SAME_CLOCK_MS = 2000;

/** Makes the same object of the same row, so that an unchanged row stays what it is. `aheadMs`: how much its clock goes ahead of ours. */
export function hostFacts(host: string, aheadMs: number): (rows: HostRows) => HostFacts {
  const shift = Math.abs(aheadMs) < SAME_CLOCK_MS ? 0 : aheadMs;
  const stored = once((row: HostStored) => storedHere(row, host, shift));
  const live = once((row: HostLive) => liveHere(row, host, shift));
  return (rows) => ({
    stored: rows.stored.map(stored),
    live: rows.live.map(live),
    problems: rows.problems.map(({ source, place, message }) => ({
      source,
      place: placeOnHost(host, place.startsWith('/') ? place : '/'),
      message: `${host}: ${message}`,
    })),
    loading: rows.loading,
  });
}

function storedHere(row: HostStored, host: string, shift: number): StoredPod {
  const { id, log } = row;
  return { ...row, id: idHere(id, host), log: log === null ? null : logHere(log, shift) };
}

/** Its socket has a name here that no connection can be made to by mistake. */
function liveHere(row: HostLive, host: string, shift: number): LivePod {
  const { id, socketPath, log, attention, statusSince, startedAt, lastOutput } = row;
  return {
    ...row,
    id: idHere(id, host),
    socketPath: socketPath === '' ? '' : socketOnHost(host, socketPath),
    log: log === null ? null : { ...log, fact: logHere(log.fact, shift) },
    attention: attention === null ? null : { ...attention, since: timeHere(attention.since, shift) },
    statusSince: statusSince === null ? null : timeHere(statusSince, shift),
    startedAt: startedAt === null ? null : timeHere(startedAt, shift),
    ...(lastOutput !== undefined && { lastOutput: { ...lastOutput, at: timeHere(lastOutput.at, shift) } }),
  };
}

/** Where a Pod of a host answers, for a reader: no path of this machine. */
export function socketOnHost(host: string, socketPath: string): string {
  return `${host}:${socketPath}`;
}

function idHere({ place, name }: HostStored['id'], host: string): StoredPod['id'] {
  return { place: placeOnHost(host, place), name };
}

function logHere(log: LogFact, shift: number): LogFact {
  return log.kind === 'readable' && shift !== 0 ? { ...log, updatedAt: timeHere(log.updatedAt, shift) } : log;
}

/** 0 is no time. */
function timeHere(time: number, shift: number): number {
  return time > 0 ? Math.max(1, time - shift) : time;
}

/** What is known of a host that is not reached: it stays, and nothing can be done with it. */
export function unreachedFacts(facts: HostFacts, unreached: Unreached): HostFacts {
  return {
    ...facts,
    stored: facts.stored.map((row) => ({ ...row, unreached })),
    live: facts.live.map((row) => ({ ...row, unreached })),
  };
}

/** Of a host that says nothing at the moment: an attach that is open may go on, all else would only wait. */
export function stalledFacts(facts: HostFacts, words: string): HostFacts {
  const refusals: PodRefusals = {
    restore: words,
    send: words,
    stop: words,
    remove: words,
    archive: words,
    rename: words,
  };
  return {
    ...facts,
    stored: facts.stored.map((row) => ({ ...row, refusals: { ...row.refusals, ...refusals } })),
    live: facts.live.map((row) => ({ ...row, refusals: { ...row.refusals, ...refusals } })),
  };
}

function once<T extends object, U extends object>(make: (row: T) => U): (row: T) => U {
  const known = new WeakMap<T, U>();
  return (row) => {
    const made = known.get(row) ?? make(row);
    known.set(row, made);
    return made;
  };
}
