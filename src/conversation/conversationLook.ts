// The styles of a conversation by meaning; who shows it says what they look like.

/** As in a ScreenRun. */
export interface TextStyle {
  readonly fg: number;
  readonly bg: number;
  readonly flags: number;
}

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

/** The style with more flags set (bits of STYLE). */
export function withFlags(style: TextStyle, flags: number): TextStyle {
  return { ...style, flags: style.flags | flags };
}
