// Reads and answers the open permission requests of an agent Pod.

import { displayName, displayText } from '../cells/displayText';
import type { PermissionAnswer, PermissionRequest } from '../protocol/agentExtension';
import { errorText } from '../store/fileErrors';
import { type ActionFailure, failure, type Outcome } from './actionFailure';
import { PodConnection } from './podConnection';

export interface PermissionTarget {
  readonly socketPath: string;
  readonly podName: string;
}

/** Oldest first; none: the agent asks nothing. */
export function readPermissionRequests(
  target: PermissionTarget,
): Promise<Outcome<{ readonly requests: readonly PermissionRequest[] }>> {
  return withRequests(target, async (_, requests) => ({ kind: 'done', requests }));
}

/** Done: the Pod has handed the answer to its agent. `id` null: the oldest request. */
export function answerPermission(
  target: PermissionTarget & { readonly id: string | null; readonly answer: PermissionAnswer },
): Promise<Outcome<{ readonly request: PermissionRequest }>> {
  const { answer, id, podName } = target;
  return withRequests(target, async (connection, requests) => {
    const request = id === null ? requests[0] : requests.find((open) => open.id === id);
    if (!request) {
      const what = id === null ? 'does not ask for a permission now' : `has no open request "${displayText(id)}"`;
      return failure('not-eligible', `The agent of Pod "${displayName(podName)}" ${what}.`);
    }
    connection.send({ method: 'answer_permission', params: { id: request.id, answer } });
    const refusal = await confirmation(connection, { id: request.id, answer, podName });
    return refusal ?? { kind: 'done', request };
  });
}

const ANSWERED: Readonly<Record<PermissionAnswer, string>> = {
  allow_once: 'Allowed once',
  allow_always: 'Allowed from now on',
  reject: 'Rejected',
};

/** What has been answered, for the user. `title`: of the tool call, as the agent says it. */
export function answeredText(answer: PermissionAnswer, title: string): string {
  return `${ANSWERED[answer]}: ${displayText(title)}`;
}

/** Null: the Pod has taken the answer. */
async function confirmation(
  connection: PodConnection,
  { id, answer, podName }: { readonly id: string; readonly answer: PermissionAnswer; readonly podName: string },
): Promise<ActionFailure | null> {
  for (;;) {
    const next = await connection.nextEvent();
    switch (next.event) {
      case 'timeout':
      case 'closed': {
        const name = displayName(podName);
        return failure(
          'timeout',
          `The Pod "${name}" has not confirmed the answer. Look at it before you answer again.`,
        );
      }
      // Errors of turns go to every client; the refusal of an answer has this code and comes to us alone.
      case 'error':
        if (next.data.code === 'invalid_request') return failure('not-eligible', displayText(next.data.message));
        break;
      case 'permission_answered':
        if (next.data.id !== id) break;
        if (next.data.answer === answer && next.data.by === 'viewer') return null;
        return failure('not-eligible', `It had been answered before: ${next.data.answer.replaceAll('_', ' ')}.`);
    }
  }
}

async function withRequests<T>(
  { socketPath, podName }: PermissionTarget,
  use: (connection: PodConnection, requests: readonly PermissionRequest[]) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const name = displayName(podName);
  let connection: PodConnection;
  try {
    connection = await PodConnection.connect(socketPath);
  } catch (error) {
    return failure('failed', `The Pod "${name}" cannot be reached: ${errorText(error)}.`);
  }
  try {
    const requests = await openRequests(connection, name);
    return 'kind' in requests ? requests : await use(connection, requests);
  } finally {
    connection.close();
  }
}

async function openRequests(
  connection: PodConnection,
  name: string,
): Promise<readonly PermissionRequest[] | ActionFailure> {
  const hello = await connection.snapshot();
  if (hello.event !== 'snapshot') return failure('failed', `The Pod "${name}" did not greet us.`);
  if (!hello.data.greeting.extensions.includes('permission')) {
    return failure('not-eligible', `The Pod "${name}" holds no agent that asks for permissions.`);
  }
  // The Pod says how many there are before it says which.
  const count = hello.data.attention?.permissions ?? 0;
  const requests: PermissionRequest[] = [];
  connection.send({ method: 'watch_agent' });
  while (requests.length < count) {
    const next = await connection.nextEvent();
    if (next.event === 'timeout' || next.event === 'closed') {
      return failure('failed', `The Pod "${name}" does not say what its agent asks.`);
    }
    if (next.event === 'permission_request') requests.push(next.data);
    // Answered by somebody else between the two.
    else if (next.event === 'status' && (next.data.attention?.permissions ?? 0) < count) break;
  }
  return requests;
}
