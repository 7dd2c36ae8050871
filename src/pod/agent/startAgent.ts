// Starts an agent and opens its session; everything that can go wrong until then is one clear sentence.
import {
  type AuthMethod,
  type ClientCapabilities,
  type InitializeResponse,
  type McpServer,
  methods,
  PROTOCOL_VERSION,
} from '@agentclientprotocol/sdk';
import { displayText } from '../../cells/displayText';
import { AGENT_START_TIMEOUT_MS } from '../../protocol/orderBounds';
import type { Parsed } from '../../protocol/parsed';
import { errorText } from '../../store/fileErrors';
import { type AgentConnection, type AgentPort, connectAgent } from './agentConnection';
import { type AgentLaunch, AgentProcess } from './agentProcess';
import { isAnswer } from './isAnswer';
import { logIn, loginMethod } from './logIn';
import { type OpenedSession, openSession, SessionUnavailable } from './openSession';
import {
  endedText,
  isLoginError,
  isVersionError,
  loginText,
  requestErrorText,
  silentText,
  versionText,
} from './startFault';

/** Between the end of an agent's output and its exit, ms at most. */
const EXIT_LAG_MS = 2000;

export interface AgentStart {
  /** What the user typed, for messages. */
  readonly program: string;
  readonly command: AgentLaunch;
  /** See `SessionWish`. */
  readonly earlier: string | 'unknown' | null;
  readonly anew?: boolean;
  readonly mcpServers?: readonly McpServer[];
  /** Id of the way to log in that the user has chosen. */
  readonly auth?: string | null;
  /** The agent's command line, for messages. */
  readonly argv?: readonly string[];
  /** Aborts where the Pod is to end before its agent has started. */
  readonly stopped?: AbortSignal;
  /** It runs, as the leader of a session of its own; what it says comes later. */
  readonly onSpawned?: (pid: number) => void;
  /** Bound of the whole start, ms. */
  readonly timeoutMs?: number;
}

export interface StartedAgent {
  readonly process: AgentProcess;
  readonly connection: AgentConnection;
  readonly session: OpenedSession;
  readonly init: InitializeResponse;
}

/** On an error nothing of the agent is left running. */
export async function startAgent(start: AgentStart, port: AgentPort): Promise<Parsed<StartedAgent>> {
  const program = displayText(start.program);
  const spawned = await AgentProcess.spawn(start.command);
  if (!spawned.ok) return { ok: false, error: `The agent "${program}" cannot be started: ${spawned.error}` };
  const process = spawned.value;
  if (process.pid !== undefined) start.onSpawned?.(process.pid);
  let lastUpdate = 0;
  const connection = connectAgent(process.stream(), {
    ...port,
    onUpdate: (update, sessionId) => {
      lastUpdate = performance.now();
      port.onUpdate(update, sessionId);
    },
  });
  const opened = await withinStart(
    { start, program, process, connection, hasTools: port.tools !== undefined },
    () => lastUpdate,
  );
  if (opened.ok) return { ok: true, value: { process, connection, ...opened.value } };
  await process.end();
  connection.close();
  return opened;
}

/**
 * What agents may ask of us. Without our files and terminals an agent uses its own, and its questions tell of it.
 * `terminal_output`: adapters say in it what their own terminals put out.
 */
function capabilities(hasTools: boolean): ClientCapabilities {
  return {
    elicitation: { form: {}, url: {} },
    auth: { terminal: true },
    session: { configOptions: { boolean: {} } },
    ...(hasTools && { fs: { readTextFile: true, writeTextFile: true }, terminal: true }),
    _meta: { terminal_output: true },
  };
}

type Handshake = Pick<StartedAgent, 'session' | 'init'>;

interface Starting {
  readonly start: AgentStart;
  /** Fit to be shown. */
  readonly program: string;
  readonly process: AgentProcess;
  readonly connection: AgentConnection;
  /** It may use files and terminals through us. */
  readonly hasTools: boolean;
}

