// What the user wants, in the dashboard's own words: the keymap and the mouse make intents, `reduce` answers them.
import type { FieldEdit } from '../kit/textField';
import type { FeatureIntents } from './featureTypes';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** Moving through tiles, rows and text. */
export type MoveIntent =
  | { readonly kind: 'move'; readonly direction: Direction }
  | { readonly kind: 'page'; readonly by: 1 | -1 }
  /** The wheel over a text; in rows. */
  | { readonly kind: 'scroll'; readonly by: number }
  | { readonly kind: 'edge'; readonly to: 'first' | 'last' };

/** What several features answer, each in its own way. */
type CommonIntent =
  | MoveIntent
  /** A key that means nothing here; it still takes the message line away. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'quit' }
  /** Leaves the terminal to the shell until it brings the job back. */
  | { readonly kind: 'toShell' }
  /** Enter: attach, restore, or a conversation, whichever the selected Pod can do. */
  | { readonly kind: 'open' }
  /** A click on a Pod; `at` in Unix ms, because two of them within 400 ms open it. */
  | { readonly kind: 'click'; readonly key: string; readonly at: number }
  /** Escape in a pane: shows all again, else selects nothing, else leaves the pane. */
  | { readonly kind: 'back' }
  /** Leaves what lies on top: an overlay, a field, zoom, a conversation. */
  | { readonly kind: 'close' }
  | { readonly kind: 'submit' }
  | { readonly kind: 'edit'; readonly edit: FieldEdit };

export type Intent = CommonIntent | FeatureIntents[keyof FeatureIntents];

/** Whether it moves something. */
export function isMove(intent: Intent): intent is MoveIntent {
  return intent.kind === 'move' || intent.kind === 'page' || intent.kind === 'scroll' || intent.kind === 'edge';
}

/** How many rows a move scrolls a text; the edges are as far as a text can be. */
export function rowsOf(intent: MoveIntent, pageHeight: number): number {
  switch (intent.kind) {
    case 'move':
      return intent.direction === 'down' ? 1 : intent.direction === 'up' ? -1 : 0;
    case 'page':
      return intent.by * Math.max(1, pageHeight);
    case 'scroll':
      return intent.by;
    case 'edge':
      return intent.to === 'first' ? -1e9 : 1e9;
  }
}
