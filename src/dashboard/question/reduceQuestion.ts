// Answering an agent: a question is looked at before a key can answer it, and is answered once.

import { displayName } from '../../cells/displayText';
import type { Answer } from '../../conversation/conversation';
import type { PodEntry } from '../../podList/types';
import { nextCalling } from '../attention/reduceAttention';
import { conversationFeedOf } from '../conversation/conversationSelectors';
import type { Intent } from '../loop/intent';
import { openLive } from '../loop/openPod';
import type { ActionOutcome } from '../loop/ports';
import { type MoveIntent, rowsOf } from '../loop/reduceMove';
import { attentionIn, type DashboardState, type PermissionOverlay, selectedEntry } from '../loop/state';
import { ask, type Step, stay, withMessage } from '../loop/step';
import { selectShown } from '../scope/reduceScope';
import { planPermission } from './questionPlan';
import { questionId, questionOf, shownQuestion } from './questionSelectors';

/**
 * The step with what stands before the user now: a question that has just come up takes no key yet, for the key may have
 * been meant for what stood there before.
 */
export function noticingQuestion({ state, effects }: Step): Step {
  const shown = shownQuestion(state);
  const id = shown === null ? null : questionId(shown.entry.key, shown.ask.id);
  if (id === (state.question?.id ?? null)) return { state, effects };
  if (id === null) return { state: { ...state, question: null }, effects };
  return { state: { ...state, question: { id, isReady: false } }, effects: [...effects, { kind: 'waitForLook', id }] };
}

/** It has been there long enough to be read for what it is. */
export function questionReady(state: DashboardState, id: string): DashboardState {
  return state.question?.id === id ? { ...state, question: { id, isReady: true } } : state;
}

/** Whose question a key would answer now: the selected Pod's, or in the overview that of the next Pod that asks. */
export function nextAsking(state: DashboardState): PodEntry | null {
  const selected = selectedEntry(state);
  if (selected !== null && attentionIn(state, selected)?.kind === 'permission') return selected;
  return state.pane.kind === 'zoom' ? null : nextCalling(state, ({ kind }) => kind === 'permission');
}

/** Lays what that agent asks over the pane. */
export function showNextQuestion(state: DashboardState): DashboardState {
  const entry = nextAsking(state);
  if (entry === null) return withMessage(state, 'info', 'No agent asks for anything now.');
  return { ...selectShown(state, entry.key), overlay: { kind: 'permission', entry, top: 0 } };
}

/** Answers the question that is shown. */
export function answerQuestion(state: DashboardState, answer: Answer): Step {
  const shown = shownQuestion(state);
  if (shown === null || state.question?.isReady !== true || state.answering.has(state.question.id)) return stay(state);
  const { entry, ask: open } = shown;
  if (answer !== 'reject' && !open.answers.includes(answer)) {
    const name = displayName(entry.id.name);
    return stay(withMessage(state, 'info', `The agent of ${name} does not offer this answer.`));
  }
  const answering = { ...state, answering: new Set([...state.answering, state.question.id]) };
  return ask(answering, { kind: 'permit', entry, requestId: open.id, answer });
}

/** Answers a key while a question lies over the overview. */
export function reducePermission(state: DashboardState, overlay: PermissionOverlay, intent: Intent): Step {
  switch (intent.kind) {
    case 'close':
      return stay({ ...state, overlay: null });
    case 'open':
      return overlay.entry.canAttach ? openLive({ ...state, overlay: null }, overlay.entry) : stay(state);
    case 'talk':
      return isAnswer(intent.act) ? answerQuestion(state, intent.act) : stay(state);
    case 'move':
    case 'page':
    case 'edge':
    case 'scroll':
      return stay({ ...state, overlay: { ...overlay, top: scrolledTop(state, overlay, intent) } });
    default:
      return stay(state);
  }
}

function scrolledTop(state: DashboardState, overlay: PermissionOverlay, intent: MoveIntent): number {
  const { top, rows } = planPermission(state, overlay);
  return planPermission(state, { ...overlay, top: top + rowsOf(intent, rows.length - 1) }).top;
}

function isAnswer(act: string): act is Answer {
  return act === 'allow_once' || act === 'allow_always' || act === 'reject';
}

/** An answer that was not taken can be given again. In the conversation itself it shows anyway. */
export function permitEnded(
  state: DashboardState,
  podKey: string,
  requestId: string,
  outcome: ActionOutcome,
): DashboardState {
  const isOpen = state.pane.kind === 'conversation' && state.pane.entry.key === podKey;
  const free = outcome.kind === 'done' ? state : withoutAnswering(state, questionId(podKey, requestId));
  if (outcome.message === null || (isOpen && outcome.kind === 'done')) return free;
  return withMessage(free, outcome.kind === 'done' ? 'info' : 'error', outcome.message);
}

function withoutAnswering(state: DashboardState, id: string): DashboardState {
  return { ...state, answering: new Set([...state.answering].filter((each) => each !== id)) };
}

/** After a new word of the Pod: what is answered is forgotten, and what lay over the overview for it goes. */
export function afterQuestionNews(state: DashboardState, podKey: string): DashboardState {
  const feed = conversationFeedOf(state, podKey);
  if (feed === null) return state;
  const open = new Set(feed.conversation.asks.map(({ id }) => questionId(podKey, id)));
  const kept = [...state.answering].filter((id) => open.has(id) || !id.startsWith(`${podKey}\u0000`));
  const next = kept.length === state.answering.size ? state : { ...state, answering: new Set(kept) };
  const { overlay } = next;
  const isOver = overlay?.kind === 'permission' && overlay.entry.key === podKey;
  return isOver && questionOf(next, overlay.entry) === null ? { ...next, overlay: null } : next;
}
