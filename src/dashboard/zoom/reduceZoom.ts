// Zoom: into one Pod's screen, back through what it kept, to the next Pod, out again.
import { displayName } from '../../cells/displayText';
import { type Intent, isMove, type MoveIntent, rowsOf } from '../loop/intent';
import { select, selectedEntry } from '../loop/podSelection';
import type { ScrollbackOutcome } from '../loop/ports';
import type { DashboardState } from '../loop/state';
import { type Step, stay, withEffect, withMessage } from '../loop/step';
import { canZoom, zoomedConversation, zoomHeight, zoomNeighbour } from './zoomPlan';
import type { ZoomPane } from './zoomState';

/** Shows the selected Pod large; null: that is not asked for. */
export function zoomSelected(state: DashboardState, intent: Intent): Step | null {
  if (intent.kind !== 'zoom') return null;
  const entry = selectedEntry(state);
  if (entry === null) return stay(withMessage(state, 'info', 'No Pod is selected: choose one with the arrows.'));
  if (!canZoom(entry)) {
    return stay(withMessage(state, 'error', `${displayName(entry.id.name)} has no live screen to look at.`));
  }
  const back = state.pane.kind === 'picker' ? 'picker' : 'grid';
  return stay({
    ...select(state, entry.key),
    pane: { kind: 'zoom', entry, back, scroll: null, conversationTop: null },
  });
}

/** Answers moves, the wheel and the way out while a Pod is zoomed; null: it is another key. */
export function reduceZoom(state: DashboardState, pane: ZoomPane, intent: Intent): Step | null {
  if (intent.kind === 'close') return stay({ ...state, pane: { kind: pane.back } });
  return isMove(intent) ? moved(state, pane, intent) : null;
}

function moved(state: DashboardState, pane: ZoomPane, intent: MoveIntent): Step {
  if (intent.kind === 'move' && (intent.direction === 'left' || intent.direction === 'right')) {
    const entry = zoomNeighbour(state, intent.direction === 'right' ? 1 : -1);
    if (entry === null || entry.key === pane.entry.key) return stay(state);
    return stay({ ...select(state, entry.key), pane: { ...pane, entry, scroll: null, conversationTop: null } });
  }
  const talk = zoomedConversation(state);
  if (talk !== null) return stay({ ...state, pane: { ...pane, conversationTop: movedTop(state, pane, talk, intent) } });
  const up = -rowsOf(intent, zoomHeight(state) - 1);
  if (pane.scroll !== null) return stay(scrolled(state, pane, pane.scroll.up + up));
  if (up <= 0) return stay(state);
  const now = state.list.entries.find(({ key }) => key === pane.entry.key);
  if (now === undefined || !now.canAttach || !now.extensions.includes('scrollback')) {
    const name = displayName(pane.entry.id.name);
    return stay(withMessage(state, 'info', `${name} cannot say what stood above its screen.`));
  }
  const asked: ZoomPane = { ...pane, scroll: { rows: null, up } };
  return withEffect({ ...state, pane: asked }, { kind: 'readScrollback', entry: now });
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

/** Back at the end it is live again. */
function scrolled(state: DashboardState, pane: ZoomPane, up: number): DashboardState {
  const rows = pane.scroll?.rows ?? null;
  const most = rows === null ? up : Math.max(0, rows.length - zoomHeight(state));
  return { ...state, pane: { ...pane, scroll: up <= 0 ? null : { rows, up: Math.min(up, most) } } };
}

/** What the Pod kept is here, or why not. */
export function scrollbackRead(state: DashboardState, key: string, outcome: ScrollbackOutcome): DashboardState {
  const { pane } = state;
  if (pane.kind !== 'zoom' || pane.entry.key !== key || pane.scroll === null || pane.scroll.rows !== null) return state;
  if (outcome.kind === 'lost') {
    const text = `${displayName(pane.entry.id.name)}: what stood above its screen cannot be read: ${outcome.reason}.`;
    return withMessage({ ...state, pane: { ...pane, scroll: null } }, 'error', text);
  }
  const here: ZoomPane = { ...pane, scroll: { rows: outcome.rows, up: pane.scroll.up } };
  const read = scrolled(state, here, pane.scroll.up);
  const isAllShown = outcome.rows.length <= zoomHeight(state);
  if (!isAllShown) return read;
  return withMessage({ ...read, pane: { ...here, scroll: null } }, 'info', 'Nothing stands above this screen.');
}
