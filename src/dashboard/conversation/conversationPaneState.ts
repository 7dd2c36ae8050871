// The conversation of one Pod that is open: whose it is, how it is looked at, and where keys go.
import type { PodEntry } from '../../podList/types';
import { type ConversationView, INITIAL_VIEW } from './conversationState';

export interface ConversationPane {
  readonly kind: 'conversation';
  readonly entry: PodEntry;
  /** Where leaving it leads; `end`: it was opened alone, so that leaving it ends the program. */
  readonly back: 'grid' | 'picker' | 'end';
  /** Nothing can be written, answered or cancelled. */
  readonly isReadOnly: boolean;
  readonly view: ConversationView;
  /** `asked`: a question of the agent has taken the keys from an empty composer, which has them back afterwards. */
  readonly focus: 'writing' | 'reading' | 'asked';
}

/** As it opens: at its end. */
export function newConversationPane(
  entry: PodEntry,
  back: ConversationPane['back'],
  { isAsked = false, isReadOnly = false } = {},
): ConversationPane {
  const focus = isReadOnly ? 'reading' : isAsked ? 'asked' : 'writing';
  return { kind: 'conversation', entry, back, isReadOnly, view: INITIAL_VIEW, focus };
}

/** What keys mean in it; see Mode. */
export function conversationMode({
  view,
  focus,
}: ConversationPane): 'conversation' | 'writing' | 'finding' | 'copying' {
  if (view.copying !== null) return 'copying';
  if (view.search?.isTyping === true) return 'finding';
  return focus === 'writing' ? 'writing' : 'conversation';
}
