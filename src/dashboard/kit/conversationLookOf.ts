// What a conversation looks like in the dashboard's theme.
import type { ConversationLook } from '../../conversation/conversationLook';
import type { Theme } from './theme';

const looks = new WeakMap<Theme, ConversationLook>();

/** The same object for the same theme: a layout is made for one look. */
export function conversationLookOf(theme: Theme): ConversationLook {
  const known = looks.get(theme);
  if (known !== undefined) return known;
  const look: ConversationLook = {
    text: theme.text,
    dim: theme.dim,
    user: theme.strong,
    heading: theme.brand,
    code: theme.idle,
    link: theme.restorable,
    mark: theme.key,
    added: theme.running,
    removed: theme.corrupt,
    success: theme.running,
    running: theme.running,
    warn: theme.paused,
    error: theme.error,
    ...(theme.colourCode && { colourCode: theme.colourCode }),
  };
  looks.set(theme, look);
  return look;
}
