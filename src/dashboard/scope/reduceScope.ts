// Search, filters and sorting: what of the list is shown changes, the selection stays among it.
import { STATE_FILTERS } from '../../podList/filterPods';
import { keepSelection } from '../../podList/selection';
import { POD_ORDERS, sortPods } from '../../podList/sortPods';
import type { PodEntry } from '../../podList/types';
import { EMPTY_FIELD, editField } from '../kit/textField';
import type { Intent } from '../loop/intent';
import { attentionIn, type DashboardState, selectableEntries, selectedKey } from '../loop/state';
import { isScoped, type Scope, WHOLE_SCOPE } from './scopeState';

/** The search field has the keys. */
export function isSearching({ scope, pane }: DashboardState): boolean {
  return scope.searching && (pane.kind === 'grid' || pane.kind === 'picker');
}

/** Answers a key in the search field; null: the key is for the pane, as an arrow is. */
export function reduceSearch(state: DashboardState, intent: Intent): DashboardState | null {
  const { scope } = state;
  switch (intent.kind) {
    case 'edit': {
      const search = editField(scope.search, intent.edit);
      return search === scope.search ? state : withSearch(state, { ...scope, search });
    }
    case 'submit':
      return withScope(state, { ...scope, searching: false });
    case 'close':
      return scope.search.chars.length === 0
        ? withScope(state, { ...scope, searching: false })
        : withScope(state, { ...scope, search: EMPTY_FIELD });
    default:
      return null;
  }
}

type ScopeIntent = Extract<Intent, { readonly kind: 'search' | 'nextStateFilter' | 'toggleHere' | 'sort' }>;

/** Answers the keys of search, filters and sorting. */
export function reduceScope(state: DashboardState, intent: ScopeIntent): DashboardState {
  const { scope } = state;
  switch (intent.kind) {
    case 'search':
      return withScope(state, { ...scope, searching: true });
    case 'nextStateFilter':
      return withScope(state, { ...scope, state: nextOf(STATE_FILTERS, scope.state) });
    case 'toggleHere':
      return withScope(state, { ...scope, hereOnly: !scope.hereOnly });
    case 'sort':
      return sorted(state, intent.next ? nextOf(POD_ORDERS, scope.order) : scope.order);
  }
}

/** Everything is shown again; the order stays. */
export function wholeScope(state: DashboardState): DashboardState {
  return withScope(state, { ...WHOLE_SCOPE, order: state.scope.order });
}

/** Selects a Pod that the user is led to; a scope that would hide it gives way. */
export function selectShown(state: DashboardState, key: string): DashboardState {
  const selected = { ...state, selection: key, selectionIsAutomatic: false };
  if (!isScoped(state) || selectableEntries(selected).some((entry) => entry.key === key)) return selected;
  return { ...selected, scope: { ...WHOLE_SCOPE, order: state.scope.order } };
}

/** What is hidden cannot stay selected: keys would act on what nobody sees. `before`: the rows as they were. */
export function keepShown(state: DashboardState, before: readonly PodEntry[]): DashboardState {
  if (!isScoped(state) || state.pane.kind === 'conversation' || state.pane.kind === 'zoom') return state;
  const after = selectableEntries(state);
  // Where nothing is left, what was selected comes back with it.
  const selection = after.length === 0 ? state.selection : keepSelection(state.selection, before, after);
  return selection === state.selection ? state : { ...state, selection };
}

function withScope(state: DashboardState, scope: Scope): DashboardState {
  return keepShown({ ...state, scope }, selectableEntries(state));
}

/** While letters are typed the best match is selected; none is where nothing was selected. */
function withSearch(state: DashboardState, scope: Scope): DashboardState {
  const found = withScope(state, scope);
  if (found.selection === null || found.pane.kind !== 'picker') return found;
  const first = selectableEntries(found)[0];
  return first === undefined ? found : { ...found, selection: first.key, selectionIsAutomatic: false };
}

/** The picker's rows follow the order by themselves; tiles move only now, because it was asked for. */
function sorted(state: DashboardState, order: Scope['order']): DashboardState {
  const live = state.list.entries.filter((entry) => entry.state === 'live');
  const tileOrder = sortPods(live, order, (entry) => attentionIn(state, entry)).map((entry) => entry.key);
  const settled = { ...state, selection: selectedKey(state), selectionIsAutomatic: false };
  return { ...settled, tileOrder, scope: { ...state.scope, order } };
}

function nextOf<T>(values: readonly [T, ...T[]] | readonly T[], value: T): T {
  return values[(values.indexOf(value) + 1) % values.length] ?? value;
}
