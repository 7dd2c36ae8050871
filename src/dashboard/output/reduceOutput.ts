// Searching over all output: the text is typed, what is found comes in, one line of it is opened.
import { SEARCH_TOO_LONG } from '../../history/searchLimit';
import { editSearch } from '../kit/editSearch';
import { EMPTY_FIELD, fieldText, type TextField } from '../kit/textField';
import { type Intent, isMove, type MoveIntent } from '../loop/intent';
import { select } from '../loop/podSelection';
import type { Report } from '../loop/report';
import type { DashboardState } from '../loop/state';
import { type Step, stay, withEffect, withMessage } from '../loop/step';
import { searchedEntries } from '../scope/scopeSelectors';
import { zoomedAt } from '../zoom/zoomSelectors';
import { planOutput } from './outputPlan';
import { entryOfHit, selectedHit } from './outputSelectors';
import type { OutputHit, OutputSearch } from './outputState';

/** Nobody goes through more of them. */
const MOST_HITS = 2000;
/** Two clicks on one line within this time open it, in ms. */
const DOUBLE_CLICK = 400;

/** From the search by name, with what was typed there; null: that is not asked for. */
export function openOutput(state: DashboardState, intent: Intent): Step | null {
  if (intent.kind !== 'searchOutput') return null;
  const { scope, output, pane } = state;
  const typed = scope.search;
  const field = typed.chars.length > 0 ? typed : output.field;
  const shown: DashboardState = {
    ...state,
    pane: { kind: 'output' },
    scope: { ...scope, searching: false, search: EMPTY_FIELD },
    output: { ...output, back: pane.kind === 'picker' ? 'picker' : 'grid', isTyping: true },
  };
  return stay(sought(shown, field));
}

/** Answers a key while it is open; null: it is another one. */
export function reduceOutput(state: DashboardState, intent: Intent): Step | null {
  const { output } = state;
  switch (intent.kind) {
    case 'edit': {
      const field = editSearch(output.field, intent.edit);
      if (field === null) return stay(withMessage(state, 'error', SEARCH_TOO_LONG));
      if (field === output.field) return stay(state);
      const isSame = fieldText(field) === fieldText(output.field);
      return stay(isSame ? withSearch(state, { field }) : sought(state, field));
    }
    case 'typeOutput':
      return stay(withSearch(state, { isTyping: true }));
    case 'submit':
      return opened(state);
    case 'close':
      return stay(closed(state));
    case 'searchNames': {
      const { pane, scope } = closed(state);
      const search = { ...scope, searching: true, search: output.field };
      return stay({ ...closed(state), pane, scope: search });
    }
    case 'nextStateFilter':
    case 'nextReach':
      // The scope answers; what is found among other Pods is another search.
      return null;
    case 'clickHit':
      return clicked(state, intent.index, intent.at);
    default:
      return isMove(intent) ? stay(moved(state, intent)) : null;
  }
}

function withSearch(state: DashboardState, over: Partial<OutputSearch>): DashboardState {
  return { ...state, output: { ...state.output, ...over } };
}

/** A search anew; what the one before has found stands until it is answered. */
export function sought(state: DashboardState, field: TextField): DashboardState {
  const { output } = state;
  const query = fieldText(field);
  const id = output.id + 1;
  if (query.trim() === '') {
    return withSearch(state, { field, id, query: '', progress: 'none', hits: [], selected: 0, faults: [] });
  }
  const podCount = searchedEntries(state).length;
  return withSearch(state, { field, id, query, progress: 'searching', faults: [], podCount });
}

function closed(state: DashboardState): DashboardState {
  const { back, progress } = state.output;
  const output = progress === 'searching' ? { ...state.output, progress: 'none' as const } : state.output;
  return { ...state, pane: { kind: back }, output };
}

function moved(state: DashboardState, intent: MoveIntent): DashboardState {
  const { selected, hits } = state.output;
  const last = Math.max(0, hits.length - 1);
  const by = (rows: number) => withSearch(state, { selected: Math.min(last, Math.max(0, selected + rows)) });
  switch (intent.kind) {
    case 'edge':
      return withSearch(state, { selected: intent.to === 'first' ? 0 : last });
    case 'page':
      return by(intent.by * Math.max(1, planOutput(state).rows.height - 1));
    case 'scroll':
      return by(intent.by);
    case 'move':
      return by(intent.direction === 'down' ? 1 : intent.direction === 'up' ? -1 : 0);
  }
}

function clicked(state: DashboardState, index: number, at: number): Step {
  const key = `output:${index}`;
  const isSecond = state.lastClick?.key === key && at - state.lastClick.at <= DOUBLE_CLICK;
  const next = withSearch({ ...state, lastClick: isSecond ? null : { key, at } }, { selected: index });
  return isSecond ? opened(next) : stay(next);
}

/** The history of the Pod, at that line. */
function opened(state: DashboardState): Step {
  const hit = selectedHit(state);
  const { query, progress, isTyping } = state.output;
  if (hit === null) {
    const isNothing = progress === 'done' || progress === 'none';
    return stay(isNothing && isTyping ? state : withMessage(state, 'info', 'Nothing has been found yet.'));
  }
  const entry = entryOfHit(state, hit);
  if (entry === null) {
    return stay(withMessage(state, 'error', 'The Pod of this line is gone: its record was removed.'));
  }
  const { at, line, column, source, kind } = hit;
  const from = { source, kind, until: null };
  const pane = zoomedAt(entry, { at, line, column, query }, from);
  const zoomed = { ...select(withSearch(state, { isTyping: false }), entry.key), pane };
  return withEffect(zoomed, { kind: 'readScrollback', entry, from });
}

/** What is found comes in; null: it is another report. */
export function outputHeard(state: DashboardState, report: Report): Step | null {
  const { output } = state;
  if (report.kind === 'outputFound') {
    if (report.id !== output.id || output.progress !== 'searching') return stay(state);
    const hits = [...heardSoFar(output, report.isFirst), ...report.hits];
    const isFull = hits.length >= MOST_HITS;
    const progress = isFull ? 'full' : output.progress;
    const selected = report.isFirst ? 0 : output.selected;
    return stay(withSearch(state, { hits: isFull ? hits.slice(0, MOST_HITS) : hits, progress, selected }));
  }
  if (report.kind !== 'outputSearched') return null;
  if (report.id !== output.id || output.progress !== 'searching') return stay(state);
  const hits = heardSoFar(output, report.isFirst);
  return stay(withSearch(state, { hits, progress: 'done', faults: report.faults }));
}

/** `isFirst`: those at hand are still what the search before has found. */
function heardSoFar({ hits }: OutputSearch, isFirst: boolean): readonly OutputHit[] {
  return isFirst ? [] : hits;
}
