// What the user is asked before it is done: stopping Pods, restoring several, or removing them for good.
import type { PodEntry } from '../../podList/podList';

declare module '../loop/featureTypes' {
  interface FeatureTypes {
    readonly confirm: {
      readonly mode: 'confirm';
      readonly overlay: ConfirmOverlay;
    };
  }
}

export interface ConfirmOverlay {
  readonly kind: 'confirm';
  readonly action: 'stop' | 'restore' | 'remove';
  /** As they were when they were asked about: whoever has one of these names later was not meant. At least one. */
  readonly entries: readonly PodEntry[];
  /** How many are marked, those that it cannot be done with too; null: the selected one alone is meant. */
  readonly marked: number | null;
}
