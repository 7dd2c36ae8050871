// What the user wants, in the dashboard's own words: the keymap and the mouse make intents, `reduce` answers them.

export type Direction = 'left' | 'right' | 'up' | 'down';

/** How a text field changes; `type` inserts at the cursor. */
export type FieldEdit =
  | { readonly kind: 'type'; readonly text: string }
  | { readonly kind: 'backspace' | 'delete' | 'deleteWord' | 'deleteToStart' | 'left' | 'right' | 'start' | 'end' };

export type Intent =
  /** A key that means nothing here; it still takes the message line away. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'quit' }
  | { readonly kind: 'move'; readonly direction: Direction }
  | { readonly kind: 'page'; readonly by: 1 | -1 }
  /** The wheel over a text; in rows. */
  | { readonly kind: 'scroll'; readonly by: number }
  | { readonly kind: 'edge'; readonly to: 'first' | 'last' }
  /** Enter: attach, restore, or a transcript, whichever the selected Pod can do. */
  | { readonly kind: 'open' }
  /** A click on a Pod; `at` in Unix ms, because two of them within 400 ms open it. */
  | { readonly kind: 'click'; readonly key: string; readonly at: number }
  | { readonly kind: 'clearSelection' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'remove' }
  | { readonly kind: 'newPod' }
  | { readonly kind: 'togglePicker' }
  | { readonly kind: 'help' }
  /** Leaves what lies on top: help, question, prompt, transcript. */
  | { readonly kind: 'close' }
  | { readonly kind: 'confirm' }
  | { readonly kind: 'nextField' }
  | { readonly kind: 'submit' }
  | { readonly kind: 'edit'; readonly edit: FieldEdit };
