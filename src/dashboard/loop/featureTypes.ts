// What the features add to the dashboard's types: each declares its own part here, from its own folder.

/** The parts that a feature may declare; what it leaves out it has none of. */
interface FeatureType {
  /** Where keys mean something of its own: a union of names. */
  readonly mode?: string;
  /** Its value of `DashboardState.pane`. */
  readonly pane?: { readonly kind: string };
  /** Its value of `DashboardState.overlay`. */
  readonly overlay?: { readonly kind: string };
  /** What it keeps in the state under its own name, whatever is shown. */
  readonly slice?: object;
}

/**
 * Filled by declaration merging (`declare module '../loop/featureTypes'` in `<feature>State.ts`), so that a new feature
 * touches no list of types; the registry in `loop/features.ts` then does not compile until it has the feature.
 */
// biome-ignore lint/suspicious/noEmptyInterface: it is filled from the features' folders
export interface FeatureTypes {}

/**
 * What keys can ask of each feature, besides the intents that all know: filled in the same way, in `<feature>Keys.ts`,
 * beside the rows that mean it.
 */
// biome-ignore lint/suspicious/noEmptyInterface: it is filled from the features' folders
export interface FeatureIntents {}

export type FeatureName = keyof FeatureTypes;

/** The part `P` of the feature `N`; never where it has none. */
export type PartOf<N extends FeatureName, P extends keyof FeatureType> = FeatureTypes[N] extends {
  readonly [K in P]: infer T;
}
  ? T
  : never;

/** The part `P` of all features. */
export type Part<P extends keyof FeatureType> = { readonly [N in FeatureName]: PartOf<N, P> }[FeatureName];

/** Where a key means something. */
export type Mode = Part<'mode'>;

/** What the features keep, each under its own name. */
export type Slices = {
  readonly [N in FeatureName as PartOf<N, 'slice'> extends never ? never : N]: PartOf<N, 'slice'>;
};

/** The modes of the feature `N`. */
export type ModeOf<N extends FeatureName> = PartOf<N, 'mode'> & Mode;
