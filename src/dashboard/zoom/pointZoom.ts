// The mouse in zoom: a drag selects characters, with Alt a block, two clicks a word, three a line; letting go copies.
import type { PointAct } from '../../history/historyView';
import { clickPod } from '../loop/clickPod';
import type { Click, Drag } from '../loop/feature';
import type { Intent } from '../loop/intent';
import type { DashboardState } from '../loop/state';
import { type Step, stay } from '../loop/step';
import { withHistory } from './reduceZoomHistory';
import { type ZoomPlan, zoomedConversation } from './zoomPlan';
import type { ZoomPane, ZoomPress } from './zoomState';

/** Two clicks within this time are one of two, ms. */
const DOUBLE_CLICK = 400;

type PointIntent = Extract<Intent, { readonly kind: 'pointHistory' }>;

/** A press on one of the rows; around them it is a click on the Pod. */
export function pressIntent({ pane, inner }: ZoomPlan, { x, y, at }: Click): Intent {
  const [column, row] = [x - inner.x, y - inner.y];
  const isInside = column >= 0 && row >= 0 && column < inner.width && row < inner.height;
  if (!isInside) return { kind: 'click', key: pane.entry.key, at };
  return { kind: 'pointHistory', action: 'press', x: column, y: row, at, isBlock: false };
}

/** Beyond the rows, too: the text goes on under the button there. */
export function dragIntent({ inner }: ZoomPlan, { x, y, at, action, isAlt }: Drag): Intent {
  const column = Math.min(inner.width - 1, Math.max(0, x - inner.x));
  const row = Math.min(inner.height, Math.max(-1, y - inner.y));
  return { kind: 'pointHistory', action, x: column, y: row, at, isBlock: isAlt };
}

export function pointZoom(state: DashboardState, pane: ZoomPane, intent: PointIntent): Step {
  const { scroll, pressed } = pane;
  if (scroll === null && zoomedConversation(state) !== null) {
    return intent.action === 'press' ? clickPod(state, pane.entry.key, intent.at) : stay(state);
  }
  if (intent.action === 'press') return press(state, pane, intent);
  if (pressed === null) return stay(state);
  if (intent.action === 'up') return scroll === null ? stay(state) : withHistory(state, pane, 'copySelected');
  const { x, y, isBlock } = intent;
  if (pressed.x === x && pressed.y === y && scroll === null) return stay(state);
  const drag: PointAct = { kind: 'drag', x, y, isBlock };
  return scroll === null ? fromScreen(state, pane, pressed, drag) : withHistory(state, pane, drag);
}

function press(state: DashboardState, pane: ZoomPane, { x, y, at }: PointIntent): Step {
  const { pressed: last, scroll } = pane;
  const isAgain = last !== null && last.x === x && last.y === y && at - last.at <= DOUBLE_CLICK;
  const isFresh = (scroll?.view.copying ?? null) === null;
  const pressed: ZoomPress = { x, y, at, count: isAgain ? last.count + 1 : 1, isFresh };
  const held: ZoomPane = { ...pane, pressed };
  if (scroll === null) return clickPod({ ...state, pane: held }, pane.entry.key, at);
  const kind = (['press', 'word', 'whole'] as const)[(pressed.count - 1) % 3] ?? 'press';
  return withHistory(state, held, { kind, x, y });
}

/** The live screen stands still from here: what is selected is selected in the history. */
function fromScreen(state: DashboardState, pane: ZoomPane, { x, y }: ZoomPress, drag: PointAct): Step {
  const asked = withHistory(state, pane, { kind: 'press', x, y });
  const { pane: now } = asked.state;
  if (now.kind !== 'zoom' || now.scroll === null) return asked;
  const dragged = withHistory(asked.state, now, drag);
  return { state: dragged.state, effects: [...asked.effects, ...dragged.effects] };
}
