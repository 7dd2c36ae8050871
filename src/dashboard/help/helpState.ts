// The help, as far as it is scrolled.
declare module '../loop/featureTypes' {
  interface FeatureTypes {
    readonly help: {
      readonly mode: 'help';
      readonly overlay: HelpOverlay;
    };
  }
}

export interface HelpOverlay {
  readonly kind: 'help';
  /** The first line shown. */
  readonly top: number;
}
