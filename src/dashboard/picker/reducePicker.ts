// Moving through the picker's rows, into it and out of it, and the last screens that it shows.

import type { ScreenRow } from '../../cells/podScreen';
import { moveSelection } from '../../podList/selection';
import { type Intent, isMove, type MoveIntent } from '../loop/intent';
import { select, selectableRows, selectedRowKey } from '../loop/podSelection';
import type { Report } from '../loop/report';
import type { DashboardState } from '../loop/state';
import { type Step, stay } from '../loop/step';
import { planPicker } from './pickerPlan';

/** Answers a move through the rows; null: it is another key. */
export function reducePicker(state: DashboardState, intent: Intent): Step | null {
  return isMove(intent) ? stay(moved(state, intent)) : null;
}

/** To the list, and from wherever that is back to the grid. */
export function togglePicker(state: DashboardState, intent: Intent): Step | null {
  if (intent.kind !== 'togglePicker') return null;
  return stay({ ...state, pane: { kind: state.pane.kind === 'grid' ? 'picker' : 'grid' } });
}

function moved(state: DashboardState, intent: MoveIntent): DashboardState {
  const rows = selectableRows(state);
  const { pageSize } = planPicker(state);
  const forward = intent.kind === 'move' ? intent.direction === 'down' : intent.kind !== 'edge' && intent.by > 0;
  const selection = selectedRowKey(state);
  switch (intent.kind) {
    case 'edge':
      return select(state, moveSelection(rows, selection, intent.to));
    case 'page':
      return select(state, moveSelection(rows, selection, forward ? 'pageDown' : 'pageUp', pageSize));
    case 'move':
    case 'scroll':
      return select(state, moveSelection(rows, selection, forward ? 'next' : 'previous'));
  }
}

/** Answers what was read for it; null: the report is of something else. */
export function pickerHears(state: DashboardState, report: Report): Step | null {
  return report.kind === 'lastScreenRead' ? stay(lastScreenRead(state, report.key, report.rows)) : null;
}

/** It is here; what is selected by now may be another one. */
function lastScreenRead(state: DashboardState, key: string, rows: readonly ScreenRow[] | null): DashboardState {
  const { lastScreen } = state.picker;
  if (lastScreen?.key !== key || rows === null) return state;
  return { ...state, picker: { ...state.picker, lastScreen: { ...lastScreen, rows } } };
}
