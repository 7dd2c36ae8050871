// The end of the line below a conversation: what is being asked, searched or copied, or how far it is to the end.

import { displayText } from '../../cells/displayText';
import { span } from '../../cells/spans';
import type { Span } from '../../cells/textStyle';
import type { Conversation } from '../../conversation/conversation';
import type { Theme } from '../kit/theme';
import type { ConversationScene } from './conversationAreas';
import { copiedRows } from './conversationCopy';
import { type ConversationSearch, newRows, shownOf } from './conversationView';

/** `height`: rows of the conversation's part. Empty while the end is followed and there is nothing to say. */
export function conversationStanding(scene: ConversationScene, height: number, theme: Theme): readonly Span[] {
  const { view, conversation, lost, isReading } = scene;
  if (lost !== null && conversation !== null) return [span(`! ${displayText(lost)}`, theme.error)];
  if (view.isCancelAsked) return [span('Esc again cancels the turn', theme.error)];
  if (conversation === null) return [];
  if (view.copying !== null) return copySpans(scene, conversation, height, theme);
  if (view.search !== null) return searchSpans(view.search, isReading, theme);
  if (isReading && view.top !== null) return [span('reading what was said before…', theme.dim)];
  return view.top === null ? [] : distanceSpans(scene, conversation, height, theme);
}

function copySpans(
  { view, layout }: ConversationScene,
  conversation: Conversation,
  height: number,
  theme: Theme,
): readonly Span[] {
  const rows = copiedRows(view, { layout, conversation, height });
  const words = rows === 0 ? 'copy: v marks, y copies' : `${rows} row${rows === 1 ? '' : 's'} marked`;
  return [span(words, theme.key)];
}

/** `isReading`: what is not found yet may still be. */
function searchSpans(
  { query, blocks, isTyping }: ConversationSearch,
  isReading: boolean,
  theme: Theme,
): readonly Span[] {
  const found = blocks > 0 ? ` · in ${blocks} block${blocks === 1 ? '' : 's'}` : isReading ? '' : ' · not found';
  const count = `${query === '' ? '' : found}${isReading ? ' · reading…' : ''}`;
  return [span(`/${displayText(query)}${isTyping ? '▏' : ''}`, theme.key), span(count, theme.dim)];
}

function distanceSpans(
  { view, layout }: ConversationScene,
  conversation: Conversation,
  height: number,
  theme: Theme,
): readonly Span[] {
  const fresh = newRows(view, { layout, conversation, height });
  if (fresh > 0) return [span(`↓ ${fresh} new line${fresh === 1 ? '' : 's'}`, theme.key)];
  const percent = Math.round(100 * layout.progress(shownOf({ conversation }, view), view.top, height));
  return [span(`${Math.min(99, percent)}%`, theme.dim)];
}
