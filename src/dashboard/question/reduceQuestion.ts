// Answering an agent: its question is shown, looked at before a key can answer it, and answered once.
import { displayName } from '../../cells/displayText';
import type { Answer } from '../../conversation/conversation';
import { type Intent, isMove, type MoveIntent, rowsOf } from '../loop/intent';
import { openLive } from '../loop/openPod';
import { selectShown } from '../loop/podSelection';
import type { ActionOutcome } from '../loop/ports';
import { type DashboardState, openEntry } from '../loop/state';
import { type Step, stay, withEffect, withMessage } from '../loop/step';
import { planQuestion } from './questionPlan';
import { canAnswer, nextAsking, shownQuestion } from './questionSelectors';
import { type QuestionOverlay, questionId } from './questionState';

/** It has been there long enough to be read for what it is. */
export function questionReady(state: DashboardState, id: string): DashboardState {
  if (state.question.shown?.id !== id) return state;
  return { ...state, question: { ...state.question, shown: { id, isReady: true } } };
}

/** Shows the next question, and answers the one that is shown, wherever it is; null: it is another key. */
export function reduceAnswers(state: DashboardState, intent: Intent): Step | null {
  if (intent.kind === 'showQuestion') return stay(showNextQuestion(state));
  return intent.kind === 'answer' ? answerQuestion(state, intent.answer) : null;
}

/** Lays what that agent asks over the pane. */
function showNextQuestion(state: DashboardState): DashboardState {
  const entry = nextAsking(state);
  if (entry === null) return withMessage(state, 'info', 'No agent asks for anything now.');
  return { ...selectShown(state, entry.key), overlay: { kind: 'question', entry, top: 0 } };
}

function answerQuestion(state: DashboardState, answer: Answer): Step {
  const question = shownQuestion(state);
  const { shown, answering } = state.question;
  if (question === null || shown === null || !canAnswer(state)) return stay(state);
  const { entry, ask: open } = question;
  if (answer !== 'reject' && !open.answers.includes(answer)) {
    const name = displayName(entry.id.name);
    return stay(withMessage(state, 'info', `The agent of ${name} does not offer this answer.`));
  }
  const next = { ...state, question: { shown, answering: new Set([...answering, shown.id]) } };
  return withEffect(next, { kind: 'permit', entry, requestId: open.id, answer });
}

/** Answers a key while a question lies over a pane. */
export function reduceQuestion(state: DashboardState, overlay: QuestionOverlay, intent: Intent): Step | null {
  switch (intent.kind) {
    case 'close':
      return stay({ ...state, overlay: null });
    case 'open':
      return overlay.entry.canAttach ? openLive({ ...state, overlay: null }, overlay.entry) : stay(state);
    case 'answer':
      return answerQuestion(state, intent.answer);
    default:
      return isMove(intent) ? stay({ ...state, overlay: scrolled(state, overlay, intent) }) : null;
  }
}

function scrolled(state: DashboardState, overlay: QuestionOverlay, intent: MoveIntent): QuestionOverlay {
  const { top, rows } = planQuestion(state, overlay);
  const moved = planQuestion(state, { ...overlay, top: top + rowsOf(intent, rows.length - 1) });
  return { ...overlay, top: moved.top };
}

/** An answer that was not taken can be given again. In the conversation itself it shows anyway. */
export function permitEnded(
  state: DashboardState,
  podKey: string,
  requestId: string,
  outcome: ActionOutcome,
): DashboardState {
  const isOpen = openEntry(state)?.key === podKey;
  const free = outcome.kind === 'done' ? state : withoutAnswering(state, questionId(podKey, requestId));
  if (outcome.message === null || (isOpen && outcome.kind === 'done')) return free;
  return withMessage(free, outcome.kind === 'done' ? 'info' : 'error', outcome.message);
}

function withoutAnswering(state: DashboardState, id: string): DashboardState {
  const { shown, answering } = state.question;
  return { ...state, question: { shown, answering: new Set([...answering].filter((each) => each !== id)) } };
}
