// The question of an agent that stands before the user: in its open conversation, or laid over the pane at hand.
import type { PermissionAsk } from '../../conversation/conversation';
import type { PodEntry } from '../../podList/podList';
import { attentionIn, nextCalling } from '../attention/attentionSelectors';
import { conversationFeedOf } from '../conversation/conversationSelectors';
import type { QuestionKeys } from '../kit/questionRows';
import { selectedEntry, selectedKey } from '../loop/podSelection';
import type { DashboardState } from '../loop/state';

export interface AgentQuestion {
  readonly entry: PodEntry;
  /** The oldest of the open ones. */
  readonly ask: PermissionAsk;
  /** How many are open in all. */
  readonly open: number;
}

/** The question that keys would answer; null: none is shown. */
export function shownQuestion(state: DashboardState): AgentQuestion | null {
  const { overlay, pane } = state;
  if (overlay?.kind === 'question') return questionOf(state, overlay.entry);
  return overlay === null && pane.kind === 'conversation' && !pane.isReadOnly ? questionOf(state, pane.entry) : null;
}

/** What the agent of that Pod asks now, as far as its conversation is watched. */
export function questionOf(state: DashboardState, entry: PodEntry): AgentQuestion | null {
  const asks = conversationFeedOf(state, entry.key)?.conversation.asks ?? [];
  const [ask] = asks;
  return ask === undefined ? null : { entry, ask, open: asks.length };
}

/** Whether the shown question asks for values that have to be written. */
export function asksForValues(state: DashboardState): boolean {
  const ask = shownQuestion(state)?.ask;
  return ask !== undefined && ask.fields.length > 0 && ask.options.length === 0;
}

/** The end of the question that is shown is on the screen. */
export function questionRead(state: DashboardState): DashboardState {
  const { shown } = state.question;
  if (shown === null || shown.isRead) return state;
  return { ...state, question: { ...state.question, shown: { ...shown, isRead: true } } };
}

/** Whether keys answer the question that is shown. */
export function canAnswer(state: DashboardState): boolean {
  return state.question.shown?.isReady === true && !state.question.answering.has(state.question.shown.id);
}

/** How the keys stand to the question that is shown. `isAlt`: letters are text there. */
export function questionKeysOf({ question, readFirst }: DashboardState, isAlt: boolean): QuestionKeys {
  const { shown, answering, values } = question;
  const isReady = shown?.isReady === true && !answering.has(shown.id);
  return {
    isReady,
    isRead: !readFirst || shown?.isRead === true,
    isAlt,
    values: (shown && values.get(shown.id)) ?? NO_VALUES,
  };
}

const NO_VALUES = {};

/** Whose question a key would show now: the selected Pod's, or in grid and list that of the next Pod that asks. */
export function nextAsking(state: DashboardState): PodEntry | null {
  const selected = selectedEntry(state);
  if (selected !== null && attentionIn(state, selected)?.kind === 'permission') return selected;
  if (state.pane.kind === 'zoom') return null;
  return nextCalling(state, selectedKey(state), ({ kind }) => kind === 'permission');
}
