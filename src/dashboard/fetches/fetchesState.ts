// The agents that npx fetches before they can start.
declare module '../loop/featureTypes' {
  interface FeatureTypes {
    readonly fetches: {
      readonly slice: Fetches;
    };
  }
}

export interface AgentFetching {
  readonly id: number;
  /** The package with its version; untrusted. */
  readonly wanted: string;
  /** That it has lasted. */
  readonly seconds: number;
}

/** The oldest first. */
export interface Fetches {
  readonly all: readonly AgentFetching[];
}

export const NO_FETCHES: Fetches = { all: [] };
