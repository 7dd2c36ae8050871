// What the user is asked before it is done: stopping a Pod, or removing it for good.
import type { PodEntry } from '../../podList/types';

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
  readonly action: 'stop' | 'remove';
  readonly entry: PodEntry;
}
