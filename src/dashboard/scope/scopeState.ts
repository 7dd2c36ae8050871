// Which Pods the panes show and in which order: search, state, directory, sorting; picker and grid share it.
import {
  type DirectoryPlace,
  NO_FILTER,
  type PodFilter,
  type RowKind,
  type ScopeReach,
  type StateFilter,
} from '../../podList/filterPods';
import type { SortOrder } from '../../podList/sortPods';
import { EMPTY_FIELD, fieldText, type TextField } from '../kit/textField';

declare module '../loop/featureTypes' {
  interface FeatureTypes {
    readonly scope: {
      /** `choose`: in the list that was opened to go on with one Pod. */
      readonly mode: 'search' | 'choose';
      readonly slice: Scope;
    };
  }
}

export interface Scope {
  readonly search: TextField;
  /** The search field has the keys. */
  readonly searching: boolean;
  /** The first letters choose a Pod, and Enter goes on with it. */
  readonly choosing: boolean;
  readonly rows: RowKind;
  readonly state: StateFilter;
  /** Only Pods that work so near to the dashboard's directory. */
  readonly reach: ScopeReach;
  /** The directories of the list as far as they were asked for; null: not answered yet. */
  readonly places: ReadonlyMap<string, DirectoryPlace | null>;
  /** Only Pods of this host, empty: of this machine; null: of any. */
  readonly host: string | null;
  readonly order: SortOrder;
}

export const WHOLE_SCOPE: Scope = {
  search: EMPTY_FIELD,
  searching: false,
  choosing: false,
  rows: 'pods',
  state: 'all',
  reach: 'everywhere',
  places: new Map(),
  host: null,
  order: 'live-first',
};

/** The filter that the scope stands for, seen from the directory `cwd`. */
export function scopeFilter(scope: Scope, cwd: string): PodFilter {
  return {
    ...NO_FILTER,
    kind: scope.rows,
    search: fieldText(scope.search),
    state: scope.state,
    directory: cwd,
    reach: scope.reach,
    places: answered(scope.places),
    host: scope.host,
  };
}

const known = new WeakMap<Scope['places'], PodFilter['places']>();

function answered(places: Scope['places']): PodFilter['places'] {
  const found =
    known.get(places) ?? new Map([...places].flatMap(([cwd, place]) => (place === null ? [] : [[cwd, place]])));
  known.set(places, found);
  return found;
}
