// The composer's history: what the user said before, taken from the conversation itself.
import type { Conversation } from '../../conversation/conversation';
import type { ConversationView } from './conversationView';

/**
 * The user's own words, older (1) or newer (-1), into the composer; what stood there comes back behind the newest.
 * `text` null: there is nothing further in that direction.
 */
export function recalledInput(
  view: ConversationView,
  { blocks }: Conversation,
  by: 1 | -1,
  draft: string,
): { readonly view: ConversationView; readonly text: string | null } {
  const back = (view.recalled?.back ?? 0) + by;
  const kept = view.recalled?.draft ?? draft;
  if (back < 0) return { view, text: null };
  if (back === 0) return { view: { ...view, recalled: null }, text: kept };
  let left = back;
  let last: string | null = null;
  for (let index = blocks.length - 1; index >= 0 && left > 0; index -= 1) {
    const block = blocks.at(index);
    if (block?.kind !== 'user' || block.text === last) continue;
    last = block.text;
    left -= 1;
  }
  return left > 0 || last === null
    ? { view, text: null }
    : { view: { ...view, recalled: { back, draft: kept } }, text: last };
}
