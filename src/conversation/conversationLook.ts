// The styles of a conversation by meaning; who shows it says what they look like.
import type { TextStyle } from '../cells/textStyle';

export type LookToken =
  | 'text'
  | 'dim'
  /** What the user said. */
  | 'user'
  | 'heading'
  | 'code'
  | 'link'
  /** Marks of lists, quotes, blocks that can be opened. */
  | 'mark'
  | 'added'
  | 'removed'
  | 'success'
  | 'running'
  | 'warn'
  | 'error';

export type ConversationLook = Readonly<Record<LookToken, TextStyle>>;
