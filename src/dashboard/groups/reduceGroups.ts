// Grouping rows and tiles, and folding groups: what is selected stays, or the head of its group stands for it.
import { GROUPINGS, isGroupKey } from '../../podList/groupPods';
import { summarizedHost } from '../../podList/hostGroups';
import type { Intent } from '../loop/intent';
import { keyOfIntent } from '../loop/keyRow';
import { select, selectedRowKey, settledSelection } from '../loop/podSelection';
import type { Report } from '../loop/report';
import type { DashboardState } from '../loop/state';
import { type Step, stay, withEffect, withMessage } from '../loop/step';
import { groupOf, isFoldedGroup, listGroups } from './groupsSelectors';

/** Answers the keys of groups, and Enter on a folded one; null: it is another key. */
export function reduceGroups(state: DashboardState, intent: Intent): Step | null {
  if (intent.kind === 'nextGrouping') return stay(regrouped(state));
  const selected = selectedRowKey(state);
  const opened = reduceHostGroup(state, intent, selected);
  if (opened !== null) return opened;
  if (intent.kind === 'open') return isGroupKey(selected) ? stay(withFold(state, selected, 'other')) : null;
  if (intent.kind !== 'fold') return null;
  if (state.groups.by === 'none') {
    // An arrow that has nothing to fold says nothing.
    if (intent.to !== 'other') return stay(state);
    const key = keyOfIntent(state.keymap, 'nextGrouping');
    return stay(withMessage(state, 'info', `There are no groups.${key === null ? '' : ` ${key} makes them.`}`));
  }
  const own = isGroupKey(selected) ? selected : (groupOf(state, selected)?.key ?? null);
  return stay(withFold(state, intent.key ?? own, intent.to));
}

/** Null: it is no key that opens a host. */
function reduceHostGroup(state: DashboardState, intent: Intent, selected: string | null): Step | null {
  if (intent.kind !== 'open' && intent.kind !== 'fold') return null;
  const host = summarizedHost(intent.kind === 'fold' ? (intent.key ?? selected) : selected);
  if (host === null) return null;
  return intent.kind === 'fold' && intent.to === 'folded' ? stay(state) : openedHost(state, host);
}

/** Its Pods alone are shown, once they have come; Escape shows all again. */
function openedHost(state: DashboardState, host: string): Step {
  const only = { ...state, scope: { ...state.scope, host } };
  return withEffect(withMessage(only, 'info', `The Pods of ${host}; Esc shows all again.`), { kind: 'openHost', host });
}

/** What was selected stays so; of a folded group it is its first Pod. */
function regrouped(state: DashboardState): DashboardState {
  const selected = selectedRowKey(state);
  const group = listGroups(state)?.find(({ key }) => key === selected);
  const settled = select(state, group?.entries[0]?.key ?? selected);
  const by = GROUPINGS[(GROUPINGS.indexOf(state.groups.by) + 1) % GROUPINGS.length] ?? 'none';
  // Folded groups of the other kind are other groups.
  const next = { ...settled, groups: { ...state.groups, by, folded: new Set<string>() } };
  const words = {
    none: 'Not in groups any more.',
    directory: 'In groups by directory.',
    repository: 'In groups by Git repository.',
  };
  return withMessage(next, 'info', words[by]);
}

function withFold(state: DashboardState, key: string | null, to: 'folded' | 'open' | 'other'): DashboardState {
  const group = listGroups(state)?.find((each) => each.key === key);
  if (group === undefined) return state;
  const isFolded = isFoldedGroup(state, group.key);
  const folds = to === 'other' ? !isFolded : to === 'folded';
  if (folds === isFolded) return state;
  const folded = new Set(state.groups.folded);
  if (folds) folded.add(group.key);
  else folded.delete(group.key);
  const next = { ...state, groups: { ...state.groups, folded } };
  const selected = selectedRowKey(state);
  if (folds) return group.entries.some((entry) => entry.key === selected) ? select(next, group.key) : next;
  // Where the head has stood its first row stands now.
  const first = settledSelection(select(next, group.entries[0]?.key ?? null));
  return selected === group.key ? first : next;
}

/** A row of the keymap means something where there are groups. */
export function leadsToGroups(state: DashboardState, intent: Intent): boolean {
  return intent.kind !== 'fold' || state.groups.by !== 'none' || summarizedHost(selectedRowKey(state)) !== null;
}

/** What Git says of more directories, or anew of some; null: the report is of something else. */
export function repositoriesRead(state: DashboardState, report: Report): Step | null {
  if (report.kind !== 'repositories') return null;
  const repositories = new Map([...state.groups.repositories, ...report.repositories]);
  return stay({ ...state, groups: { ...state.groups, repositories } });
}
