// Questions after each step: what was answered is forgotten, and what has just come up takes no key yet.
import { conversationFeedOf } from '../conversation/conversationSelectors';
import type { StepHook } from '../loop/hook';
import { planQuestion } from './questionPlan';
import { questionOf, questionRead, shownQuestion } from './questionSelectors';
import { questionId } from './questionState';

/** After a new word of a Pod: what is answered is forgotten, and what lay over the pane for it goes. */
export const forgettingAnswered: StepHook = (step, { cause }) => {
  if (cause.kind !== 'report' || cause.report.kind !== 'feed') return step;
  const { state } = step;
  const podKey = cause.report.key;
  const feed = conversationFeedOf(state, podKey);
  if (feed === null) return step;
  const { answering } = state.question;
  const open = new Set(feed.conversation.asks.map(({ id }) => questionId(podKey, id)));
  const kept = [...answering].filter((id) => open.has(id) || !id.startsWith(`${podKey}\u0000`));
  const next =
    kept.length === answering.size ? state : { ...state, question: { ...state.question, answering: new Set(kept) } };
  const { overlay } = next;
  const isOver = overlay?.kind === 'question' && overlay.entry.key === podKey;
  const isAnswered = isOver && questionOf(next, overlay.entry) === null;
  return { ...step, state: isAnswered ? { ...next, overlay: null } : next };
};

/**
 * What stands before the user now: a question that has just come up takes no key yet, for the key may have been meant
 * for what stood there before.
 */
export const noticingQuestion: StepHook = (step) => {
  const { state, effects } = step;
  const question = shownQuestion(state);
  const id = question === null ? null : questionId(question.entry.key, question.ask.id);
  if (id === (state.question.shown?.id ?? null)) return step;
  if (id === null) return { state: { ...state, question: { ...state.question, shown: null } }, effects };
  const noticed = { ...state, question: { ...state.question, shown: { id, isReady: false, isRead: false, top: 0 } } };
  return { state: noticed, effects: [...effects, { kind: 'waitForLook', id }] };
};

/** A question over the pane is read as soon as its end was on the screen. */
export const readingQuestion: StepHook = (step) => {
  const { overlay, question } = step.state;
  if (overlay?.kind !== 'question' || question.shown === null || question.shown.isRead) return step;
  const { top, end, question: asked } = planQuestion(step.state, overlay);
  return asked === null || top < end ? step : { ...step, state: questionRead(step.state) };
};
