// What a user can do in an open conversation besides moving, writing and leaving it.
import type { Answer } from '../../conversation/conversation';

export type ConversationAct =
  | 'write'
  | 'read'
  /** Esc in the composer: cancels the turn (asks once), or where none runs leaves the composer. */
  | 'cancel'
  | 'toggle'
  | 'toggleAll'
  | 'selectNext'
  | 'selectPrevious'
  /** The selected part, or what is on the screen; in copy mode, what is marked. */
  | 'copy'
  | 'copyMode'
  | 'mark'
  | 'find'
  | 'nextMatch'
  | 'previousMatch'
  | Answer;
