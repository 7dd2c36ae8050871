// Opens the agent's session: the earlier one with its memory where the agent can, else a new one.
import {
  type AgentCapabilities,
  type ClientContext,
  type McpServer,
  methods,
  RequestError,
} from '@agentclientprotocol/sdk';
import { type AgentOption, sessionOptions } from '../../protocol/agentOptions';
import { isAnswer } from './isAnswer';
import { isLoginError, requestErrorText } from './startFault';

/** An agent that replays has fallen silent when nothing has come for this long, ms; waited for at most so long. */
const REPLAY_QUIET_MS = 300;
const REPLAY_LIMIT_MS = 10_000;
/** ACP: there is no such session. */
const NOT_FOUND = -32002;

export interface OpenedSession {
  readonly sessionId: string;
  /** `seeded`: there was an earlier one, and the agent has no memory of it. */
  readonly opened: 'new' | 'load' | 'resume' | 'seeded';
  /** Why the earlier session could not be had, in the agent's words; null: it could, or there was none. */
  readonly lost: string | null;
  /** The session that was left behind though it may still be there; null: none. */
  readonly left: string | null;
  readonly options: readonly AgentOption[];
}

export interface SessionWish {
  /** Absolute. */
  readonly cwd: string;
  /** The ACP session to go on with; `unknown`: there was one, and nobody knows its id; null: a new Pod. */
  readonly earlier: string | 'unknown' | null;
  /** Where the earlier session cannot be loaded though it may still be there: begin anew all the same. */
  readonly anew: boolean;
  readonly mcpServers: readonly McpServer[];
  /** Unix ms of the last `session/update`. */
  readonly lastUpdate: () => number;
}

/** The earlier session is there, as far as anybody knows, and cannot be had now. */
export class SessionUnavailable extends Error {}

/** @throws the error of `session/new`, that of a login that is missing, and `SessionUnavailable`. */
export async function openSession(
  agent: ClientContext,
  capabilities: AgentCapabilities | undefined,
  wish: SessionWish,
): Promise<OpenedSession> {
  const { cwd, earlier } = wish;
  const mcpServers = [...wish.mcpServers];
  let lost: string | null = null;
  let left: string | null = null;
  if (earlier !== null && earlier !== 'unknown') {
    const back = await wayBack(agent, capabilities, { ...wish, earlier });
    if (back.opened !== null) return back.opened;
    lost = back.lost;
    if (!back.isGone) {
      if (!wish.anew) throw new SessionUnavailable(lost);
      left = earlier;
    }
  } else if (earlier === 'unknown') {
    lost = 'its log does not name the session';
  }
  const answer: unknown = await agent.request(methods.agent.session.new, { cwd, mcpServers });
  const sessionId = isAnswer(answer) ? answer.sessionId : null;
  if (typeof sessionId !== 'string' || sessionId === '') throw new Error('it did not name the new session');
  const opened = earlier === null ? 'new' : 'seeded';
  return { sessionId, opened, lost, left, options: sessionOptions(answer) };
}

async function wayBack(
  agent: ClientContext,
  capabilities: AgentCapabilities | undefined,
  { cwd, earlier, lastUpdate, mcpServers }: SessionWish & { readonly earlier: string },
): Promise<
  { readonly opened: OpenedSession } | { readonly opened: null; readonly lost: string; readonly isGone: boolean }
> {
  let lost = 'it can neither load nor resume a session';
  let isGone = true;
  for (const way of waysBack(capabilities)) {
    const request = { sessionId: earlier, cwd, mcpServers: [...mcpServers] };
    try {
      const answer: unknown =
        way === 'load'
          ? await agent.request(methods.agent.session.load, request)
          : await agent.request(methods.agent.session.resume, request);
      // Some agents replay after they have answered; a prompt in between would mix with it.
      if (way === 'load') await quiet(lastUpdate);
      const options = sessionOptions(answer);
      return { opened: { sessionId: earlier, opened: way, lost: null, left: null, options } };
    } catch (error) {
      if (isLoginError(error)) throw error;
      lost = requestErrorText(error);
      isGone &&= isNotFound(error);
    }
  }
  return { opened: null, lost, isGone };
}

/** Agents have a code for it, or only words. */
function isNotFound(error: unknown): boolean {
  if (!(error instanceof RequestError)) return false;
  const absent =
    /\b(not found|no such|unknown|does ?n[o']t exist|cannot find|can't find|no longer exists?|could not find)\b/i;
  return error.code === NOT_FOUND || absent.test(requestErrorText(error));
}

function waysBack(capabilities: AgentCapabilities | undefined): readonly ('load' | 'resume')[] {
  return [
    ...(capabilities?.loadSession ? (['load'] as const) : []),
    ...(capabilities?.sessionCapabilities?.resume ? (['resume'] as const) : []),
  ];
}

async function quiet(lastUpdate: () => number): Promise<void> {
  const begin = performance.now();
  for (let rest = REPLAY_QUIET_MS; rest > 0 && performance.now() - begin < REPLAY_LIMIT_MS; ) {
    await new Promise((resolve) => setTimeout(resolve, rest));
    rest = Math.max(begin, lastUpdate()) + REPLAY_QUIET_MS - performance.now();
  }
}
