// What the overview keeps while it is open: what Pods have used, and what has happened.
import type { PodEvent } from '../../podList/podEvents';
import type { PodList } from '../../podList/podList';

declare module '../loop/featureTypes' {
  interface FeatureTypes {
    readonly overview: {
      readonly mode: 'overview';
      readonly pane: OverviewPane;
      /** How often it was opened: a look that an earlier opening has asked for is not heard. */
      readonly slice: { readonly openings: number };
    };
  }
}

/** By what its table is sorted. */
export type OverviewSort = 'cpu' | 'memory' | 'output' | 'context' | 'name';

/** In the order in which a key goes through them. */
export const OVERVIEW_SORTS: readonly OverviewSort[] = ['cpu', 'memory', 'output', 'context', 'name'];

/** What one Pod uses, the newest value of each series last; as long as the overview has samples. */
export interface PodSeries {
  /** Percent of a core. */
  readonly cpu: readonly number[];
  /** Bytes a second. */
  readonly output: readonly number[];
  /** Bytes in memory; null: not known. */
  readonly memory: number | null;
  /** The Pod's own count when it was looked at; null: it does not count. */
  readonly outputBytes: number | null;
}

export interface OverviewPane {
  readonly kind: 'overview';
  readonly back: 'grid' | 'picker';
  /** One opening of it: a look that was asked for by an earlier one is none of its own. */
  readonly id: number;
  readonly sort: OverviewSort;
  readonly series: ReadonlyMap<string, PodSeries>;
  /** Unix ms of each look, the newest last. */
  readonly times: readonly number[];
  /** Bytes of the machine; 0 = not known yet. */
  readonly totalMemory: number;
  /** The newest last. */
  readonly log: readonly PodEvent[];
  /** What the log goes up to. */
  readonly seen: PodList;
}
