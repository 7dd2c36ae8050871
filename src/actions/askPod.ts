// Sends one input to an agent and waits for its whole answer.
import { displayName, displayText } from '../cells/displayText';
import type { Talk } from '../client/talk';
import type { WireEvent } from '../protocol/wireEvent';
import { failure, type Outcome } from './actionFailure';
import { commandName } from './commandName';
import { exchangeWithPod, type SendRequest } from './sendToPod';

/** Errors that answer a request of some client and say nothing of the turn. */
const OF_REQUESTS: ReadonlySet<string> = new Set(['already_running', 'not_running', 'not_paused', 'invalid_request']);

export interface AgentReply {
  /** What the agent has said, its blocks apart; untrusted. */
  readonly answer: string;
}

export interface AskRequest extends SendRequest {
  /** The agent waits for a permission; `title`: of the tool call, fit to be shown. */
  readonly onPermission: (title: string) => void;
}

/** Done: the turn has finished. A failure says how far it came. */
export function askPod(request: AskRequest): Promise<Outcome<AgentReply>> {
  const name = displayName(request.podName);
  let holdsAgent = false;
  return exchangeWithPod<AgentReply>(request, {
    check: ({ extensions }) => {
      holdsAgent = extensions.includes('agent');
      if (!extensions.includes('terminal')) return null;
      const advice = `Send without --wait, and look: podwatch attach ${commandName(request.podName)}`;
      return failure(
        'not-eligible',
        `The Pod "${name}" is a terminal, which does not say when it has answered. ${advice}`,
      );
    },
    untilBegun: true,
    delivered: (talk) => {
      // Whoever waits for the answer has seen it: its end needs nobody else.
      if (holdsAgent) talk.send({ method: 'watch_agent', params: { viewing: true } });
      return wholeAnswer(talk, request.onPermission, name);
    },
  });
}

/** A turn may take hours, and ends with the connection at the latest. */
function wholeAnswer(talk: Talk, onPermission: (title: string) => void, name: string): Promise<Outcome<AgentReply>> {
  const turn = new Turn(onPermission);
  return talk.answer<Outcome<AgentReply>>(
    (event) => {
      if (!turn.take(event)) return null;
      if (turn.error !== null) return failure('failed', `The turn of "${name}" failed: ${displayText(turn.error)}`);
      if (turn.result === 'rolled_back') return failure('failed', `The turn of "${name}" was cancelled.`);
      return { kind: 'done', answer: turn.blocks.join('\n\n') };
    },
    (lost) => {
      const why = turn.error ?? (lost.kind === 'closed' ? lost.reason : 'no answer');
      return failure('failed', `The Pod "${name}" was lost before its turn had ended: ${displayText(why)}.`);
    },
    null,
  );
}

class Turn {
  readonly blocks: string[] = [];
  error: string | null = null;
  result: string | null = null;
  private askedSince = 0;

  constructor(private readonly onPermission: (title: string) => void) {}

  /** `message`: which of the texts it goes on with; null: it is one of its own. */
  private say(text: string, message: number | null): void {
    const before = message === null ? undefined : this.blocks[message];
    if (message === null || before === undefined) this.blocks.push(text);
    else this.blocks[message] = before + text;
  }

  /** True: the turn is over. */
  take(next: WireEvent): boolean {
    switch (next.event) {
      case 'text_done':
        this.say(next.data.text, next.data.message ?? null);
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
