// Sends one input to a live Pod and waits until the Pod has taken or refused it.
import { randomUUID } from 'node:crypto';
import { displayName, displayText } from '../cells/displayText';
import type { WireEvent } from '../protocol/wireEvent';
import { errorText } from '../store/fileErrors';
import { type ActionFailure, failure, type Outcome } from './actionFailure';
import { type NextEvent, PodConnection, STEP_TIMEOUT_MS } from './podConnection';

/** A busy Pod may push events for ever, each within its own bound: this bounds them all, ms. */
const TOTAL_TIMEOUT_MS = 10_000;

export interface SendRequest {
  readonly socketPath: string;
  readonly podName: string;
  readonly text: string;
}

type Snapshot = Extract<WireEvent, { event: 'snapshot' }>;

/** What is done with the connection over which a text is sent. */
interface Exchange<T> {
  /** Before anything is sent: why it should not be; null: it should. */
  readonly check?: (snapshot: Snapshot) => ActionFailure | null;
  /** The Pod has taken the text; what it says from then on has not been read yet. */
  readonly delivered: (connection: PodConnection) => Promise<Outcome<T>>;
}

/**
 * Done: the Pod has taken the text (formats §6, direct send). Every other outcome says that the text was not, or may not
 * have been, taken; the caller still has it.
 */
export function sendToPod(request: SendRequest): Promise<Outcome> {
  return exchangeWithPod<object>(request, { delivered: async () => ({ kind: 'done' }) });
}

export async function exchangeWithPod<T>(
  { socketPath, podName, text }: SendRequest,
  { check, delivered }: Exchange<T>,
): Promise<Outcome<T>> {
  const name = displayName(podName);
  if (text.trim() === '') return failure('usage', `There is nothing to send to "${name}": the text is blank.`);
  let connection: PodConnection;
  try {
    connection = await PodConnection.connect(socketPath);
  } catch (error) {
    return failure('failed', `The Pod "${name}" cannot be reached: ${errorText(error)}. Nothing was sent.`);
  }
  try {
    const hello = await connection.snapshot();
    if (hello.event !== 'snapshot') {
      return failure('failed', `The Pod "${name}" did not greet us: ${reasonOf(hello)}. Nothing was sent.`);
    }
    const objection = check?.(hello) ?? null;
    if (objection !== null) return objection;
    const requestId = randomUUID();
    connection.send({ method: 'run', params: { input: [{ kind: 'text', content: text }], request_id: requestId } });
    // A Pod of ours repeats the id in its answer: without it, it is the answer to somebody else.
    const repeatsIds = hello.data.greeting.extensions.length > 0;
    const refusal = await answer(connection, { requestId, repeatsIds, name });
    return refusal ?? (await delivered(connection));
  } finally {
    connection.close();
  }
}

interface Asked {
  readonly requestId: string;
  readonly repeatsIds: boolean;
  readonly name: string;
}

/** Null: the text has been taken. */
async function answer(connection: PodConnection, asked: Asked): Promise<ActionFailure | null> {
  const { name } = asked;
  const deadline = Date.now() + TOTAL_TIMEOUT_MS;
  for (;;) {
    const next = await connection.nextEvent(Math.min(STEP_TIMEOUT_MS, deadline - Date.now()));
    if (next.event === 'timeout') {
      return failure(
        'timeout',
        `The Pod "${name}" did not say whether it has taken the text. Look at it before you send it again.`,
      );
    }
    if (next.event === 'closed') {
      return failure('failed', `The Pod "${name}" may not have taken the text: ${next.reason}.`);
    }
    const verdict = verdictOf(next, asked);
    if (verdict === 'taken') return null;
    if (verdict !== null) return verdict;
  }
}

/** An answer with another id is another client's. A Pod that knows no ids answers to all (formats §6, notes). */
function verdictOf(event: WireEvent, { requestId, repeatsIds, name }: Asked): 'taken' | ActionFailure | null {
  const isOurs = (id: string | null) => (id === null ? !repeatsIds : id === requestId);
  switch (event.event) {
    case 'user_message':
      return isOurs(event.data.request_id) ? 'taken' : null;
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

function reasonOf(event: Exclude<NextEvent, { event: 'snapshot' }>): string {
  if (event.event === 'error') return displayText(event.data.message);
  return event.event === 'closed' ? event.reason : 'no answer in time';
}
