// Pauses the turn that runs in a live Pod, or goes on with one that is paused (formats §5, methods).
import { displayText } from '../cells/displayText';
import type { WireEvent } from '../protocol/wireEvent';
import { failure, type Outcome } from './actionFailure';
import { type PodTarget, withPod } from './withPod';

export type TurnHold = 'pause' | 'resume';

/** Done: the Pod says that it is so. What has ended by itself meanwhile needs no pause. */
export function holdTurn({ to, ...target }: PodTarget & { readonly to: TurnHold }): Promise<Outcome> {
  return withPod(target, async (talk, name) => {
    const wanted = to === 'pause' ? 'paused' : 'running';
    if (talk.hello.status === wanted) return { kind: 'done' };
    talk.send({ method: to });
    return talk.answer<Outcome>(
      (event) => verdictOf(event, to, name),
      (lost) =>
        lost.kind === 'timeout'
          ? failure('timeout', `The Pod "${name}" was asked to ${to} and has not done it yet.`)
          : failure('failed', `The Pod "${name}" ended: ${displayText(lost.reason)}`),
    );
  });
}

function verdictOf(event: WireEvent, to: TurnHold, name: string): Outcome | null {
  if (event.event === 'status') {
    const isSo = to === 'pause' ? event.data.status !== 'running' : event.data.status === 'running';
    return isSo ? { kind: 'done' } : null;
  }
  if (event.event !== 'error') return null;
  const { code, message } = event.data;
  if (code === 'not_running' && to === 'pause') return { kind: 'done' };
  if (code === 'already_running' && to === 'resume') return { kind: 'done' };
  if (code === 'not_paused') return failure('not-eligible', `The Pod "${name}" is not paused: write what it is to do.`);
  return code === 'invalid_request' ? failure('not-eligible', displayText(message)) : null;
}
