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

/** A piece of one line of code; untrusted. */
export interface CodeToken {
  readonly text: string;
  readonly token: LookToken;
}

/** The lines of the code in pieces; null: it cannot be told apart. `language`: as it stands at a fence. */
export type ColourCode = (code: string, language: string) => readonly (readonly CodeToken[])[] | null;

export type ConversationLook = Readonly<Record<LookToken, TextStyle>> & {
  /** Tells code apart by its language; missing: it is shown in one style. */
  readonly colourCode?: ColourCode;
};
