// What lies over the overview while an agent is answered, and which part of it is shown: read by the view and the scroll keys.
import type { ScreenRow } from '../../podList/podScreen';
import { centredRect, screenLayout } from '../frame/screenLayout';
import type { Rect } from '../kit/frame';
import { askRows } from '../kit/questionRows';
import type { DashboardState, PermissionOverlay } from '../loop/state';
import { questionOf } from './questionSelectors';

export interface PermissionPlan {
  /** The box: border, what is asked, the keys. */
  readonly rect: Rect;
  /** What is shown of the question; empty until the Pod has told it. */
  readonly rows: readonly ScreenRow[];
  readonly top: number;
  /** The largest `top`. */
  readonly end: number;
}

const MAX_WIDTH = 100;
/** Border and one blank on both sides. */
const FRAME_WIDTH = 4;
/** Border and keys. */
const FRAME_HEIGHT = 3;

export function planPermission(state: DashboardState, { entry, top }: PermissionOverlay): PermissionPlan {
  const { body } = screenLayout(state);
  const width = Math.min(body.width, MAX_WIDTH);
  const question = questionOf(state, entry);
  const all = question === null ? [] : askRows(question.ask, Math.max(2, width - FRAME_WIDTH), state.theme);
  const height = Math.min(body.height, Math.max(1, all.length) + FRAME_HEIGHT);
  const room = Math.max(0, height - FRAME_HEIGHT);
  const end = Math.max(0, all.length - room);
  const first = Math.min(Math.max(0, top), end);
  const rect = centredRect(body, width, height);
  return { rect, rows: all.slice(first, first + room), top: first, end };
}
