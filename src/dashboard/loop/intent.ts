// What the user wants, in the dashboard's own words: the keymap and the mouse make intents, `reduce` answers them.
import type { ConversationAct } from '../conversation/conversationAct';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** How a text field changes; `type` inserts at the cursor. */
export type FieldEdit =
  | { readonly kind: 'type'; readonly text: string }
  | { readonly kind: 'backspace' | 'delete' | 'deleteWord' | 'deleteToStart' | 'left' | 'right' | 'start' | 'end' }
  /** Of fields with several lines: `up` and `down` go to the line beside, the others end where the line does. */
  | { readonly kind: 'newline' | 'deleteToEnd' | 'up' | 'down' };

export type Intent =
  /** A key that means nothing here; it still takes the message line away. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'quit' }
  /** Leaves the terminal to the shell until it brings the job back. */
  | { readonly kind: 'toShell' }
  | { readonly kind: 'move'; readonly direction: Direction }
  | { readonly kind: 'page'; readonly by: 1 | -1 }
  /** The wheel over a text; in rows. */
  | { readonly kind: 'scroll'; readonly by: number }
  | { readonly kind: 'edge'; readonly to: 'first' | 'last' }
  /** Enter: attach, restore, or a conversation, whichever the selected Pod can do. */
  | { readonly kind: 'open' }
  /** A click on a Pod; `at` in Unix ms, because two of them within 400 ms open it. */
  | { readonly kind: 'click'; readonly key: string; readonly at: number }
  /** Escape in a pane: shows all again, else selects nothing, else leaves the pane. */
  | { readonly kind: 'back' }
  /** To the next Pod that needs the user. */
  | { readonly kind: 'jump' }
  | { readonly kind: 'search' }
  | { readonly kind: 'nextStateFilter' }
  | { readonly kind: 'toggleHere' }
  /** `next`: another order; else the same one anew, for tiles that have kept their places. */
  | { readonly kind: 'sort'; readonly next: boolean }
  | { readonly kind: 'stop' }
  | { readonly kind: 'remove' }
  | { readonly kind: 'newPod' }
  | { readonly kind: 'togglePicker' }
  | { readonly kind: 'help' }
  /** Why the selected Pod is shown as it is. */
  | { readonly kind: 'why' }
  /** Leaves what lies on top: help, question, prompt, conversation. */
  | { readonly kind: 'close' }
  | { readonly kind: 'confirm' }
  /** Shows what the agent of the selected Pod asks, to be answered there and then. */
  | { readonly kind: 'answer' }
  /** Writes to the selected Pod, or to the marked ones. */
  | { readonly kind: 'compose' }
  /** Shows the selected Pod large. */
  | { readonly kind: 'zoom' }
  /** Larger tiles, or more of them. */
  | { readonly kind: 'density'; readonly by: 1 | -1 }
  /** Marks the selected Pod for a broadcast, or takes the mark away. */
  | { readonly kind: 'mark' }
  | { readonly kind: 'unmarkAll' }
  /** In an open conversation, or over a question. */
  | { readonly kind: 'talk'; readonly act: ConversationAct }
  | { readonly kind: 'nextField'; readonly by: 1 | -1 }
  | { readonly kind: 'submit' }
  | { readonly kind: 'edit'; readonly edit: FieldEdit };