async function handshake(starting: Starting, lastUpdate: () => number): Promise<Parsed<Handshake>> {
  const { start, program, connection } = starting;
  const { agent } = connection;
  let offered: readonly AuthMethod[] = [];
  try {
    const init = await agent.request(methods.agent.initialize, {
      protocolVersion: PROTOCOL_VERSION,
      clientCapabilities: capabilities(starting.hasTools),
      clientInfo: { name: 'podwatch', title: 'podwatch', version: '1' },
    });
    if (!isAnswer(init)) return { ok: false, error: `The agent "${program}" answers nothing when it is greeted.` };
    offered = init.authMethods ?? [];
    if (init.protocolVersion !== PROTOCOL_VERSION) {
      return { ok: false, error: versionText(program, init.protocolVersion) };
    }
    return { ok: true, value: { session: await openLoggedIn(starting, init, lastUpdate), init } };
  } catch (error) {
    if (isLoginError(error)) {
      return { ok: false, error: loginText({ program, argv: start.argv ?? [], methods: offered }) };
    }
    if (isVersionError(error)) return { ok: false, error: versionText(program, null) };
    if (error instanceof SessionUnavailable) return { ok: false, error: unavailableText(program, errorText(error)) };
    return { ok: false, error: `The agent "${program}" does not open a session: ${requestErrorText(error)}` };
  }
}

/** Where the agent wants a login first and one needs nobody, it is done; a way that the user has named, at once. */
async function openLoggedIn(
  { start, connection }: Starting,
  init: InitializeResponse,
  lastUpdate: () => number,
): Promise<OpenedSession> {
  const { agent } = connection;
  const { command, earlier, anew = false, mcpServers = [], auth = null } = start;
  const wish = { cwd: command.cwd, earlier, anew, mcpServers, lastUpdate };
  const open = () => openSession(agent, init.agentCapabilities, wish);
  const method = loginMethod(init.authMethods ?? [], auth, command.env);
  if (auth !== null && method !== null) {
    await logIn(agent, method);
    return open();
  }
  try {
    return await open();
  } catch (error) {
    if (!isLoginError(error) || method === null || !(await logIn(agent, method))) throw error;
    return open();
  }
}

function unavailableText(program: string, why: string): string {
  return (
    `The agent "${program}" cannot load its session now: ${why}. The session is kept: try again later. ` +
    '--anew begins a new one, in which the agent remembers nothing of this conversation but a summary of its log.'
  );
}

/** An agent that ends or stays silent is told apart from one that answers with an error. */
async function withinStart(starting: Starting, lastUpdate: () => number): Promise<Parsed<Handshake>> {
  const { start, program, process, connection } = starting;
  const timeoutMs = start.timeoutMs ?? AGENT_START_TIMEOUT_MS;
  const timers: NodeJS.Timeout[] = [];
  let isOver = false;
  const after = (ms: number, error: string) =>
    new Promise<Parsed<Handshake>>((resolve) => {
      if (!isOver) timers.push(setTimeout(() => resolve({ ok: false, error }), ms));
    });
  const gone = process.heardOut.then((exit): Parsed<Handshake> => {
    return { ok: false, error: endedText(program, exit, process.stderrTail()) };
  });
  const answered = handshake(starting, lastUpdate).then((result) => {
    // A connection that breaks is the exit seen from inside; the exit knows more, and follows at once.
    const isBroken = !result.ok && connection.signal.aborted;
    return isBroken ? Promise.race([gone, after(EXIT_LAG_MS, result.error)]) : result;
  });
  try {
    return await Promise.race([answered, gone, stop(start.stopped), after(timeoutMs, silentText(program, timeoutMs))]);
  } finally {
    isOver = true;
    for (const timer of timers) clearTimeout(timer);
  }
}

function stop(signal: AbortSignal | undefined): Promise<Parsed<Handshake>> {
  const stopped: Parsed<Handshake> = { ok: false, error: 'The Pod was stopped before its agent had started.' };
  return new Promise((resolve) => {
    if (signal?.aborted) resolve(stopped);
    signal?.addEventListener('abort', () => resolve(stopped), { once: true });
  });
}
