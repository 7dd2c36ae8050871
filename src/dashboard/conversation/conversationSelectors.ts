// What the dashboard has heard of a Pod's conversation, and that conversation as it opens.
import type { PodEntry } from '../../podList/podList';
import type { TileFeed } from '../loop/ports';
import type { DashboardState } from '../loop/state';
import { type ConversationPane, newConversationPane } from './conversationState';

export type HeardConversation = Extract<TileFeed, { readonly kind: 'conversation' }>;

/** What the Pod has said of itself last; null until it has. */
export function conversationFeedOf(state: Pick<DashboardState, 'tiles'>, key: string): HeardConversation | null {
  const shown = state.tiles.get(key)?.shown ?? null;
  return shown?.kind === 'conversation' ? shown : null;
}

/** Only its end was there, and now all of it is: its blocks are counted anew. */
export function hasJoined(before: HeardConversation | null, now: HeardConversation): boolean {
  return before?.isReading === true && now.isReading !== true;
}

/** A conversation as it opens: at its end, ready to be written to, or to be answered. */
export function openedConversation(
  state: DashboardState,
  entry: PodEntry,
  back: ConversationPane['back'],
): ConversationPane {
  const isAsked = (conversationFeedOf(state, entry.key)?.conversation.asks.length ?? 0) > 0;
  return newConversationPane(entry, back, { isAsked: isAsked && !state.composer.drafts.has(entry.key) });
}
