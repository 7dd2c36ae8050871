// Sends one input to an agent and waits for its whole answer.
import { displayName, displayText } from '../cells/displayText';
import { failure, type Outcome } from './actionFailure';
import { commandName } from './commandName';
import type { NextEvent, PodConnection } from './podConnection';
import { exchangeWithPod, type SendRequest } from './sendToPod';

/** Only how often the connection is looked at: a turn may take hours, and ends with the connection at the latest. */
const LOOK_EVERY_MS = 60_000;

/** Errors that answer a request of some client and say nothing of the turn. */
const OF_REQUESTS: ReadonlySet<string> = new Set(['already_running', 'not_running', 'not_paused', 'invalid_request']);

export interface Answer {
  /** What the agent has said, its blocks apart; untrusted. */
  readonly answer: string;
}

export interface AskRequest extends SendRequest {
  /** The agent waits for a permission; `title`: of the tool call, fit to be shown. */
  readonly onPermission: (title: string) => void;
}

/** Done: the turn has finished. A failure says how far it came. */
export function askPod(request: AskRequest): Promise<Outcome<Answer>> {
  const name = displayName(request.podName);
  let holdsAgent = false;
  return exchangeWithPod<Answer>(request, {
    check: ({ data }) => {
      holdsAgent = data.greeting.extensions.includes('agent');
      if (!data.greeting.extensions.includes('terminal')) return null;
      const advice = `Send without --wait, and look: podwatch attach ${commandName(request.podName)}`;
      return failure(
        'not-eligible',
        `The Pod "${name}" is a terminal, which does not say when it has answered. ${advice}`,
      );
    },
    delivered: (connection) => {
      // Whoever waits for the answer has seen it: its end needs nobody else.
      if (holdsAgent) connection.send({ method: 'watch_agent', params: { viewing: true } });
      return wholeAnswer(connection, request.onPermission, name);
    },
  });
}

async function wholeAnswer(
  connection: PodConnection,
  onPermission: (title: string) => void,
  name: string,
): Promise<Outcome<Answer>> {
  const turn = new Turn(onPermission);
  for (;;) {
    const next = await connection.nextEvent(LOOK_EVERY_MS);
    if (next.event === 'closed') {
      return failure('failed', `The Pod "${name}" was lost before its turn had ended: ${turn.error ?? next.reason}.`);
    }
    if (!turn.take(next)) continue;
    if (turn.error !== null) return failure('failed', `The turn of "${name}" failed: ${displayText(turn.error)}`);
    if (turn.result === 'rolled_back') return failure('failed', `The turn of "${name}" was cancelled.`);
    return { kind: 'done', answer: turn.blocks.join('\n\n') };
  }
}

class Turn {
  readonly blocks: string[] = [];
  error: string | null = null;
  result: string | null = null;
  private askedSince = 0;

  constructor(private readonly onPermission: (title: string) => void) {}

  /** True: the turn is over. */
  take(next: NextEvent): boolean {
    switch (next.event) {
      case 'text_done':
        this.blocks.push(next.data.text);
        return false;
      case 'error':
        if (!OF_REQUESTS.has(next.data.code)) this.error = next.data.message;
        return false;
      case 'run_end':
        this.result = next.data.result;
        return false;
      case 'status': {
        const { status, attention } = next.data;
        if (attention?.kind === 'permission' && attention.since !== this.askedSince) {
          this.askedSince = attention.since;
          this.onPermission(displayText(attention.message));
        }
        return status === 'idle' || status === 'paused';
      }
      default:
        return false;
    }
  }
}
