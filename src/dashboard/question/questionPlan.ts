// What lies over the pane while an agent is answered, and which part of it is shown: read by the view and the scroll keys.
import type { ScreenRow } from '../../cells/podScreen';
import type { PodEntry } from '../../podList/podList';
import { screenLayout } from '../frame/screenLayout';
import { overlayBorders, overlayWidth } from '../kit/box';
import type { Rect } from '../kit/frame';
import { questionWindow } from '../kit/questionRows';
import { centredRect } from '../kit/rects';
import type { DashboardState } from '../loop/state';
import { type AgentQuestion, questionKeysOf, questionOf } from './questionSelectors';
import type { QuestionOverlay } from './questionState';

export interface QuestionPlan {
  readonly entry: PodEntry;
  /** Null: the Pod has not told it yet. */
  readonly question: AgentQuestion | null;
  /** The box: border, what is asked, the keys. */
  readonly rect: Rect;
  readonly borders: 0 | 2;
  /** What is shown of the question; empty until the Pod has told it. */
  readonly rows: readonly ScreenRow[];
  readonly answers: readonly ScreenRow[];
  readonly top: number;
  /** The largest `top`. */
  readonly end: number;
}

const MAX_WIDTH = 100;
/** Border and one blank on both sides. */
const FRAME_WIDTH = 4;

const NOTHING = { body: [], answers: [], top: 0, end: 0 };

export function planQuestion(state: DashboardState, { entry, top }: QuestionOverlay): QuestionPlan {
  const { body } = screenLayout(state);
  const borders = overlayBorders(body.height);
  const width = overlayWidth(body.width, MAX_WIDTH, borders);
  const question = questionOf(state, entry);
  const room = Math.max(0, body.height - borders);
  const place = { inner: Math.max(2, width - FRAME_WIDTH), room, mostBody: room, top, ...questionKeysOf(state, false) };
  const window = question === null ? NOTHING : questionWindow(question.ask, place, state.theme);
  const rows = Math.max(1, window.body.length) + Math.max(1, window.answers.length);
  const rect = centredRect(body, width, Math.min(body.height, rows + borders));
  return { entry, question, rect, borders, ...window, rows: window.body };
}
