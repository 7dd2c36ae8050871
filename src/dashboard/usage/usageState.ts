// What the processes of the Pods on the screen use, and whether tiles say it.
import type { PodUsage } from '../../podList/columns';

declare module '../loop/featureTypes' {
  interface FeatureTypes {
    readonly usage: {
      readonly slice: UsageState;
    };
  }
}

export interface UsageState {
  readonly inTiles: boolean;
  /** By Pod key, of the last look; empty while nobody looks. */
  readonly pods: ReadonlyMap<string, PodUsage>;
}

export const NO_USAGE: UsageState = { inTiles: false, pods: new Map() };
