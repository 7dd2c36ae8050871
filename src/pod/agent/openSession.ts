// Opens the agent's session: the earlier one with its memory where the agent can, else a new one.
import { type AgentCapabilities, type ClientContext, methods } from '@agentclientprotocol/sdk';
import { isLoginError, requestErrorText } from './startFault';

/** An agent that replays has fallen silent when nothing has come for this long, ms; waited for at most so long. */
const REPLAY_QUIET_MS = 300;
const REPLAY_LIMIT_MS = 10_000;

export interface OpenedSession {
  readonly sessionId: string;
  /** `seeded`: there was an earlier one, and the agent has no memory of it. */
  readonly opened: 'new' | 'load' | 'resume' | 'seeded';
  /** Why the earlier session could not be had, in the agent's words; null: it could, or there was none. */
  readonly lost: string | null;
}

export interface SessionWish {
  /** Absolute. */
  readonly cwd: string;
  /** The ACP session to go on with; `unknown`: there was one, and nobody knows its id; null: a new Pod. */
  readonly earlier: string | 'unknown' | null;
  /** Unix ms of the last `session/update`. */
  readonly lastUpdate: () => number;
}

/** @throws the error of `session/new`, and that of a login that is missing. */
export async function openSession(
  agent: ClientContext,
  capabilities: AgentCapabilities | undefined,
  { cwd, earlier, lastUpdate }: SessionWish,
): Promise<OpenedSession> {
  let lost: string | null = null;
  if (earlier !== null && earlier !== 'unknown') {
    for (const way of waysBack(capabilities)) {
      const request = { sessionId: earlier, cwd, mcpServers: [] };
      try {
        if (way === 'load') await agent.request(methods.agent.session.load, request);
        else await agent.request(methods.agent.session.resume, request);
        // Some agents replay after they have answered; a prompt in between would mix with it.
        if (way === 'load') await quiet(lastUpdate);
        return { sessionId: earlier, opened: way, lost: null };
      } catch (error) {
        if (isLoginError(error)) throw error;
        lost = requestErrorText(error);
      }
    }
    lost ??= 'it can neither load nor resume a session';
  } else if (earlier === 'unknown') {
    lost = 'its log does not name the session';
  }
  const { sessionId } = await agent.request(methods.agent.session.new, { cwd, mcpServers: [] });
  return { sessionId, opened: earlier === null ? 'new' : 'seeded', lost };
}

function waysBack(capabilities: AgentCapabilities | undefined): readonly ('load' | 'resume')[] {
  return [
    ...(capabilities?.loadSession ? (['load'] as const) : []),
    ...(capabilities?.sessionCapabilities?.resume ? (['resume'] as const) : []),
  ];
}

async function quiet(lastUpdate: () => number): Promise<void> {
  const begin = Date.now();
  for (let rest = REPLAY_QUIET_MS; rest > 0 && Date.now() - begin < REPLAY_LIMIT_MS; ) {
    await new Promise((resolve) => setTimeout(resolve, rest));
    rest = Math.max(begin, lastUpdate()) + REPLAY_QUIET_MS - Date.now();
  }
}
