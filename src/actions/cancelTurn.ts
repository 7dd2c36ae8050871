// Asks a live Pod to end the turn that runs.

import { displayName, displayText } from '../cells/displayText';
import { errorText } from '../store/fileErrors';
import { failure, type Outcome } from './actionFailure';
import { PodConnection, STEP_TIMEOUT_MS } from './podConnection';

interface CancelRequest {
  readonly socketPath: string;
  readonly podName: string;
}

/** Done: no turn runs any more. A Pod says so itself; one that is slow to end has still heard. */
export async function cancelTurn({ socketPath, podName }: CancelRequest): Promise<Outcome> {
  const name = displayName(podName);
  let connection: PodConnection;
  try {
    connection = await PodConnection.connect(socketPath);
  } catch (error) {
    return failure('failed', `The Pod "${name}" cannot be reached: ${errorText(error)}`);
  }
  try {
    const hello = await connection.snapshot();
    if (hello.event !== 'snapshot') return failure('failed', `The Pod "${name}" did not greet us.`);
    if (hello.data.status === 'idle') return { kind: 'done' };
    connection.send({ method: 'cancel' });
    return await ended(connection, name);
  } finally {
    connection.close();
  }
}

async function ended(connection: PodConnection, name: string): Promise<Outcome> {
  const deadline = Date.now() + STEP_TIMEOUT_MS;
  for (;;) {
    const next = await connection.nextEvent(deadline - Date.now());
    switch (next.event) {
      case 'run_end':
        return { kind: 'done' };
      case 'status':
        if (next.data.status !== 'running') return { kind: 'done' };
        break;
      case 'error':
        // It has ended by itself; any other error is a turn's own.
        if (next.data.code === 'not_running') return { kind: 'done' };
        if (next.data.code === 'invalid_request') return failure('failed', displayText(next.data.message));
        break;
      case 'timeout':
        return failure('timeout', `The Pod "${name}" was asked to cancel and has not ended its turn yet.`);
      case 'closed':
        return failure('failed', `The Pod "${name}" ended: ${displayText(next.reason)}`);
      default:
        break;
    }
  }
}
