// Tells a Pod from inside what its program does.

import { displayName, displayText } from '../cells/displayText';
import type { StatusWord } from '../protocol/wireMethod';
import { errorText } from '../store/fileErrors';
import { failure, type Outcome } from './actionFailure';
import { PodConnection } from './podConnection';

export interface StatusRequest {
  readonly socketPath: string;
  readonly word: StatusWord;
  readonly reason: string | null;
}

/** Done: the Pod has taken it. */
export async function setStatus({ socketPath, word, reason }: StatusRequest): Promise<Outcome> {
  const where = displayName(socketPath);
  let connection: PodConnection;
  try {
    connection = await PodConnection.connect(socketPath);
  } catch (error) {
    return failure('failed', `The Pod at ${where} (PODWATCH_SOCKET) cannot be reached: ${errorText(error)}`);
  }
  try {
    const hello = await connection.snapshot();
    if (hello.event !== 'snapshot') return failure('failed', `What listens on ${where} does not greet as a Pod does.`);
    if (!hello.data.greeting.extensions.includes('status')) {
      return failure('failed', 'This Pod finds out its status by itself and takes none from its program.');
    }
    connection.send({ method: 'set_status', params: { status: word, reason } });
    for (;;) {
      const next = await connection.nextEvent();
      // Any: the one that was on its way already is followed by ours, and nobody waits for it.
      if (next.event === 'status') return { kind: 'done' };
      if (next.event === 'error') return failure('failed', `The Pod refused it: ${displayText(next.data.message)}`);
      if (next.event === 'timeout') return failure('timeout', 'The Pod did not say whether it has taken the status.');
      if (next.event === 'closed') return failure('failed', `The Pod may not have taken the status: ${next.reason}.`);
    }
  } finally {
    connection.close();
  }
}
