// The history in the zoom pane: read once it is wanted, then moved in, searched, copied from and shown elsewhere.

import { displayName } from '../../cells/displayText';
import { type History, historyOfRows } from '../../history/history';
import { matchOfHit } from '../../history/historyHit';
import { historyText, lastOutput, selectedText } from '../../history/historySelection';
import { END_OF_HISTORY, type HistoryAct, isAtEnd } from '../../history/historyView';
import { reduceHistory } from '../../history/reduceHistory';
import { SEARCH_TOO_LONG } from '../../history/searchLimit';
import { rowWord } from '../../podList/entryName';
import { editSearch } from '../kit/editSearch';
import { EMPTY_FIELD, fieldText } from '../kit/textField';
import type { Intent } from '../loop/intent';
import type { Report } from '../loop/report';
import type { DashboardState } from '../loop/state';
import { type Step, stay, withEffect, withMessage } from '../loop/step';
import { hasOnlyHistory, historyScreen } from './zoomPlan';
import type { HistoryDeed, HistoryWish, ZoomPane, ZoomScroll } from './zoomState';

/** Asks for the history where it is not here yet; what is wanted of it is done when it is. */
export function withHistory(state: DashboardState, pane: ZoomPane, act: HistoryAct | HistoryDeed | 'copy'): Step {
  const { scroll } = pane;
  if (act === 'copy') return copied(state, pane);
  if (scroll !== null && scroll.history !== null) return done(state, pane, scroll, act);
  if (scroll !== null) return stay(withScroll(state, pane, { ...scroll, waiting: [...scroll.waiting, act] }));
  const now = state.list.entries.find(({ key }) => key === pane.entry.key);
  const canSay = now?.canAttach === true && now.extensions.includes('scrollback');
  if (now === undefined || (!canSay && !hasOnlyHistory(now))) {
    const name = displayName(rowWord(pane.entry));
    return stay(withMessage(state, 'info', `${name} cannot say what stood above its screen.`));
  }
  const asked: ZoomScroll = { history: null, from: null, view: END_OF_HISTORY, field: EMPTY_FIELD, waiting: [act] };
  return withEffect(withScroll(state, pane, asked), { kind: 'readScrollback', entry: now });
}

function withScroll(state: DashboardState, pane: ZoomPane, scroll: ZoomScroll | null): DashboardState {
  return { ...state, pane: { ...pane, scroll } };
}

function done(state: DashboardState, pane: ZoomPane, scroll: ZoomScroll, act: HistoryWish): Step {
  const { history } = scroll;
  if (history === null) return stay(state);
  if (act === 'edit') {
    const { entry } = pane;
    return withEffect({ ...state, attached: entry }, { kind: 'showText', text: historyText(history) });
  }
  if (act === 'copyOutput') {
    const text = lastOutput(history);
    if (text !== null) return withEffect(state, { kind: 'copy', text });
    return stay(withMessage(state, 'info', 'Its shell does not say where the output of a command begins (OSC 133).'));
  }
  if (act === 'copySelected') return copiedByMouse(state, pane, scroll);
  if (act.kind === 'hit') {
    const { hit } = act;
    return done(state, pane, scroll, { kind: 'found', query: hit.query, at: matchOfHit(history, hit) });
  }
  const view = reduceHistory(scroll.view, historyScreen(state, history), act);
  const field = act.kind === 'find' ? EMPTY_FIELD : scroll.field;
  if (act.kind === 'prompt' && view === scroll.view) {
    const isMarked = history.lines.some(({ marks }) => marks.includes('A'));
    const text = isMarked
      ? `There is no prompt further ${act.by === 1 ? 'down' : 'up'}.`
      : 'Its shell does not say where its prompts are (OSC 133).';
    const without = isAtEnd(view) && scroll.from === null && !hasOnlyHistory(pane.entry);
    return stay(withMessage(withScroll(state, pane, without ? null : scroll), 'info', text));
  }
  // Back at the end it is live again.
  const isLiveAgain = isAtEnd(view) && scroll.from === null && !hasOnlyHistory(pane.entry);
  return stay(withScroll(state, pane, isLiveAgain ? null : { ...scroll, view, field }));
}

/** What the mouse has selected; a mere click leaves things as they were before it. */
function copiedByMouse(state: DashboardState, pane: ZoomPane, scroll: ZoomScroll): Step {
  const { history, view } = scroll;
  if (history === null || view.copying === null) return stay(state);
  if (view.copying.anchor !== null) return copied(state, { ...pane, scroll });
  if (pane.pressed?.isFresh !== true) return stay(state);
  return stay(withScroll(state, pane, { ...scroll, view: { ...view, copying: null } }));
}

