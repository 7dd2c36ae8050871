// Steers the agent of a Pod: sets one of its options, changes a message that waits, finds files to mention.
import { displayText } from '../cells/displayText';
import type { WireEvent } from '../protocol/wireEvent';
import type { WireMethod } from '../protocol/wireMethod';
import { type ActionFailure, failure, type Outcome } from './actionFailure';
import { type PodTarget, withPod } from './withPod';

/** Done: the agent is set so. `id`: of the option, or its category; `value`: of the choice, or its name. */
export function setAgentOption(
  target: PodTarget & { readonly option: string; readonly value: string },
): Promise<Outcome> {
  const { option, value } = target;
  return steered(target, { method: 'set_option', params: { id: option, value } }, ({ event }) =>
    event === 'agent_options' ? { kind: 'done' } : null,
  );
}

/** Done: the message has that text, or waits no more (null). */
export function editQueued(
  target: PodTarget & { readonly id: string; readonly text: string | null },
): Promise<Outcome> {
  const { id, text } = target;
  return steered(target, { method: 'edit_queued', params: { id, text } }, ({ event, data }) => {
    if (event !== 'agent_queue') return null;
    const waiting = data.items.find((item) => item.id === id);
    return (waiting?.text ?? null) === text ? { kind: 'done' } : null;
  });
}

/** Done: the message waits no more; the agent has it in its turn, or it waits again where the agent did not take it. */
export function steerQueued(target: PodTarget & { readonly id: string }): Promise<Outcome> {
  const { id } = target;
  return steered(target, { method: 'steer_queued', params: { id } }, ({ event, data }) =>
    event === 'agent_queue' && data.items.every((item) => item.id !== id) ? { kind: 'done' } : null,
  );
}

export interface FoundFiles {
  /** Best first; a directory ends with `/`. */
  readonly files: readonly string[];
}

/** Files of the Pod's directory whose paths fit. */
export function findFiles(target: PodTarget & { readonly prefix: string }): Promise<Outcome<FoundFiles>> {
  const { prefix } = target;
  const method = { method: 'list_completions', params: { kind: 'file', prefix } } as const;
  return steered<FoundFiles>(target, method, ({ event, data }) => {
    if (event !== 'completions' || data.kind !== 'file' || (data.prefix !== null && data.prefix !== prefix))
      return null;
    return { kind: 'done', files: data.entries.map(({ value }) => value) };
  });
}

function steered<T = object>(
  target: PodTarget,
  method: WireMethod,
  pick: (event: WireEvent) => Outcome<T> | null,
): Promise<Outcome<T>> {
  return withPod(target, async (talk, name) => {
    talk.send(method);
    return talk.answer<Outcome<T>>(
      (event) => refusalOf(event) ?? pick(event),
      (lost) =>
        lost.kind === 'timeout'
          ? failure('timeout', `The agent of Pod "${name}" has not answered. Look at it before you try again.`)
          : failure('failed', `The Pod "${name}" ended: ${displayText(lost.reason)}`),
    );
  });
}

/** Errors of turns go to every client; the refusal of what we asked has this code and comes to us alone. */
function refusalOf(event: WireEvent): ActionFailure | null {
  if (event.event !== 'error' || event.data.code !== 'invalid_request') return null;
  return failure('not-eligible', displayText(event.data.message));
}
