// What could not be done though nobody may have looked on: it stands on the screen until the user takes it away.
declare module '../loop/featureTypes' {
  interface FeatureTypes {
    readonly failures: {
      readonly slice: KeptFailures;
    };
  }
}

export interface Failure {
  /** Of the Pod; a later end of the same is told in its place. */
  readonly key: string;
  readonly text: string;
}

/** The oldest first. */
export interface KeptFailures {
  readonly all: readonly Failure[];
}

export const NO_FAILURES: KeptFailures = { all: [] };

/** With how an action on the Pod has ended; `text` null: well. */
export function withEnd({ all }: KeptFailures, key: string, text: string | null): KeptFailures {
  const others = all.filter((failure) => failure.key !== key);
  return { all: text === null ? others : [...others, { key, text }] };
}
