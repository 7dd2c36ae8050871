// The layouts of the conversations on the screen, one for each Pod, width and theme; they only save work.
import {
  type ConversationLayout,
  createConversationLayout,
  type OpenBlocks,
} from '../../conversation/conversationLayout';
import { conversationLookOf } from './conversationLookOf';
import type { Theme } from './theme';

/** A conversation as it comes: every part is shown as short as it can be. */
export const ALL_CLOSED: OpenBlocks = { all: false, flipped: new Set() };

/** More than the tiles of any screen; the least recently used one goes first. */
const MAX_KEPT = 64;

const layouts = new WeakMap<Theme, Map<string, ConversationLayout>>();

/** The same object for the same Pod, width and theme, as long as it is in use. */
export function conversationLayoutOf(theme: Theme, podKey: string, width: number): ConversationLayout {
  const kept = layouts.get(theme) ?? new Map<string, ConversationLayout>();
  layouts.set(theme, kept);
  const id = `${width} ${podKey}`;
  const layout = kept.get(id) ?? createConversationLayout(Math.max(1, width), conversationLookOf(theme));
  kept.delete(id);
  kept.set(id, layout);
  const [oldest] = kept.keys();
  if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
  return layout;
}
