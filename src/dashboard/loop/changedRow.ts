// A row that has changed under the selection: for a moment no key starts, stops or removes what stands there now.

import { displayName } from '../../cells/displayText';
import { isProbing } from '../../podList/eligibility';
import { rowWord } from '../../podList/entryName';
import type { PodEntry } from '../../podList/podList';
import { sameLife } from '../../podList/sameLife';
import type { StepHook } from './hook';
import type { Intent } from './intent';
import { selectedEntry, selectedKey } from './podSelection';
import type { ChangedRow, DashboardState } from './state';
import { type Step, stay, withMessage } from './step';

/** Keys whose meaning depends on the row under them. */
const GUARDED: ReadonlySet<Intent['kind']> = new Set(['open', 'stop', 'remove', 'restore']);

/** The row is selected and changes its meaning by itself: by a report, and none that the user's own action explains. */
export const noticingChange: StepHook = (step, { before, cause }) => {
  const { state, effects } = step;
  if (cause.kind !== 'report' || state.list === before.list) return step;
  const [was, now] = [selectedEntry(before), selectedEntry(state)];
  if (was === null || now === null || isExpected(before, was, now)) return step;
  const change = changeOf(was, now);
  if (change === null || (now.canAttach && !isKnown(before, was))) return step;
  const id = (state.changedRow?.id ?? 0) + 1;
  const changedRow = { key: now.key, ...change, id };
  return { state: { ...state, changedRow }, effects: [...effects, { kind: 'waitForRow', id }] };
};

/** Before every source has spoken, and before its socket has answered, no row has said anything yet. */
function isKnown({ list }: DashboardState, was: PodEntry): boolean {
  return !list.loading && !isProbing(was);
}

function isExpected(before: DashboardState, was: PodEntry, now: PodEntry): boolean {
  if (now.key === before.selectWhenLive) return true;
  return before.restored.has(was.key) || before.running.has(was.key);
}

function changeOf(was: PodEntry, now: PodEntry): Pick<ChangedRow, 'what' | 'cameAlive'> | null {
  const name = displayName(rowWord(was));
  if (now.key !== was.key) return { what: `${name} is gone from here`, cameAlive: false };
  if (!sameLife(was, now)) return { what: `${name} is another Pod by now`, cameAlive: false };
  if (was.canAttach === now.canAttach) return null;
  const cameAlive = now.canAttach;
  return { what: cameAlive ? `${name} has just come alive` : `${name} has just ended`, cameAlive };
}

/** Nothing but the reason, while it has just changed; null: the key means what it says. */
export function refusedForChange(state: DashboardState, intent: Intent): Step | null {
  const { changedRow } = state;
  if (changedRow === null || !GUARDED.has(intent.kind) || state.overlay !== null) return null;
  if (changedRow.key !== selectedKey(state)) return null;
  // To look at it starts nothing.
  if (intent.kind === 'open' && changedRow.cameAlive) return null;
  return stay(withMessage(state, 'info', `${changedRow.what}: press the key again if you mean it now.`));
}

/** The user has had the time to see it. */
export function rowSettled(state: DashboardState, id: number): DashboardState {
  return state.changedRow?.id === id ? { ...state, changedRow: null } : state;
}
