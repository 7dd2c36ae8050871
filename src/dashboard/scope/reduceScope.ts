// Search, filters and sorting: what of the list is shown changes, the selection stays among it.

import { SEARCH_TOO_LONG } from '../../history/searchLimit';
import { REACHES, ROW_KINDS, rankPods, STATE_FILTERS } from '../../podList/filterPods';
import type { PodEntry } from '../../podList/podList';
import { SORT_ORDERS, sortPods } from '../../podList/sortPods';
import { attentionIn } from '../attention/attentionSelectors';
import { editSearch } from '../kit/editSearch';
import { EMPTY_FIELD } from '../kit/textField';
import type { Intent } from '../loop/intent';
import { keepShown, select, selectableEntries, selectableRows, settledSelection } from '../loop/podSelection';
import type { Report } from '../loop/report';
import type { DashboardState } from '../loop/state';
import { type Step, stay, withEffect, withMessage } from '../loop/step';
import { isScoped, scopeCount } from './scopeSelectors';
import { type Scope, WHOLE_SCOPE } from './scopeState';

const NO_HOSTS = 'There are no other machines here: "hosts" or "fleet" in the configuration names them.';

/** Answers a key in the search field; null: the key is for the pane, as an arrow is. */
export function reduceSearch(state: DashboardState, intent: Intent): Step | null {
  const { scope } = state;
  switch (intent.kind) {
    case 'edit': {
      const search = editSearch(scope.search, intent.edit);
      if (search === null) return stay(withMessage(state, 'error', SEARCH_TOO_LONG));
      return stay(search === scope.search ? state : withSearch(state, { ...scope, search }));
    }
    case 'submit':
      return stay(withScope(state, { ...scope, searching: false }));
    case 'close':
      if (scope.search.chars.length > 0) return stay(withScope(state, { ...scope, search: EMPTY_FIELD }));
      // There was nothing but the choice.
      return scope.choosing
        ? withEffect(state, { kind: 'end', result: { kind: 'quit' } })
        : stay(withScope(state, { ...scope, searching: false }));
    default:
      return null;
  }
}

/** Answers the keys of search, filters and sorting; Escape shows everything again, the order stays. */
export function reduceScope(state: DashboardState, intent: Intent): Step | null {
  const { scope } = state;
  switch (intent.kind) {
    case 'search':
      return stay(withScope(state, { ...scope, searching: true }));
    case 'nextStateFilter':
      return stay(withScope(state, { ...scope, state: nextOf(STATE_FILTERS, scope.state) }));
    case 'nextReach':
      return stay(withScope(state, { ...scope, reach: nextOf(REACHES, scope.reach) }));
    case 'nextHost': {
      const host = nextHost(state);
      if (host === null && scope.host === null) return stay(withMessage(state, 'info', NO_HOSTS));
      const next = withScope(state, { ...scope, host });
      const isSummarized = state.list.hosts?.some(({ name, summary }) => name === host && summary !== undefined);
      return host !== null && isSummarized === true ? withEffect(next, { kind: 'openHost', host }) : stay(next);
    }
    case 'nextRowKind': {
      const rows = nextOf(ROW_KINDS, scope.rows);
      // They are only looked for once somebody wants to see them.
      return withEffect(withScope(state, { ...scope, rows }), { kind: 'wantSessions' });
    }
    case 'sort':
      return stay(sorted(state, intent.next ? nextOf(SORT_ORDERS, scope.order) : scope.order));
    case 'back':
      return isScoped(state)
        ? stay(withScope(state, { ...WHOLE_SCOPE, order: scope.order, places: scope.places }))
        : null;
    default:
      return null;
  }
}

/** Where the directories lie that were asked for. */
export function directoriesPlaced(state: DashboardState, report: Report): Step | null {
  if (report.kind !== 'placed') return null;
  const places = new Map([...state.scope.places, ...report.places]);
  return stay(withScope(state, { ...state.scope, places }));
}

function withScope(state: DashboardState, scope: Scope): DashboardState {
  return keepShown({ ...state, scope }, selectableRows(state));
}

/** While letters are typed the best match is selected; none is where nothing was selected. */
function withSearch(state: DashboardState, scope: Scope): DashboardState {
  const found = withScope(state, scope);
  if (found.selection === null && !found.selectionIsAutomatic) return found;
  const shown = selectableEntries(found);
  const best = found.pane.kind === 'picker' ? shown[0] : bestOf(found, shown);
  return best === undefined ? found : select(found, best.key);
}

/** Rows stand in the order of how well they fit; tiles keep their places. */
function bestOf(state: DashboardState, shown: readonly PodEntry[]): PodEntry | undefined {
  const keys = new Set(shown.map(({ key }) => key));
  return rankPods(scopeCount(state)).find(({ key }) => keys.has(key));
}

/** The picker's rows follow the order by themselves; tiles move only now, because it was asked for. */
function sorted(state: DashboardState, order: Scope['order']): DashboardState {
  const live = state.list.entries.filter((entry) => entry.state === 'live');
  const tileOrder = sortPods(live, order, (entry) => attentionIn(state, entry)).map((entry) => entry.key);
  const settled = settledSelection(state);
  return { ...settled, tileOrder, scope: { ...state.scope, order } };
}

/** All, this machine, then each host; where there are none nothing is to be chosen. */
function nextHost({ list, scope }: DashboardState): string | null {
  const { hosts = [] } = list;
  return hosts.length === 0 ? null : nextOf([null, '', ...hosts.map(({ name }) => name)], scope.host);
}

function nextOf<T>(values: readonly T[], value: T): T {
  return values[(values.indexOf(value) + 1) % values.length] ?? value;
}
