// Keeps the records of this host's Pods in the bucket as its Pods are: the latest of each, at a pace, and nothing else.
import type { LivePod, PodFacts, StoredPod } from '../../podList/podFacts';
import type { HostPod } from '../../protocol/hostWire';
import { encodeRecord } from './fleetWire';
import { podToken, recordKey } from './subjects';

/** Between two writes of one Pod, ms; where all that is new is its output, it can wait. */
const APART_MS = 100;
const OUTPUT_APART_MS = 1000;
/** A write that has failed is tried again after, ms. */
const AGAIN_MS = 300;
/** Writes on the way at a time. */
const MOST_AT_ONCE = 64;

/** Where records go; rejects where it is not certain that they have arrived. */
export interface RecordStore {
  put(key: string, value: string): Promise<number>;
  delete(key: string): Promise<number>;
}

interface Wanted {
  readonly stored: StoredPod | null;
  readonly live: readonly LivePod[];
  readonly text: string;
}

export class RecordPublisher {
  /** The bucket's number of the last change that has arrived. */
  rev = 0;
  pods = 0;
  onFault: (error: unknown) => void = () => {};
  private store: RecordStore | null = null;
  private wanted = new Map<string, Wanted>();
  private isKnown = false;
  /** What the bucket holds under our prefix, as far as we know. */
  private told = new Map<string, string>();
  private readonly dirty = new Map<string, number>();
  private readonly inFlight = new Set<string>();
  private readonly lastPut = new Map<string, number>();
  private timer: NodeJS.Timeout | null = null;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly group: string | null,
    private readonly host: string,
  ) {}

  /** All Pods as they are now. */
  set(facts: PodFacts): void {
    const before = this.wanted;
    this.wanted = wantedOf(facts, before, ({ place, name }) => recordKey(this.group, this.host, podToken(place, name)));
    this.pods = this.wanted.size;
    // Before the first look is over nothing is gone.
    const now = performance.now();
    if (!this.isKnown && !facts.loading) {
      this.isKnown = true;
      for (const key of this.told.keys()) if (!this.wanted.has(key)) this.soil(key, now);
    }
    for (const [key, wanted] of this.wanted) {
      const old = before.get(key);
      if (old?.text === wanted.text) continue;
      const isOutputOnly = old !== undefined && withoutOutput(old) === withoutOutput(wanted);
      this.soil(key, Math.max(now, (this.lastPut.get(key) ?? 0) + (isOutputOnly ? OUTPUT_APART_MS : APART_MS)));
    }
    for (const key of before.keys()) if (!this.wanted.has(key)) this.soil(key, now);
    this.pump();
  }

  /** The way to the bucket is there. `told`: what it holds under our prefix. */
  attach(store: RecordStore, told: ReadonlyMap<string, string>): void {
    this.store = store;
    this.told = new Map(told);
    this.dirty.clear();
    this.inFlight.clear();
    for (const key of new Set([...this.wanted.keys(), ...told.keys()])) this.soil(key, 0);
    this.pump();
  }

  detach(): void {
    this.store = null;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  /** The records of these Pods are in the bucket as the Pods are, or the time is over, ms. */
  async written(pods: readonly HostPod[], ms: number): Promise<void> {
    const keys = pods.map(({ home, name }) => recordKey(this.group, this.host, podToken(home, name)));
    const isClean = () => keys.every((key) => !this.dirty.has(key) && !this.inFlight.has(key));
    const end = performance.now() + ms;
    for (const key of keys) if (this.dirty.has(key)) this.dirty.set(key, 0);
    this.pump();
    while (!isClean() && performance.now() < end) {
      await new Promise<void>((resolve) => {
        const late = setTimeout(resolve, Math.max(0, end - performance.now()));
        this.waiting.push(() => {
          clearTimeout(late);
          resolve();
        });
      });
    }
  }

  private soil(key: string, at: number): void {
    this.dirty.set(key, Math.min(at, this.dirty.get(key) ?? at));
  }

  private pump(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (this.store === null) return;
    const now = performance.now();
    let next = Number.POSITIVE_INFINITY;
    for (const [key, at] of this.dirty) {
      if (this.inFlight.has(key)) continue;
      if (this.inFlight.size >= MOST_AT_ONCE) return;
      if (at > now) next = Math.min(next, at);
      else void this.write(this.store, key);
    }
    if (next < Number.POSITIVE_INFINITY) this.timer = setTimeout(() => this.pump(), Math.max(1, next - now));
  }

  private async write(store: RecordStore, key: string): Promise<void> {
    this.dirty.delete(key);
    const text = this.wanted.get(key)?.text ?? null;
    if (text === (this.told.get(key) ?? null) || (text === null && !this.isKnown)) return;
    this.inFlight.add(key);
    this.lastPut.set(key, performance.now());
    try {
      const seq = await (text === null ? store.delete(key) : store.put(key, text));
      if (this.store !== store) return;
      this.rev = Math.max(this.rev, seq);
      if (text === null) this.forget(key);
      else this.told.set(key, text);
    } catch (error) {
      if (this.store !== store) return;
      // It may have arrived all the same: nothing is known of it.
      this.told.set(key, '');
      this.soil(key, performance.now() + AGAIN_MS);
      this.onFault(error);
    }
    this.inFlight.delete(key);
    for (const go of this.waiting.splice(0)) go();
    this.pump();
  }

  private forget(key: string): void {
    this.told.delete(key);
    if (!this.wanted.has(key)) this.lastPut.delete(key);
  }
}

/** Rows that are the same objects as before are not written out anew. */
function wantedOf(
  { stored, live }: PodFacts,
  before: ReadonlyMap<string, Wanted>,
  keyOf: (id: StoredPod['id']) => string,
): Map<string, Wanted> {
  const rows = new Map<string, { stored: StoredPod | null; live: LivePod[] }>();
  const rowOf = (id: StoredPod['id']) => {
    const key = keyOf(id);
    const row = rows.get(key) ?? { stored: null, live: [] };
    rows.set(key, row);
    return row;
  };
  for (const pod of stored) rowOf(pod.id).stored ??= pod;
  for (const pod of live) rowOf(pod.id).live.push(pod);
  return new Map(
    [...rows].map(([key, row]) => {
      const old = before.get(key);
      const isSame =
        old !== undefined &&
        old.stored === row.stored &&
        old.live.length === row.live.length &&
        old.live.every((pod, at) => pod === row.live[at]);
      return [key, isSame ? old : { ...row, text: encodeRecord(row.stored, row.live) }];
    }),
  );
}

/** What every line of output changes. */
const OF_OUTPUT = new Set(['lastOutput', 'updatedAt', 'preview']);

function withoutOutput({ stored, live }: Wanted): string {
  return JSON.stringify({ stored, live }, (key, value) => (OF_OUTPUT.has(key) ? undefined : value));
}
