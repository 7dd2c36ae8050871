// What the overlay "why this status" says, wrapped, and which part of it is shown: read by the view and the scroll keys.

import { displayText } from '../../cells/displayText';
import { wrapText } from '../../cells/wrapSpans';
import { type ExplainedFact, explainPod } from '../../podList/explainPod';
import type { PodEntry } from '../../podList/podList';
import { attentionIn } from '../attention/attentionSelectors';
import { screenLayout } from '../frame/screenLayout';
import { overlayBorders, overlayWidth } from '../kit/box';
import type { Rect } from '../kit/frame';
import { centredRect } from '../kit/rects';
import type { DashboardState } from '../loop/state';

export interface WhyLine {
  /** Empty where the words of the line before go on. */
  readonly label: string;
  /** Safe. */
  readonly words: string;
}

export interface WhyPlan {
  /** Null: the Pod is gone. */
  readonly entry: PodEntry | null;
  readonly rect: Rect;
  readonly borders: 0 | 2;
  /** The lines that are shown. */
  readonly lines: readonly WhyLine[];
  readonly labelWidth: number;
  readonly top: number;
  /** The largest `top`. */
  readonly end: number;
}

const MAX_WIDTH = 96;
/** Border and one blank on both sides. */
const FRAME_WIDTH = 4;
const LABEL_WIDTH = 11;

/** The facts of the Pod `key` at `now` (Unix ms); `top`: the first line wanted. */
export function planWhy(state: DashboardState, key: string, top: number, now: number): WhyPlan {
  const { body } = screenLayout(state);
  const entry = state.list.entries.find((candidate) => candidate.key === key) ?? null;
  const borders = overlayBorders(body.height);
  const width = overlayWidth(body.width, MAX_WIDTH, borders);
  const room = Math.max(1, width - FRAME_WIDTH - LABEL_WIDTH);
  const lines = factsOf(state, entry, now).flatMap(({ label, text }) =>
    wrapText(displayText(text), room).map((words, index) => ({ label: index === 0 ? label : '', words })),
  );
  const height = Math.min(body.height, lines.length + borders);
  const shown = Math.max(0, height - borders);
  const end = lines.length - shown;
  const first = Math.min(Math.max(0, top), end);
  const rect = centredRect(body, width, height);
  return { entry, rect, borders, lines: lines.slice(first, first + shown), labelWidth: LABEL_WIDTH, top: first, end };
}

function factsOf(state: DashboardState, entry: PodEntry | null, now: number): readonly ExplainedFact[] {
  if (entry === null) return [{ label: 'status', text: 'gone: nothing of it is stored, and nothing runs' }];
  return explainPod({ entry, attention: attentionIn(state, entry), problems: state.list.problems, now });
}
