// What the dashboard has heard of a Pod's conversation.
import type { TileFeed } from '../loop/ports';
import type { DashboardState } from '../loop/state';

export type ConversationFeed = Extract<TileFeed, { readonly kind: 'conversation' }>;

/** What the Pod has said of itself last; null until it has. */
export function conversationFeedOf(state: Pick<DashboardState, 'tiles'>, key: string): ConversationFeed | null {
  const shown = state.tiles.get(key)?.shown ?? null;
  return shown?.kind === 'conversation' ? shown : null;
}
