// Whose status is being explained, and how far that is scrolled.
declare module '../loop/featureTypes' {
  interface FeatureTypes {
    readonly why: {
      readonly mode: 'why';
      readonly overlay: WhyOverlay;
    };
  }
}

export interface WhyOverlay {
  readonly kind: 'why';
  readonly key: string;
  /** Also of a Pod that is gone by now; not yet safe to show. */
  readonly name: string;
  /** The first line shown. */
  readonly top: number;
}
