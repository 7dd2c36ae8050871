// Keeps the summary of this host in its bucket as its Pods are, at a pace.
import { buildPodList, EMPTY_POD_LIST } from '../../podList/buildPodList';
import type { PodFacts } from '../../podList/podFacts';
import { summarizePods } from '../../podList/summarizePods';
import { encodeSummary } from './fleetSummary';
import type { RecordStore } from './recordPublisher';
import { hostKey } from './subjects';

/** Between two writes, ms; where all that is new is when something happened, it can wait. */
const APART_MS = 1000;
const TIME_APART_MS = 30_000;
/** A write that has failed is tried again after, ms. */
const AGAIN_MS = 2000;

export class SummaryPublisher {
  private list = EMPTY_POD_LIST;
  private store: Pick<RecordStore, 'put'> | null = null;
  private wanted: string | null = null;
  private told: string | null = null;
  private lastPut = Number.NEGATIVE_INFINITY;
  private isBusy = false;
  private timer: NodeJS.Timeout | null = null;
  private readonly key: string;

  constructor(group: string | null, host: string) {
    this.key = hostKey(group, host);
  }

  /** All Pods as they are now; before the first look is over nothing is known of them. */
  set(facts: PodFacts): void {
    if (facts.loading) return;
    const list = buildPodList(facts, this.list);
    if (list === this.list && this.wanted !== null) return;
    this.list = list;
    this.wanted = encodeSummary(summarizePods(list.entries));
    this.plan();
  }

  /** The way to the bucket is there; what it holds may be of an earlier run. */
  attach(store: Pick<RecordStore, 'put'>): void {
    this.store = store;
    this.told = null;
    this.plan();
  }

  detach(): void {
    this.store = null;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private plan(): void {
    const { store, wanted, told } = this;
    if (store === null || wanted === null || wanted === told || this.isBusy) return;
    const apart = told !== null && timeless(told) === timeless(wanted) ? TIME_APART_MS : APART_MS;
    const wait = this.lastPut + apart - performance.now();
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = wait > 0 ? setTimeout(() => void this.write(store), wait) : null;
    if (wait <= 0) void this.write(store);
  }

  private async write(store: Pick<RecordStore, 'put'>): Promise<void> {
    const { wanted } = this;
    this.timer = null;
    if (wanted === null || this.store !== store) return;
    this.isBusy = true;
    this.lastPut = performance.now();
    try {
      await store.put(this.key, wanted);
      if (this.store === store) this.told = wanted;
    } catch {
      // The records, which go the same way, say what is wrong with it.
      this.lastPut += AGAIN_MS;
    }
    this.isBusy = false;
    this.plan();
  }
}

function timeless(summary: string): string {
  return summary.replace(/"updatedAt":[^,}]*/, '');
}
