// Tells a Pod from inside what its program does.
import { displayName, displayText } from '../cells/displayText';
import { dialSocket } from '../client/dialSocket';
import { openTalk } from '../client/talk';
import type { StatusWord } from '../protocol/statusWord';
import { failure, type Outcome } from './actionFailure';

export interface StatusRequest {
  readonly socketPath: string;
  readonly word: StatusWord;
  readonly reason: string | null;
}

/** Done: the Pod has taken it. */
export async function setStatus({ socketPath, word, reason }: StatusRequest): Promise<Outcome> {
  const pod = `The Pod at ${displayName(socketPath)} (PODWATCH_SOCKET)`;
  const opened = await openTalk(dialSocket(socketPath));
  if (!opened.ok) {
    return failure('failed', `${pod} cannot be reached: ${displayText(opened.error)}.`);
  }
  const talk = opened.value;
  try {
    if (!talk.hello.extensions.includes('status')) {
      return failure('failed', `${pod} finds out its status by itself and takes none from its program.`);
    }
    talk.send({ method: 'set_status', params: { status: word, reason } });
    return await talk.answer<Outcome>(
      (event) => {
        // Any: the one that was on its way already is followed by ours, and nobody waits for it.
        if (event.event === 'status') return { kind: 'done' };
        if (event.event !== 'error') return null;
        return failure('failed', `${pod} has not taken the status: ${displayText(event.data.message)}.`);
      },
      (lost) =>
        lost.kind === 'timeout'
          ? failure('timeout', `${pod} did not say whether it has taken the status. Look: podwatch ls`)
          : failure('failed', `${pod} may not have taken the status: ${lost.reason}. Look: podwatch ls`),
    );
  } finally {
    talk.close();
  }
}
