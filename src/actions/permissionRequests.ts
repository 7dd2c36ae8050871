// Reads and answers the open permission requests of an agent Pod.

import { displayText } from '../cells/displayText';
import type { Talk } from '../client/talk';
import type { PermissionAnswer, PermissionRequest } from '../protocol/agentExtension';
import { type ActionFailure, failure, type Outcome } from './actionFailure';
import { type PodTarget, withPod } from './withPod';

/** An agent asks for a few things at a time; more are not waited for. */
const MAX_REQUESTS = 100;

/** Oldest first; none: the agent asks nothing. */
export function readPermissionRequests(
  target: PodTarget,
): Promise<Outcome<{ readonly requests: readonly PermissionRequest[] }>> {
  return withRequests(target, async (_, requests) => ({ kind: 'done', requests }));
}

/** Done: the Pod has handed the answer to its agent. `id` null: the oldest request. */
export function answerPermission(
  target: PodTarget & { readonly id: string | null; readonly answer: PermissionAnswer },
): Promise<Outcome<{ readonly request: PermissionRequest }>> {
  const { answer, id } = target;
  return withRequests(target, async (talk, requests, name) => {
    const request = id === null ? requests[0] : requests.find((open) => open.id === id);
    if (!request) {
      const what = id === null ? 'does not ask for a permission now' : `has no open request "${displayText(id)}"`;
      return failure('not-eligible', `The agent of Pod "${name}" ${what}.`);
    }
    talk.send({ method: 'answer_permission', params: { id: request.id, answer } });
    const refusal = await confirmation(talk, { id: request.id, answer, name });
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
function confirmation(
  talk: Talk,
  { id, answer, name }: { readonly id: string; readonly answer: PermissionAnswer; readonly name: string },
): Promise<ActionFailure | null> {
  return talk
    .answer<ActionFailure | 'taken'>(
      (event) => {
        // Errors of turns go to every client; the refusal of an answer has this code and comes to us alone.
        if (event.event === 'error' && event.data.code === 'invalid_request') {
          return failure('not-eligible', displayText(event.data.message));
        }
        if (event.event !== 'permission_answered' || event.data.id !== id) return null;
        if (event.data.answer === answer && event.data.by === 'viewer') return 'taken';
        return failure('not-eligible', `It had been answered before: ${event.data.answer.replaceAll('_', ' ')}.`);
      },
      () => failure('timeout', `The Pod "${name}" has not confirmed the answer. Look at it before you answer again.`),
    )
    .then((outcome) => (outcome === 'taken' ? null : outcome));
}

function withRequests<T>(
  target: PodTarget,
  use: (talk: Talk, requests: readonly PermissionRequest[], name: string) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  return withPod(target, async (talk, name) => {
    const requests = await openRequests(talk, name);
    return 'kind' in requests ? requests : use(talk, requests, name);
  });
}

async function openRequests(talk: Talk, name: string): Promise<readonly PermissionRequest[] | ActionFailure> {
  const { extensions, attention } = talk.hello;
  if (!extensions.includes('permission')) {
    return failure('not-eligible', `The Pod "${name}" holds no agent that asks for permissions.`);
  }
  // The Pod says how many there are before it says which.
  const count = Math.min(attention?.permissions ?? 0, MAX_REQUESTS);
  const requests: PermissionRequest[] = [];
  talk.send({ method: 'watch_agent', params: { viewing: false } });
  if (count === 0) return requests;
  return talk.answer<readonly PermissionRequest[] | ActionFailure>(
    (event) => {
      if (event.event === 'permission_request') requests.push(event.data);
      // Answered by somebody else between the two.
      const isLess = event.event === 'status' && (event.data.attention?.permissions ?? 0) < count;
      return isLess || requests.length === count ? requests : null;
    },
    () => failure('failed', `The Pod "${name}" does not say what its agent asks.`),
  );
}
