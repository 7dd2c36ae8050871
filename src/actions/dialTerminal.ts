// A session with the terminal of a live Pod: dialled, asked for, and asked for again after a cut.
import { displayName, displayText } from '../cells/displayText';
import type { TerminalSize } from '../cells/terminalSize';
import type { Dial } from '../client/dial';
import { type OwnTalk, openTalk } from '../client/talk';
import { parseResumeAnswer, type ResumeAnswer } from '../protocol/resume';
import type { ResumeRequest } from '../protocol/resumeRequest';
import type { PodPlace, WireMethod } from '../protocol/wireMethod';
import { failure, type Outcome } from './actionFailure';
import type { AttachedTalk, NotAttached } from './attachedTalk';
import { FramedSession } from './framedSession';
import type { TerminalSession } from './terminalSession';

export interface TerminalDial extends TerminalSize {
  readonly dial: Dial;
  readonly podName: string;
  readonly readOnly: boolean;
  /** The Pod that our own terminal is in; null: none. */
  readonly inside: PodPlace | null;
  /** It is on another machine: a way that is broken may come back. Missing: it is on this one. */
  readonly isAway?: boolean;
  /** What the Pod is known to speak: it is asked at once, one round trip earlier. Missing: its greeting says it first. */
  readonly extensions?: readonly string[] | undefined;
}

/** Connects, asks for the terminal and waits until the connection carries frames. */
export async function dialTerminal(request: TerminalDial): Promise<Outcome<{ readonly session: TerminalSession }>> {
  const first = await attach(request, {});
  if (first.kind === 'not-attached') return first.failed;
  const again = (resume: ResumeRequest, size: TerminalSize) => {
    // By now another process may have its name.
    return attach({ ...request, ...size, extensions: undefined }, resume);
  };
  return { kind: 'done', session: new FramedSession(first, request, again) };
}

async function attach(request: TerminalDial, resume: ResumeRequest): Promise<AttachedTalk | NotAttached> {
  const { dial, podName, isAway = false, extensions: known = [] } = request;
  const name = displayName(podName);
  const early = known.includes('terminal') ? attachMethod(request, known, resume) : undefined;
  const opened = await openTalk(dial, early);
  if (!opened.ok) {
    const failed = failure('failed', `The Pod "${name}" cannot be reached: ${displayText(opened.error)}`);
    return { kind: 'not-attached', failed, isFinal: !isAway || opened.isRefused === true };
  }
  const talk = opened.value;
  const { extensions } = talk.hello;
  if (!extensions.includes('terminal')) {
    talk.close();
    const words = `The Pod "${name}" has no terminal to attach to; podwatch shows its conversation.`;
    return { kind: 'not-attached', failed: failure('not-eligible', words), isFinal: true };
  }
  if (early === undefined) talk.send(attachMethod(request, extensions, resume));
  const answer = await attachAnswer(talk);
  if (answer.kind === 'attached') return { ...answer, talk };
  talk.close();
  const failed = failure('failed', `The Pod "${name}" did not give its terminal: ${answer.fault}`);
  return { kind: 'not-attached', failed, isFinal: !isAway };
}

function attachMethod(
  { cols, rows, readOnly, inside }: TerminalDial,
  extensions: readonly string[],
  resume: ResumeRequest,
): WireMethod {
  const mayResume = extensions.includes('resume') ? { resume } : {};
  return {
    method: 'attach_terminal',
    params: { cols, rows, read_only: readOnly, ...(inside && { inside }), ...mayResume },
  };
}

type Answer =
  | { readonly kind: 'attached'; readonly answer: ResumeAnswer | null }
  | { readonly kind: 'fault'; readonly fault: string };

function attachAnswer(talk: OwnTalk): Promise<Answer> {
  return talk.answer<Answer>(
    (event) => {
      if (event.event === 'terminal_attached') return { kind: 'attached', answer: parseResumeAnswer(event.data) };
      return event.event === 'error' ? { kind: 'fault', fault: displayText(event.data.message) } : null;
    },
    (lost) => ({ kind: 'fault', fault: lost.kind === 'closed' ? lost.reason : 'no answer in time' }),
  );
}
