// By what rows and tiles are put together, which groups are folded, and what is known of the directories for it.
import type { Grouping } from '../../podList/groupPods';
import type { Repository } from '../../podList/jsonEntry';

declare module '../loop/featureTypes' {
  interface FeatureTypes {
    readonly groups: {
      readonly slice: GroupsState;
    };
  }
}

export interface GroupsState {
  readonly by: Grouping;
  /** Keys of groups, also of those that are not there at the moment. */
  readonly folded: ReadonlySet<string>;
  /** By directory, as they were when they were last shown; null: none. Missing = not read yet. */
  readonly repositories: ReadonlyMap<string, Repository | null>;
}

export const NO_GROUPS: GroupsState = { by: 'none', folded: new Set(), repositories: new Map() };
