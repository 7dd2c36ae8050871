// Which Pods the panes show and in which order: search, state, directory, sorting; picker and grid share it.
import { NO_FILTER, type PodFilter, type RowKind, type StateFilter } from '../../podList/filterPods';
import type { SortOrder } from '../../podList/sortPods';
import { EMPTY_FIELD, fieldText, type TextField } from '../kit/textField';

declare module '../loop/featureTypes' {
  interface FeatureTypes {
    readonly scope: {
      readonly mode: 'search';
      readonly slice: Scope;
    };
  }
}

export interface Scope {
  readonly search: TextField;
  /** The search field has the keys. */
  readonly searching: boolean;
  readonly rows: RowKind;
  readonly state: StateFilter;
  /** Only Pods that work in the dashboard's directory or below it. */
  readonly hereOnly: boolean;
  readonly order: SortOrder;
}

export const WHOLE_SCOPE: Scope = {
  search: EMPTY_FIELD,
  searching: false,
  rows: 'pods',
  state: 'all',
  hereOnly: false,
  order: 'live-first',
};

/** The filter that the scope stands for, seen from the directory `cwd`. */
export function scopeFilter(scope: Scope, cwd: string): PodFilter {
  return {
    ...NO_FILTER,
    kind: scope.rows,
    search: fieldText(scope.search),
    state: scope.state,
    directory: scope.hereOnly ? cwd : null,
  };
}
