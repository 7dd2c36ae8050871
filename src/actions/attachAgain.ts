// After a cut: tries to attach again, at growing pauses, until it is attached or there is no more sense in it.
import { setTimeout as sleep } from 'node:timers/promises';
import type { TerminalSize } from '../cells/terminalSize';
import type { ResumeRequest } from '../protocol/resumeRequest';
import type { AttachedTalk, NotAttached } from './attachedTalk';

/** Between two tries to come back, ms. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1000;

/** One try to come back to where the session was. */
export type Again = (resume: ResumeRequest, size: TerminalSize) => Promise<AttachedTalk | NotAttached>;

/** Null: the Pod is gone for good, or `isLeaving` said after a try that nobody wants it any more. */
export async function attachAgain(
  attempt: () => ReturnType<Again>,
  isLeaving: () => boolean,
): Promise<AttachedTalk | null> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(LONGEST_PAUSE_MS, pause * 2)) {
    const back = await attempt();
    if (back.kind === 'attached') return back;
    if (back.isFinal || isLeaving()) return null;
    await sleep(pause);
  }
}
