// Reads and answers the open permission requests of an agent Pod.

import { displayText } from '../cells/displayText';
import type { Talk } from '../client/talk';
import type { PermissionAnswer, PermissionAnswered, PermissionRequest } from '../protocol/agentQuestion';
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

/**
 * How a user answers: by kind, with an option of the agent by its number (from 1) or its name, or with the values that it
 * asks for. `reason` goes to the agent as the next prompt.
 */
export type UserAnswer =
  | { readonly answer: PermissionAnswer; readonly reason?: string }
  | { readonly option: string; readonly reason?: string }
  | { readonly values: Readonly<Record<string, string>> };

/** `said`: what has been answered, for the user. */
export interface AnsweredRequest {
  readonly request: PermissionRequest;
  readonly said: string;
}

/** Done: the Pod has handed the answer to its agent. `id` null: the oldest request. */
export function answerPermission(
  target: PodTarget & { readonly id: string | null; readonly given: UserAnswer },
): Promise<Outcome<AnsweredRequest>> {
  const { given, id } = target;
  return withRequests(target, async (talk, requests, name) => {
    const request = id === null ? requests[0] : requests.find((open) => open.id === id);
    if (!request) {
      const what = id === null ? 'does not ask for a permission now' : `has no open request "${displayText(id)}"`;
      return failure('not-eligible', `The agent of Pod "${name}" ${what}.`);
    }
    const answer = wireAnswer(request, given);
    if ('kind' in answer) return answer;
    talk.send({ method: 'answer_permission', params: { id: request.id, ...answer } });
    const refusal = await confirmation(talk, { request, answer, name });
    return refusal ?? { kind: 'done', request, said: answeredSentence(request, answer) };
  });
}

type WireAnswer =
  | { readonly answer: PermissionAnswer; readonly reason?: string }
  | { readonly option: string; readonly reason?: string }
  | { readonly values: Record<string, string> };

/** By number first: it is what stands before the name. */
function wireAnswer({ options }: PermissionRequest, given: UserAnswer): WireAnswer | ActionFailure {
  if ('values' in given) return { values: { ...given.values } };
  if (!('option' in given)) return given;
  const wanted = given.option.trim().toLowerCase();
  const found =
    (/^\d+$/.test(wanted) ? options[Number(wanted) - 1] : undefined) ??
    options.find(({ id }) => id === given.option) ??
    options.find(({ name }) => name.toLowerCase() === wanted);
  if (found) return { ...given, option: found.id };
  const names = options.map(({ name }, index) => `${index + 1} ${displayText(name)}`).join(', ');
  const offered = names === '' ? 'it offers none' : `it offers: ${names}`;
  return failure('usage', `The agent has no answer "${displayText(given.option)}" here; ${offered}.`);
}

const ANSWERED: Readonly<Record<PermissionAnswer, string>> = {
  allow_once: 'Allowed once',
  allow_always: 'Allowed from now on',
  reject: 'Rejected',
};

/** What has been answered, for the user, with the agent's own word for it. */
export function answeredSentence(request: Pick<PermissionRequest, 'title' | 'options'>, answer: WireAnswer): string {
  const title = displayText(request.title);
  if ('values' in answer) return `Answered: ${title}`;
  if ('answer' in answer) return `${ANSWERED[answer.answer]}: ${title}`;
  const name = request.options.find(({ id }) => id === answer.option)?.name ?? answer.option;
  return `Answered "${displayText(name)}": ${title}`;
}

/** Null: the Pod has taken the answer. */
function confirmation(
  talk: Talk,
  {
    request: { id },
    answer,
    name,
  }: { readonly request: PermissionRequest; readonly answer: WireAnswer; readonly name: string },
): Promise<ActionFailure | null> {
  return talk
    .answer<ActionFailure | 'taken'>(
      (event) => {
        // Errors of turns go to every client; the refusal of an answer has this code and comes to us alone.
        if (event.event === 'error' && event.data.code === 'invalid_request') {
          return failure('not-eligible', displayText(event.data.message));
        }
        if (event.event !== 'permission_answered' || event.data.id !== id) return null;
        if (event.data.by === 'viewer' && isOurs(event.data, answer)) return 'taken';
        const how = event.data.option?.name ?? event.data.answer.replaceAll('_', ' ');
        return failure('not-eligible', `It had been answered before: ${displayText(how)}.`);
      },
      () => failure('timeout', `The Pod "${name}" has not confirmed the answer. Look at it before you answer again.`),
    )
    .then((outcome) => (outcome === 'taken' ? null : outcome));
}

function isOurs(answered: PermissionAnswered, given: WireAnswer): boolean {
  if ('values' in given) return answered.answer === 'other';
  return 'answer' in given ? answered.answer === given.answer : answered.option?.id === given.option;
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
