// Sends one input to a live Pod and waits until the Pod has taken or refused it.
import { randomUUID } from 'node:crypto';
import type { WireEvent } from '../protocol/wireEvent';
import { errorText } from '../store/fileErrors';
import { displayName, displayText } from '../text/displayText';
import { type ActionFailure, failure, type Outcome } from './actionFailure';
import { type NextEvent, PodConnection, STEP_TIMEOUT_MS } from './podConnection';

/** A busy Pod may push events for ever, each within its own bound: this bounds them all, ms. */
const TOTAL_TIMEOUT_MS = 10_000;

export interface SendRequest {
  readonly socketPath: string;
  readonly podName: string;
  readonly text: string;
}

/**
 * Done: the Pod has taken the text (formats §6, direct send). Every other outcome says that the text was not, or may not
 * have been, taken; the caller still has it.
 */
export async function sendToPod({ socketPath, podName, text }: SendRequest): Promise<Outcome> {
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
    const requestId = randomUUID();
    connection.send({ method: 'run', params: { input: [{ kind: 'text', content: text }], request_id: requestId } });
    return await answer(connection, requestId, name);
  } finally {
    connection.close();
  }
}

async function answer(connection: PodConnection, requestId: string, name: string): Promise<Outcome> {
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
    const verdict = verdictOf(next, requestId, name);
    if (verdict !== null) return verdict;
  }
}

/** An answer with another id is another client's. A Pod that knows no ids answers to all (formats §6, notes). */
function verdictOf(event: WireEvent, requestId: string, name: string): Outcome | null {
  const isOurs = (id: string | null) => id === null || id === requestId;
  switch (event.event) {
    case 'user_message':
      return isOurs(event.data.request_id) ? { kind: 'done' } : null;
    case 'invoke_start':
      return event.data.kind === 'user_send' ? { kind: 'done' } : null;
    case 'turn_start':
      return { kind: 'done' };
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