function copied(state: DashboardState, pane: ZoomPane): Step {
  const { history, view } = pane.scroll ?? {};
  if (!history || !view?.copying) return stay(state);
  const { layout } = historyScreen(state, history);
  const text = selectedText(view.copying, layout);
  const left = withScroll(state, pane, pane.scroll && { ...pane.scroll, view: { ...view, copying: null } });
  return withEffect(left, { kind: 'copy', text });
}

/** Leaves what was begun last in the history; null: there is nothing, and the pane is left. */
export function closedHistory(state: DashboardState, pane: ZoomPane): Step | null {
  const { scroll } = pane;
  if (scroll === null || scroll.history === null) return null;
  if (scroll.view.copying === null && scroll.view.search === null) return null;
  // What was sought was sought among all Pods: back to these.
  if (pane.back === 'output' && scroll.view.copying === null) return null;
  return done(state, pane, scroll, { kind: 'leave' });
}

/** Answers keys while a text is typed; null: it is another key. */
export function reduceHistoryField(
  state: DashboardState,
  pane: ZoomPane,
  scroll: ZoomScroll,
  intent: Intent,
): Step | null {
  switch (intent.kind) {
    case 'edit': {
      const field = editSearch(scroll.field, intent.edit);
      if (field === null) return stay(withMessage(state, 'error', SEARCH_TOO_LONG));
      return field === scroll.field
        ? stay(state)
        : done(state, pane, { ...scroll, field }, { kind: 'typed', query: fieldText(field) });
    }
    case 'submit':
      return done(state, pane, scroll, { kind: 'keep' });
    case 'close':
      return done(state, pane, scroll, { kind: 'leave' });
    case 'move':
      if (intent.direction === 'left' || intent.direction === 'right') return stay(state);
      return done(state, pane, scroll, { kind: 'match', by: intent.direction === 'down' ? 1 : -1 });
    default:
      return null;
  }
}

type ScrollbackReport = Extract<Report, { readonly kind: 'scrollbackRead' }>;

/** What the Pod has printed is here, or why not. */
export function scrollbackRead(state: DashboardState, { key, from: asked = null, outcome }: ScrollbackReport): Step {
  const { pane } = state;
  if (pane.kind !== 'zoom' || pane.entry.key !== key || pane.scroll === null || pane.scroll.history !== null) {
    return stay(state);
  }
  const { waiting, from } = pane.scroll;
  // It was asked for something else since.
  if (asked !== from) return stay(state);
  const isStopped = hasOnlyHistory(pane.entry) || from !== null;
  const without: DashboardState = isStopped ? { ...state, pane: { kind: pane.back } } : withScroll(state, pane, null);
  if (outcome.kind === 'lost') {
    const text = `${displayName(rowWord(pane.entry))}: what stood above its screen cannot be read: ${outcome.reason}.`;
    return stay(withMessage(without, 'error', text));
  }
  const history = outcome.kind === 'history' ? outcome.history : historyOfRows(outcome.rows);
  const again = readAsOf(state, pane, history);
  if (again !== null) return again;
  const screen = historyScreen(state, history);
  if (screen.layout.rowCount <= screen.height && !isStopped && waiting.every(isScroll)) {
    return stay(withMessage(without, 'info', 'Nothing stands above this screen.'));
  }
  const read: ZoomScroll = { ...pane.scroll, history, view: END_OF_HISTORY, waiting: [] };
  return waiting.reduce<Step>(
    (step, act) => {
      const { pane: now } = step.state;
      if (now.kind !== 'zoom' || now.scroll === null) return step;
      const next = done(step.state, now, now.scroll, act);
      return { state: next.state, effects: [...step.effects, ...next.effects] };
    },
    stay(withScroll(state, pane, read)),
  );
}

/** A line that the history no longer has stood there when it was printed: asked for as of then. Null: it is there, or was asked for. */
function readAsOf(state: DashboardState, pane: ZoomPane, history: History): Step | null {
  const { scroll } = pane;
  const wish = scroll?.waiting.find((each) => typeof each === 'object' && each.kind === 'hit');
  if (scroll?.from?.until !== null || typeof wish !== 'object' || wish.kind !== 'hit') return null;
  const { hit } = wish;
  if (hit.at === 0 || scroll.from.kind !== 'recording' || matchOfHit(history, hit) !== null) return null;
  const from = { ...scroll.from, until: hit.at };
  const asked = withScroll(state, pane, { ...scroll, from });
  return withEffect(asked, { kind: 'readScrollback', entry: pane.entry, from });
}

function isScroll(act: HistoryWish): boolean {
  return typeof act === 'object' && (act.kind === 'rows' || act.kind === 'edge');
}
