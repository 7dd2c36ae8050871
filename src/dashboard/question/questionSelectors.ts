// The question of an agent that stands before the user: in its open conversation, or laid over the overview.
import type { PermissionAsk } from '../../conversation/conversation';
import type { PodEntry } from '../../podList/types';
import { conversationFeedOf } from '../conversation/conversationSelectors';
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
  if (overlay?.kind === 'permission') return questionOf(state, overlay.entry);
  return overlay === null && pane.kind === 'conversation' && !pane.isReadOnly ? questionOf(state, pane.entry) : null;
}

/** What the agent of that Pod asks now, as far as its conversation is watched. */
export function questionOf(state: DashboardState, entry: PodEntry): AgentQuestion | null {
  const asks = conversationFeedOf(state, entry.key)?.conversation.asks ?? [];
  const [ask] = asks;
  return ask === undefined ? null : { entry, ask, open: asks.length };
}

/** Agents number their questions each for itself. */
export function questionId(podKey: string, requestId: string): string {
  return `${podKey}\u0000${requestId}`;
}

/** Whether keys answer the question that is shown. */
export function canAnswer(state: DashboardState): boolean {
  return state.question?.isReady === true && !state.answering.has(state.question.id);
}
