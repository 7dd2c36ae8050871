// Facts for the suites: one complete default each, so that a test names only what it is about.

import { buildPodList } from '../../src/podList/buildPodList';
import type { LivePod, LogFact, PodFacts, StoredPod } from '../../src/podList/podFacts';
import type { PodId } from '../../src/podList/podId';
import type { PodEntry } from '../../src/podList/podList';

export const HOME = '/home/u/.local/share/podwatch';
export const SESSION = '019e7789-fb40-7a10-8c11-5d2a70000001';
export const SEGMENT = '019e7789-fb41-7b22-9d33-5d2a70000002';
export const RUNTIME_SEGMENT = '019e7799-0000-7b22-9d33-5d2a70000003';

export const podId = (name: string, home = HOME): PodId => ({ place: home, name });

type Readable = Extract<LogFact, { kind: 'readable' }>;

export function readableLog(over: Partial<Readable> = {}): Readable {
  return {
    kind: 'readable',
    updatedAt: 1000,
    preview: 'user: hi',
    hasEntries: true,
    title: null,
    lastExit: null,
    ...over,
  };
}

/** An active Pod whose log can be read, unless told otherwise. */
export function storedPod(name: string, over: Partial<StoredPod> = {}): StoredPod {
  return {
    id: podId(name),
    metadata: { kind: 'ok', active: { sessionId: SESSION, segmentId: SEGMENT }, launch: null },
    log: readableLog(),
    ...over,
  };
}

export function pendingPod(name: string): StoredPod {
  return storedPod(name, {
    metadata: { kind: 'ok', active: { sessionId: SESSION, segmentId: null }, launch: null },
    log: null,
  });
}

export function inactivePod(name: string): StoredPod {
  return storedPod(name, { metadata: { kind: 'ok', active: null, launch: null }, log: null });
}

export function corruptPod(name: string, error = 'expected "," at line 3'): StoredPod {
  return storedPod(name, { metadata: { kind: 'corrupt', error }, log: null });
}

/** A Pod whose socket answers and that is idle, unless told otherwise; nothing of it is logged yet. */
export function livePod(name: string, over: Partial<LivePod> = {}): LivePod {
  return {
    id: podId(name),
    socketPath: `/run/user/1000/podwatch/${name}/sock`,
    segmentId: RUNTIME_SEGMENT,
    reach: 'reachable',
    status: 'idle',
    statusSince: null,
    statusReason: null,
    attention: null,
    title: null,
    cwd: null,
    startedAt: null,
    extensions: [],
    log: null,
    error: null,
    ...over,
  };
}

export function facts(over: Partial<PodFacts> = {}): PodFacts {
  return { stored: [], live: [], problems: [], loading: false, ...over };
}

/** The row that these facts of one Pod make. */
export function entryOf(over: Partial<PodFacts>): PodEntry {
  const { entries } = buildPodList(facts(over));
  const [entry] = entries;
  if (entry === undefined || entries.length !== 1) throw new Error(`expected one row, got ${entries.length}`);
  return entry;
}

export const names = (entries: readonly PodEntry[]): string[] => entries.map((entry) => entry.id.name);
