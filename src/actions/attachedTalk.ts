// What came of asking a Pod for its terminal.
import type { OwnTalk } from '../client/talk';
import type { ResumeAnswer } from '../protocol/resume';
import type { ActionFailure } from './actionFailure';

/** The connection carries frames now. `answer` null: the Pod cannot resume. */
export interface AttachedTalk {
  readonly kind: 'attached';
  readonly talk: OwnTalk;
  readonly answer: ResumeAnswer | null;
}

/** `isFinal`: trying again would change nothing. */
export interface NotAttached {
  readonly kind: 'not-attached';
  readonly failed: ActionFailure;
  readonly isFinal: boolean;
}
