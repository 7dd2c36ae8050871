// The facts of all Pods by identity, each with its row: what has not changed since is not merged again.
import type { ChangedFacts } from './changedFacts';
import { compareBytes } from './compareEntries';
import { FactChoice } from './factChoice';
import { mergePod } from './mergePod';
import type { LivePod, PodFacts, StoredPod } from './podFacts';
import { type PodId, podKey } from './podId';
import type { PodEntry } from './podList';
import { sameValue } from './sameValue';
import type { EntryChanges } from './withChanges';

interface MergedPod {
  stored: StoredPod | null;
  live: LivePod | null;
  /** Null: none has been made yet. */
  entry: PodEntry | null;
}

/** By place and segment, which live Pod writes its log: two records may name one. */
type Writers = ReadonlyMap<string, string>;

/** Changes with what it takes over: it belongs to one list at a time. */
export class MergedPods {
  private readonly pods = new Map<string, MergedPod>();
  /** Those of `pods` with a live side. */
  private readonly live = new Map<string, MergedPod>();
  private writers: Writers;
  private readonly storedChoice = new FactChoice<StoredPod>(storedRank);
  private readonly liveChoice = new FactChoice<LivePod>(liveRank);

  constructor(facts: PodFacts) {
    for (const stored of facts.stored) this.addStored(podKey(stored.id), stored);
    for (const live of facts.live) this.addLive(podKey(live.id), live);
    this.writers = this.writersNow();
  }

  /** To be asked first: how the rows differ from `entries`. Those that say the same keep their object. */
  since(entries: readonly PodEntry[]): EntryChanges {
    const before = new Map(entries.map((entry) => [entry.key, entry]));
    const old = [...before.keys()].filter((key) => !this.pods.has(key));
    return this.rows([...this.pods.keys(), ...old], (key) => before.get(key) ?? null);
  }

  /** How the rows differ after this. */
  take({ stored, live }: ChangedFacts): EntryChanges {
    const touched = new Set<string>();
    const keyOf = ({ id }: { readonly id: PodId }): string => {
      const key = podKey(id);
      touched.add(key);
      return key;
    };
    for (const fact of stored.gone) this.dropStored(keyOf(fact), fact);
    for (const fact of live.gone) this.dropLive(keyOf(fact), fact);
    for (const fact of stored.come) this.addStored(keyOf(fact), fact);
    for (const fact of live.come) this.addLive(keyOf(fact), fact);
    for (const key of this.rewritten()) touched.add(key);
    return this.rows(touched, (key) => this.pods.get(key)?.entry ?? null);
  }

  private rows(keys: Iterable<string>, oldOf: (key: string) => PodEntry | null): EntryChanges {
    const gone = new Set<PodEntry>();
    const come: PodEntry[] = [];
    for (const key of keys) {
      const old = oldOf(key);
      const entry = this.rowOf(key, old);
      if (entry === old) continue;
      if (old !== null) gone.add(old);
      if (entry !== null) come.push(entry);
    }
    return { gone, come };
  }

  /** Null: nothing speaks of this Pod any more. */
  private rowOf(key: string, old: PodEntry | null): PodEntry | null {
    const pod = this.pods.get(key);
    const built = pod === undefined ? null : this.merged(key, pod);
    if (pod === undefined || built === null) {
      this.pods.delete(key);
      return null;
    }
    pod.entry = old !== null && sameValue(old, built) ? old : built;
    return pod.entry;
  }

  private merged(key: string, { live, stored }: MergedPod): PodEntry | null {
    const writer = stored === null || live?.reach === 'reachable' ? undefined : this.writerOf(stored);
    const written = writer === undefined ? {} : { writer };
    if (live !== null) return mergePod({ live, stored, ...written }, key);
    return stored === null ? null : mergePod({ live, stored, ...written }, key);
  }

  private addStored(key: string, fact: StoredPod): void {
    const pod = this.podOf(key);
    pod.stored = this.storedChoice.with(key, pod.stored, fact);
  }

  private dropStored(key: string, fact: StoredPod): void {
    const pod = this.podOf(key);
    pod.stored = this.storedChoice.without(key, pod.stored, fact);
  }

  private addLive(key: string, fact: LivePod): void {
    const pod = this.podOf(key);
    pod.live = this.liveChoice.with(key, pod.live, fact);
    this.live.set(key, pod);
  }

  private dropLive(key: string, fact: LivePod): void {
    const pod = this.podOf(key);
    pod.live = this.liveChoice.without(key, pod.live, fact);
    if (pod.live === null) this.live.delete(key);
  }

  private podOf(key: string): MergedPod {
    const known = this.pods.get(key);
    if (known !== undefined) return known;
    const pod = { stored: null, live: null, entry: null };
    this.pods.set(key, pod);
    return pod;
  }

  private writersNow(): Writers {
    const writers = new Map<string, string>();
    for (const { live, stored } of this.live.values()) {
      if (live?.reach !== 'reachable') continue;
      const segmentId = live.segmentId ?? activeSegment(stored);
      if (segmentId === null) continue;
      const key = writerKey(live.id, segmentId);
      const other = writers.get(key);
      if (other === undefined || compareBytes(live.id.name, other) < 0) writers.set(key, live.id.name);
    }
    return writers;
  }

  private writerOf(stored: StoredPod): string | undefined {
    const segmentId = this.writers.size === 0 ? null : activeSegment(stored);
    return segmentId === null ? undefined : this.writers.get(writerKey(stored.id, segmentId));
  }

  /** The Pods whose logs have other writers than before. */
  private rewritten(): readonly string[] {
    const [before, after] = [this.writers, this.writersNow()];
    this.writers = after;
    const others = [...before.keys(), ...after.keys()].filter((key) => before.get(key) !== after.get(key));
    if (others.length === 0) return [];
    const written = new Set(others);
    return [...this.pods].flatMap(([key, { stored }]) => {
      const segmentId = activeSegment(stored);
      return stored !== null && segmentId !== null && written.has(writerKey(stored.id, segmentId)) ? [key] : [];
    });
  }
}

/** A registry may hold a stale allocation beside the one that answers. */
function liveRank(live: LivePod): number {
  return { reachable: 0, probing: 1, unreachable: 2 }[live.reach];
}

function storedRank({ metadata }: StoredPod): number {
  return metadata.kind === 'ok' ? 0 : 1;
}

function activeSegment(stored: StoredPod | null): string | null {
  return stored?.metadata.kind === 'ok' ? (stored.metadata.active?.segmentId ?? null) : null;
}

function writerKey({ place }: PodId, segmentId: string): string {
  return `${place}\0${segmentId}`;
}
