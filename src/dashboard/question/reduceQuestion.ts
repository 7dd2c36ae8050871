// Answering an agent: its question is shown, looked at before a key can answer it, and answered once.

import { displayName } from '../../cells/displayText';
import type { Answer } from '../../conversation/conversation';
import { podWord } from '../../podList/podPlace';
import { draftField, withDraft } from '../composer/composerState';
import { allows, type GivenAnswer, givenBy } from '../kit/questionOptions';
import { fieldText } from '../kit/textField';
import { type Intent, isMove, type MoveIntent, rowsOf } from '../loop/intent';
import { openLive } from '../loop/openPod';
import { selectShown } from '../loop/podSelection';
import type { ActionOutcome } from '../loop/ports';
import { type DashboardState, openEntry } from '../loop/state';
import { type Step, stay, withEffect, withMessage } from '../loop/step';
import { planQuestion } from './questionPlan';
import { asksForValues, canAnswer, nextAsking, shownQuestion } from './questionSelectors';
import { type QuestionOverlay, questionId } from './questionState';

/** It has been there long enough to be read for what it is. */
export function questionReady(state: DashboardState, id: string): DashboardState {
  if (state.question.shown?.id !== id) return state;
  return { ...state, question: { ...state.question, shown: { ...state.question.shown, isReady: true } } };
}

/** Shows the next question, and answers the one that is shown, wherever it is; null: it is another key. */
export function reduceAnswers(state: DashboardState, intent: Intent): Step | null {
  if (intent.kind === 'showQuestion') return stay(showNextQuestion(state));
  if (intent.kind === 'submit') return valueGiven(state);
  return intent.kind === 'answer' ? answeredWith(state, intent.answer) : null;
}

/** What is being written to the agent goes along with a rejection. */
function answeredWith(state: DashboardState, answer: Answer | number): Step {
  const { pane, composer } = state;
  const key = pane.kind === 'conversation' && pane.focus === 'writing' ? pane.entry.key : null;
  const step = answerQuestion(state, answer, key === null ? '' : fieldText(draftField(composer, key)).trim());
  const isTold = step.effects.some((effect) => effect.kind === 'permit' && 'reason' in effect.given);
  if (key === null || !isTold) return step;
  return { ...step, state: { ...step.state, composer: withDraft(step.state.composer, key, null) } };
}

/** Lays what that agent asks over the pane. */
function showNextQuestion(state: DashboardState): DashboardState {
  const entry = nextAsking(state);
  if (entry === null) return withMessage(state, 'info', 'No agent asks for anything now.');
  return { ...selectShown(state, entry.key), overlay: { kind: 'question', entry, top: 0 } };
}

/** `reason`: what the agent is told after a rejection; '' where there is none. */
function answerQuestion(state: DashboardState, wanted: Answer | number, reason = ''): Step {
  const question = shownQuestion(state);
  const { shown } = state.question;
  if (question === null || shown === null || !canAnswer(state)) return stay(state);
  const { entry, ask } = question;
  const given = givenBy(ask, wanted);
  if (given === null) {
    const name = displayName(podWord(entry.id));
    const how = ask.options.length > 0 ? ' Choose by number.' : '';
    return stay(withMessage(state, 'info', `The agent of ${name} does not offer this answer.${how}`));
  }
  if (allows(ask, given) && state.readFirst && !shown.isRead) {
    return stay(withMessage(state, 'info', 'Read the question to its end first: ↓ or PgDn scrolls.'));
  }
  return permitted(state, { ...given, ...(reason !== '' && !allows(ask, given) && { reason }) });
}

/** Hands the answer to the question that is shown to its agent. */
function permitted(state: DashboardState, given: GivenAnswer): Step {
  const question = shownQuestion(state);
  const { shown, answering } = state.question;
  if (question === null || shown === null) return stay(state);
  const { entry, ask } = question;
  const next = { ...state, question: { ...state.question, answering: new Set([...answering, shown.id]) } };
  return withEffect(next, { kind: 'permit', entry, requestId: ask.id, given });
}

/** What is written is the next of the values that the shown question asks for; with the last one all are given. */
function valueGiven(state: DashboardState): Step | null {
  const question = shownQuestion(state);
  const { shown, values } = state.question;
  if (question === null || shown === null || !asksForValues(state)) return null;
  const { key } = question.entry;
  const before = values.get(shown.id) ?? {};
  const field = question.ask.fields.find(({ id }) => before[id] === undefined);
  if (field === undefined || !canAnswer(state)) return stay(state);
  const given = { ...before, [field.id]: fieldText(draftField(state.composer, key)) };
  const next = {
    ...state,
    composer: withDraft(state.composer, key, null),
    question: { ...state.question, values: new Map(values).set(shown.id, given) },
  };
  const isLast = question.ask.fields.every(({ id }) => given[id] !== undefined);
  return isLast ? permitted(next, { values: given }) : stay(next);
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
  const { answering } = state.question;
  // Values that were not taken are asked for anew.
  const values = new Map(state.question.values);
  values.delete(id);
  return {
    ...state,
    question: { ...state.question, values, answering: new Set([...answering].filter((each) => each !== id)) },
  };
}
