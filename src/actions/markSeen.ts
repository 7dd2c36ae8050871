// Tells a Pod that its user has seen why it needed attention, so that it takes that back for every viewer.

import { displayName, displayText } from '../cells/displayText';
import { errorText } from '../store/fileErrors';
import { failure, type Outcome } from './actionFailure';
import { PodConnection, STEP_TIMEOUT_MS } from './podConnection';

interface SeenRequest {
  readonly socketPath: string;
  readonly podName: string;
}

/** Done: the Pod has taken its attention back, or needed none. */
export async function markSeen({ socketPath, podName }: SeenRequest): Promise<Outcome> {
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
    if (hello.data.attention === null) return { kind: 'done' };
    connection.send({ method: 'seen' });
    return await takenBack(connection, name);
  } finally {
    connection.close();
  }
}

async function takenBack(connection: PodConnection, name: string): Promise<Outcome> {
  const deadline = Date.now() + STEP_TIMEOUT_MS;
  for (;;) {
    const next = await connection.nextEvent(deadline - Date.now());
    switch (next.event) {
      case 'status':
        if (next.data.attention === null) return { kind: 'done' };
        break;
      case 'error':
        return failure('failed', `The Pod "${name}" does not know "seen": ${displayText(next.data.message)}`);
      case 'timeout':
        return failure('timeout', `The Pod "${name}" did not say whether it has heard that it was seen.`);
      case 'closed':
        return failure('failed', `The Pod "${name}" ended: ${displayText(next.reason)}`);
      default:
        break;
    }
  }
}
