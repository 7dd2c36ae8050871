// The facts of a host's Pods as differences: told there, folded here.

import type { LivePod, PodFacts, SourceProblem, StoredPod } from '../podList/podFacts';
import { sameValue } from '../podList/sameValue';
import {
  type HostFactsMessage,
  type HostLive,
  type HostStored,
  MAX_HOST_ROWS,
  parseHostLive,
  parseHostStored,
} from '../protocol/hostWire';
import type { Parsed } from '../protocol/parsed';

/** A message of more rows would keep the first of them waiting. */
const ROWS_A_MESSAGE = 200;

type Side = 'stored' | 'live';
type Rows = HostFactsMessage[Side];

/** On the host: what has changed since it was told last. */
export class FactDeltas {
  private readonly told: Readonly<Record<Side, Map<string, StoredPod | LivePod>>> = {
    stored: new Map(),
    live: new Map(),
  };
  private lastProblems: readonly SourceProblem[] = [];
  private wasLoading: boolean | null = null;

  /** None: nothing has changed. The first ones tell all. */
  since({ stored, live, problems, loading }: PodFacts): readonly HostFactsMessage[] {
    const storedRows = this.changes('stored', stored);
    const liveRows = this.changes('live', live);
    const isSame = storedRows.isSame && liveRows.isSame && sameValue(problems, this.lastProblems);
    if (isSame && loading === this.wasLoading) return [];
    this.lastProblems = problems;
    this.wasLoading = loading;
    const said = { problems: problems.map((problem) => ({ ...problem })), loading };
    const count = Math.max(1, Math.ceil(Math.max(storedRows.set.length, liveRows.set.length) / ROWS_A_MESSAGE));
    return Array.from({ length: count }, (_, at) => ({
      kind: 'facts' as const,
      stored: part(storedRows, at),
      live: part(liveRows, at),
      ...said,
      isLast: at === count - 1,
    }));
  }

  private changes(side: Side, facts: readonly (StoredPod | LivePod)[]): Rows & { readonly isSame: boolean } {
    const told = this.told[side];
    const set: [string, unknown][] = [];
    const now = new Set<string>();
    for (const fact of facts.slice(0, MAX_HOST_ROWS)) {
      const key = freeKey(fact, now);
      now.add(key);
      const before = told.get(key);
      if (before === fact) continue;
      told.set(key, fact);
      if (before === undefined || !sameValue(before, fact)) set.push([key, fact]);
    }
    const gone = [...told.keys()].filter((key) => !now.has(key));
    for (const key of gone) told.delete(key);
    return { set, gone, isSame: set.length === 0 && gone.length === 0 };
  }
}

/** A registry may name a Pod twice. */
function freeKey({ id }: StoredPod | LivePod, taken: ReadonlySet<string>): string {
  const base = `${id.place}\n${id.name}`;
  let key = base;
  for (let count = 2; taken.has(key); count += 1) key = `${base}\n${count}`;
  return key;
}

function part({ set, gone }: Rows, at: number): Rows {
  return { set: set.slice(at * ROWS_A_MESSAGE, (at + 1) * ROWS_A_MESSAGE), gone: at === 0 ? gone : [] };
}

/** As the host reads them itself. */
export interface HostRows {
  readonly stored: readonly HostStored[];
  readonly live: readonly HostLive[];
  readonly problems: readonly SourceProblem[];
  readonly loading: boolean;
}

/** Of one host so much is kept, UTF-16 units of its rows as JSON; what is more is one row less. */
const MAX_KEPT = 64 * 1024 * 1024;
const TOO_MUCH = { ok: false, error: 'It is too much' } as const;
/** More of what is wrong there nobody reads. */
const MAX_PROBLEMS = 20;

/** Here: all that a host has told. What cannot be read of it is one row less, and a problem. */
export class FoldedFacts {
  private readonly sizes = new Map<string, number>();
  private kept = 0;
  private readonly stored = new Map<string, HostStored>();
  private readonly live = new Map<string, HostLive>();
  private readonly bad = new Map<string, string>();

  /** Null: the snapshot goes on. */
  take({ stored, live, problems, loading, isLast }: HostFactsMessage): HostRows | null {
    this.fold('stored', this.stored, stored, parseHostStored);
    this.fold('live', this.live, live, parseHostLive);
    if (!isLast) return null;
    return {
      stored: [...this.stored.values()],
      live: [...this.live.values()],
      problems: [...problems.slice(0, MAX_PROBLEMS), ...this.badRows()],
      loading,
    };
  }

  private fold<T>(side: Side, rows: Map<string, T>, { set, gone }: Rows, parse: (row: unknown) => Parsed<T>): void {
    for (const key of gone) {
      rows.delete(key);
      this.resize(side + key, 0);
      this.bad.delete(side + key);
    }
    for (const [key, row] of set) {
      const parsed = this.hasRoom(side + key, row, rows.has(key) || rows.size < MAX_HOST_ROWS) ? parse(row) : TOO_MUCH;
      this.bad.delete(side + key);
      if (parsed.ok) rows.set(key, parsed.value);
      else {
        rows.delete(key);
        this.resize(side + key, 0);
        if (this.bad.size < MAX_HOST_ROWS) this.bad.set(side + key, parsed.error);
      }
    }
  }

  private hasRoom(key: string, row: unknown, mayStay: boolean): boolean {
    if (!mayStay) return false;
    const size = JSON.stringify(row)?.length ?? 0;
    if (this.kept + size - (this.sizes.get(key) ?? 0) > MAX_KEPT) return false;
    this.resize(key, size);
    return true;
  }

  private resize(key: string, size: number): void {
    this.kept += size - (this.sizes.get(key) ?? 0);
    if (size === 0) this.sizes.delete(key);
    else this.sizes.set(key, size);
  }

  private badRows(): readonly SourceProblem[] {
    const [first] = this.bad.values();
    if (first === undefined) return [];
    const count = this.bad.size === 1 ? 'One row' : `${this.bad.size} rows`;
    return [{ source: 'host', place: '', message: `${count} of it cannot be read: ${first}` }];
  }
}
