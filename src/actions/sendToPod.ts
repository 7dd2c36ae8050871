// Sends one input to a live Pod and waits until the Pod has taken or refused it.
import { displayName, displayText } from '../cells/displayText';
import type { PodHello } from '../client/podConnection';
import type { Lost, Talk } from '../client/talk';
import type { WireEvent } from '../protocol/wireEvent';
import { type ActionFailure, failure, type Outcome } from './actionFailure';
import { type PodTarget, withPod } from './withPod';

export interface SendRequest extends PodTarget {
  readonly text: string;
  /** Into the turn that runs, where the agent can take it there. */
  readonly isNow?: boolean;
  /** The same message again, over a way that was cut, has the same; missing: it is a new one. */
  readonly id?: string;
}

/** What is done with the talk in which a text is sent. */
interface Exchange<T> {
  /** Before anything is sent: why it should not be; null: it should. */
  readonly check?: (hello: PodHello) => ActionFailure | null;
  /** The Pod has taken the text; what it says from then on has not been heard yet. `isQueued`: it waits for a turn's end. */
  readonly delivered: (talk: Talk, isQueued: boolean) => Promise<Outcome<T>>;
  /** Until the text is not only taken, but its turn has begun, however long that takes. */
  readonly untilBegun?: boolean;
}

/** `isQueued`: it is sent when the turn that runs has ended. */
export interface SentText {
  readonly isQueued: boolean;
}

/**
 * Done: the Pod has taken the text (formats §6, direct send). Every other outcome says that the text was not, or may not
 * have been, taken; the caller still has it.
 */
export function sendToPod(request: SendRequest): Promise<Outcome<SentText>> {
  return exchangeWithPod<SentText>(request, { delivered: async (_, isQueued) => ({ kind: 'done', isQueued }) });
}

export async function exchangeWithPod<T>(
  { text, isNow = false, id, ...target }: SendRequest,
  { check, delivered, untilBegun = false }: Exchange<T>,
): Promise<Outcome<T>> {
  if (text.trim() === '') {
    return failure('usage', `There is nothing to send to "${displayName(target.podName)}": the text is blank.`);
  }
  const say = async (talk: Talk, name: string): Promise<Outcome<T>> => {
    const objection = check?.(talk.hello) ?? null;
    if (objection !== null) return objection;
    const requestId = id ?? newRequestId();
    const input = [{ kind: 'text', content: text }];
    const { extensions } = talk.hello;
    const wishes = {
      ...(extensions.includes('queue') && { queue: true }),
      ...(isNow && extensions.includes('steer') && { steer: true }),
    };
    talk.send({ method: 'run', params: { input, request_id: requestId, ...wishes } });
    // A Pod of ours repeats the id in its answer: without it, it is the answer to somebody else.
    const repeatsIds = talk.hello.extensions.length > 0;
    const asked = { requestId, repeatsIds, name };
    const first = await answer(talk, asked);
    const isSilent = typeof first !== 'string' && first.kind === 'timeout';
    const known = isSilent && !repeatsIds ? await whySilent(talk, asked, first) : first;
    // While a conversation is being compacted its Pod reads nothing: it answers afterwards (formats §5).
    const heard = known === 'compacting' ? await afterCompaction(talk, asked) : known;
    const verdict = heard === 'queued' && untilBegun ? await answer(talk, asked, null) : heard;
    return typeof verdict === 'string' ? delivered(talk, verdict === 'queued') : verdict;
  };
  return withPod(target, say, 'Nothing was sent.');
}

/** Told from those of all other clients of the Pod: nothing more is asked of it, and to load `crypto` takes longer than to send. */
function newRequestId(): string {
  const random = () => Math.random().toString(36).slice(2);
  return `${process.pid.toString(36)}-${Date.now().toString(36)}-${random()}${random()}`;
}

interface Asked {
  readonly requestId: string;
  readonly repeatsIds: boolean;
  readonly name: string;
}

type Verdict = 'taken' | 'queued' | 'compacting' | ActionFailure;

function answer(talk: Talk, asked: Asked, patience?: null): Promise<Verdict> {
  return talk.answer<Verdict>(
    (event) => (event.event === 'compact_start' && patience === undefined ? 'compacting' : verdictOf(event, asked)),
    (lost) => notTaken(lost, asked),
    patience,
  );
}

function notTaken(lost: Lost, { name }: Asked): ActionFailure {
  return lost.kind === 'timeout'
    ? failure(
        'timeout',
        `The Pod "${name}" did not say whether it has taken the text. Look at it before you send it again.`,
      )
    : failure('failed', `The Pod "${name}" may not have taken the text: ${lost.reason}.`);
}

/** Until it is over, an error answers who has asked for it; and so does that of one which fails. */
function afterCompaction(talk: Talk, asked: Asked): Promise<Verdict> {
  let isOver = false;
  let why: string | null = null;
  return talk.answer<Verdict>(
    (event) => {
      if (event.event === 'compact_done' || event.event === 'compact_failed') isOver = true;
      if (event.event === 'compact_failed') why = event.data.error;
      const isOthers = event.event === 'error' && (!isOver || event.data.message === why);
      return isOthers ? null : verdictOf(event, asked);
    },
    (lost) => notTaken(lost, asked),
    null,
  );
}

/**
 * A compaction that had begun before we came is in nothing that the Pod says: its status stays idle, and it reads no method. But
 * its socket answers what it can by itself, which one that hangs does not.
 */
function whySilent(talk: Talk, asked: Asked, silence: ActionFailure): Promise<Verdict> {
  if (talk.hello.status !== 'idle') return Promise.resolve(silence);
  talk.send({ method: 'list_completions', params: { kind: 'file', prefix: '' } });
  return talk.answer<Verdict>(
    (event) => (event.event === 'completions' ? 'compacting' : verdictOf(event, asked)),
    () => silence,
  );
}

/** An answer with another id is another client's. A Pod that knows no ids answers to all (formats §6, notes). */
function verdictOf(event: WireEvent, { requestId, repeatsIds, name }: Asked): Verdict | null {
  const isOurs = (id: string | null) => (id === null ? !repeatsIds : id === requestId);
  switch (event.event) {
    case 'user_message':
      return isOurs(event.data.request_id) ? 'taken' : null;
    case 'agent_queued':
      return event.data.request_id === requestId ? 'queued' : null;
    case 'invoke_start':
      return !repeatsIds && event.data.kind === 'user_send' ? 'taken' : null;
    case 'turn_start':
      return repeatsIds ? null : 'taken';
    case 'error':
      return isOurs(event.data.request_id) ? rejected(event.data, name) : null;
    default:
      return null;
  }
}

function rejected({ code, message }: { code: string; message: string }, name: string): ActionFailure {
  if (code === 'already_running') {
    return failure('not-eligible', `The Pod "${name}" is already running a turn. Nothing was sent.`);
  }
  return failure('failed', `The Pod "${name}" refused the text (${displayText(code)}): ${displayText(message)}`);
}
