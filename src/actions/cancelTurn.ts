// Asks a live Pod to end the turn that runs.
import { displayText } from '../cells/displayText';
import type { WireEvent } from '../protocol/wireEvent';
import { failure, type Outcome } from './actionFailure';
import { type PodTarget, withPod } from './withPod';

/** Done: no turn runs any more. A Pod says so itself; one that is slow to end has still heard. */
export function cancelTurn(target: PodTarget): Promise<Outcome> {
  return withPod(target, async (talk, name) => {
    if (talk.hello.status === 'idle') return { kind: 'done' };
    talk.send({ method: 'cancel' });
    return talk.answer<Outcome>(verdictOf, (lost) =>
      lost.kind === 'timeout'
        ? failure('timeout', `The Pod "${name}" was asked to cancel and has not ended its turn yet.`)
        : failure('failed', `The Pod "${name}" ended: ${displayText(lost.reason)}`),
    );
  });
}

function verdictOf(event: WireEvent): Outcome | null {
  switch (event.event) {
    case 'run_end':
      return { kind: 'done' };
    case 'status':
      return event.data.status === 'running' ? null : { kind: 'done' };
    case 'error':
      // It has ended by itself; any other error is a turn's own.
      if (event.data.code === 'not_running') return { kind: 'done' };
      return event.data.code === 'invalid_request' ? failure('failed', displayText(event.data.message)) : null;
    default:
      return null;
  }
}
