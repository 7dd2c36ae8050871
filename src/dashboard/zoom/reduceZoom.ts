// Zoom: into one Pod's screen, back through what it has printed, to the next Pod, out again.

import { displayName } from '../../cells/displayText';
import { rowWord } from '../../podList/entryName';
import { type Intent, isMove, type MoveIntent, rowsOf } from '../loop/intent';
import { noPodWords, select, selectedEntry } from '../loop/podSelection';
import type { DashboardState } from '../loop/state';
import { type Step, stay, withMessage } from '../loop/step';
import { pointZoom } from './pointZoom';
import { closedHistory, reduceHistoryField, withHistory } from './reduceZoomHistory';
import { canZoom, hasOnlyHistory, zoomedConversation, zoomHeight, zoomNeighbour } from './zoomPlan';
import type { ZoomPane } from './zoomState';

/** Shows the selected Pod large; null: that is not asked for. */
export function zoomSelected(state: DashboardState, intent: Intent): Step | null {
  if (intent.kind !== 'zoom') return null;
  const entry = selectedEntry(state);
  if (entry === null) return stay(withMessage(state, 'info', noPodWords(state)));
  const isLive = canZoom(entry);
  if (!isLive && !hasOnlyHistory(entry)) {
    return stay(withMessage(state, 'error', `${displayName(rowWord(entry))} has no live screen to look at.`));
  }
  const back = state.pane.kind === 'picker' ? 'picker' : 'grid';
  const pane: ZoomPane = { kind: 'zoom', entry, back, scroll: null, pressed: null, conversationTop: null };
  const zoomed = { ...select(state, entry.key), pane };
  return isLive ? stay(zoomed) : withHistory(zoomed, pane, { kind: 'edge', to: 'last' });
}

/** Answers moves, the wheel, what is done with the history, and the way out; null: it is another key. */
export function reduceZoom(state: DashboardState, pane: ZoomPane, intent: Intent): Step | null {
  if (pane.scroll?.view.search?.isTyping) {
    const typed = reduceHistoryField(state, pane, pane.scroll, intent);
    if (typed !== null) return typed;
  }
  if (intent.kind === 'close') {
    return closedHistory(state, pane) ?? stay({ ...state, pane: { kind: pane.back } });
  }
  if (intent.kind === 'history') {
    if (pane.scroll !== null || zoomedConversation(state) === null) return withHistory(state, pane, intent.act);
    return stay(withMessage(state, 'info', 'Enter opens the conversation: it is searched and copied from there.'));
  }
  if (intent.kind === 'pointHistory') return pointZoom(state, pane, intent);
  return isMove(intent) ? moved(state, pane, intent) : null;
}

function moved(state: DashboardState, pane: ZoomPane, intent: MoveIntent): Step {
  const isCopying = pane.scroll !== null && pane.scroll.view.copying !== null;
  if (intent.kind === 'move' && (intent.direction === 'left' || intent.direction === 'right')) {
    const by = intent.direction === 'right' ? 1 : -1;
    if (isCopying) return withHistory(state, pane, { kind: 'characters', by });
    const entry = zoomNeighbour(state, by);
    if (entry === null || entry.key === pane.entry.key) return stay(state);
    return stay({
      ...select(state, entry.key),
      pane: { ...pane, entry, scroll: null, pressed: null, conversationTop: null },
    });
  }
  const talk = pane.scroll === null ? zoomedConversation(state) : null;
  if (talk !== null) return stay({ ...state, pane: { ...pane, conversationTop: movedTop(state, pane, talk, intent) } });
  if (intent.kind === 'edge') {
    if (intent.to === 'last' && pane.scroll === null) return stay(state);
    return withHistory(state, pane, intent);
  }
  const by = rowsOf(intent, zoomHeight(state) - 1);
  return pane.scroll === null && by >= 0 ? stay(state) : withHistory(state, pane, { kind: 'rows', by });
}

function movedTop(
  state: DashboardState,
  { conversationTop }: ZoomPane,
  { shown, layout }: NonNullable<ReturnType<typeof zoomedConversation>>,
  intent: MoveIntent,
): ZoomPane['conversationTop'] {
  const height = zoomHeight(state);
  if (intent.kind === 'edge') return intent.to === 'first' ? layout.start(shown, height) : null;
  return layout.moved(shown, conversationTop, rowsOf(intent, height - 1), height);
}
