// A session with the terminal of a live Pod: dialled, asked for, and asked for again after a cut.
import { displayName, displayText } from '../cells/displayText';
import type { TerminalSize } from '../cells/terminalSize';
import type { Dial, DialSignal } from '../client/dial';
import type { PodConnection } from '../client/podConnection';
import { type OwnTalk, openTalk, ownTalkOver, type Patience } from '../client/talk';
import { parseResumeAnswer, type ResumeAnswer } from '../protocol/resume';
import type { ResumeRequest } from '../protocol/resumeRequest';
import type { PodPlace, WireMethod } from '../protocol/wireMethod';
import { failure, type Outcome } from './actionFailure';
import type { AttachedTalk, NotAttached } from './attachedTalk';
import { FramedSession } from './framedSession';
import type { TerminalSession } from './terminalSession';

/** Of a Pod that has greeted us some time ago: as long as one that is dialled may take to greet and to answer, ms. */
const OPENED_PATIENCE: Patience = { quietMs: 8000, totalMs: 15_000 };

export interface TerminalDial extends TerminalSize {
  readonly dial: Dial;
  /** See `WayToPod`: asked for once, before anything is waited for. */
  readonly opened?: (() => PodConnection | null) | undefined;
  /** Nobody waits for the terminal any more: what `opened` has given is closed. Of `dial` it is the caller's. */
  readonly over?: DialSignal | undefined;
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
  const first = (await attachOver(request)) ?? (await attach(request, {}));
  if (first.kind === 'not-attached') return first.failed;
  const again = (resume: ResumeRequest, size: TerminalSize) => {
    // By now another process may have its name.
    return attach({ ...request, ...size, extensions: undefined }, resume);
  };
  return { kind: 'done', session: new FramedSession(first, request, again) };
}

/** Over what is open already; null: nothing is, or it has ended in between, so that only a new connection tells how it stands. */
async function attachOver(request: TerminalDial): Promise<AttachedTalk | NotAttached | null> {
  const connection = request.opened?.() ?? null;
  if (connection === null) return null;
  const talk = ownTalkOver(connection);
  if (!talk.hello.extensions.includes('terminal')) {
    talk.close();
    return null;
  }
  const giveUp = () => talk.close();
  request.over?.addEventListener('abort', giveUp, { once: true });
  talk.send(attachMethod(request, talk.hello.extensions, {}));
  const answer = await attachAnswer(talk, OPENED_PATIENCE);
  request.over?.removeEventListener('abort', giveUp);
  if (answer.kind === 'attached') return { ...answer, talk };
  talk.close();
  return answer.isClosed && request.over?.aborted !== true ? null : notGiven(request, answer.fault);
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
  return notGiven(request, answer.fault);
}

function notGiven({ podName, isAway = false }: TerminalDial, fault: string): NotAttached {
  const failed = failure('failed', `The Pod "${displayName(podName)}" did not give its terminal: ${fault}`);
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
  | { readonly kind: 'fault'; readonly fault: string; readonly isClosed: boolean };

function attachAnswer(talk: OwnTalk, patience?: Patience): Promise<Answer> {
  return talk.answer<Answer>(
    (event) => {
      if (event.event === 'terminal_attached') return { kind: 'attached', answer: parseResumeAnswer(event.data) };
      if (event.event !== 'error') return null;
      return { kind: 'fault', fault: displayText(event.data.message), isClosed: false };
    },
    (lost) => {
      const isClosed = lost.kind === 'closed';
      return { kind: 'fault', fault: isClosed ? lost.reason : 'no answer in time', isClosed };
    },
    patience,
  );
}
