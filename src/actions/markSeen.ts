// Tells a Pod that its user has seen why it needed attention, so that it takes that back for every viewer.
import { displayText } from '../cells/displayText';
import { failure, type Outcome } from './actionFailure';
import { type PodTarget, withPod } from './withPod';

/** Done: the Pod has taken its attention back, or needed none. */
export function markSeen(target: PodTarget): Promise<Outcome> {
  return withPod(target, async (talk, name) => {
    if (talk.hello.attention === null) return { kind: 'done' };
    talk.send({ method: 'seen' });
    return talk.answer<Outcome>(
      (event) => {
        if (event.event === 'status') return event.data.attention === null ? { kind: 'done' } : null;
        // The errors of turns go to every client.
        if (event.event !== 'error' || event.data.code !== 'invalid_request') return null;
        return failure('failed', `The Pod "${name}" does not know "seen": ${displayText(event.data.message)}`);
      },
      (lost) =>
        lost.kind === 'timeout'
          ? failure('timeout', `The Pod "${name}" did not say whether it has heard that it was seen.`)
          : failure('failed', `The Pod "${name}" ended: ${displayText(lost.reason)}`),
    );
  });
}
