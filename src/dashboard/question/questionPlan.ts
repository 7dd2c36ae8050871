// What lies over the pane while an agent is answered, and which part of it is shown: read by the view and the scroll keys.
import type { ScreenRow } from '../../cells/podScreen';
import type { PodEntry } from '../../podList/types';
import { screenLayout } from '../frame/screenLayout';
import type { Rect } from '../kit/frame';
import { questionBody } from '../kit/questionRows';
import { centredRect } from '../kit/rects';
import type { DashboardState } from '../loop/state';
import { type AgentQuestion, questionOf } from './questionSelectors';
import type { QuestionOverlay } from './questionState';

export interface QuestionPlan {
  readonly entry: PodEntry;
  /** Null: the Pod has not told it yet. */
  readonly question: AgentQuestion | null;
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

export function planQuestion(state: DashboardState, { entry, top }: QuestionOverlay): QuestionPlan {
  const { body } = screenLayout(state);
  const width = Math.min(body.width, MAX_WIDTH);
  const question = questionOf(state, entry);
  const all = question === null ? [] : questionBody(question.ask, Math.max(2, width - FRAME_WIDTH), state.theme);
  const height = Math.min(body.height, Math.max(1, all.length) + FRAME_HEIGHT);
  const room = Math.max(0, height - FRAME_HEIGHT);
  const end = Math.max(0, all.length - room);
  const first = Math.min(Math.max(0, top), end);
  const rect = centredRect(body, width, height);
  return { entry, question, rect, rows: all.slice(first, first + room), top: first, end };
}
