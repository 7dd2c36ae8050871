// Starts an agent and opens its session; everything that can go wrong until then is one clear sentence.
import {
  type ClientConnection,
  client,
  type InitializeResponse,
  methods,
  PROTOCOL_VERSION,
  type RequestPermissionRequest,
  type RequestPermissionResponse,
  type SessionUpdate,
} from '@agentclientprotocol/sdk';
import { displayText } from '../../cells/displayText';
import type { Parsed } from '../../protocol/parsed';
import { AGENT_START_TIMEOUT_MS } from '../../protocol/podOrder';
import { type AgentCommand, AgentProcess } from './agentProcess';
import { type OpenedSession, openSession } from './openSession';
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

export interface AgentPort {
  readonly onUpdate: (update: SessionUpdate) => void;
  /** `withdrawn` aborts when the agent takes its question back. */
  readonly onPermission: (
    request: RequestPermissionRequest,
    withdrawn: AbortSignal,
  ) => Promise<RequestPermissionResponse>;
}

export interface AgentStart {
  /** What the user typed, for messages. */
  readonly program: string;
  readonly command: AgentCommand;
  /** See `SessionWish.earlier`. */
  readonly earlier: string | 'unknown' | null;
  /** Aborts where the Pod is to end before its agent has started. */
  readonly stopped?: AbortSignal;
  /** Bound of the whole start, ms. */
  readonly timeoutMs?: number;
}

export interface StartedAgent {
  readonly process: AgentProcess;
  readonly connection: ClientConnection;
  readonly session: OpenedSession;
  readonly init: InitializeResponse;
}

/** On an error nothing of the agent is left running. */
export async function startAgent(start: AgentStart, port: AgentPort): Promise<Parsed<StartedAgent>> {
  const program = displayText(start.program);
  const spawned = await AgentProcess.spawn(start.command);
  if (!spawned.ok) return { ok: false, error: `The agent "${program}" cannot be started: ${spawned.error}` };
  const process = spawned.value;
  let lastUpdate = 0;
  const connection = connect(process, {
    ...port,
    onUpdate: (update) => {
      lastUpdate = Date.now();
      port.onUpdate(update);
    },
  });
  const opened = await withinStart({ start, program, process, connection }, () => lastUpdate);
  if (opened.ok) return { ok: true, value: { process, connection, ...opened.value } };
  await process.end();
  connection.close();
  return opened;
}

/**
 * No file system and no terminals are offered: then an agent uses its own, and its permission requests tell of it.
 * Updates come first, so that each is handled before the answer that follows it.
 */
function connect(process: AgentProcess, port: AgentPort): ClientConnection {
  return client({ name: 'podwatch' })
    .onNotification(methods.client.session.update, ({ params }) => port.onUpdate(params.update))
    .onRequest(methods.client.session.requestPermission, ({ params, signal }) => port.onPermission(params, signal))
    .connect(process.stream());
}

type Handshake = Pick<StartedAgent, 'session' | 'init'>;

interface Starting {
  readonly start: AgentStart;
  /** Fit to be shown. */
  readonly program: string;
  readonly process: AgentProcess;
  readonly connection: ClientConnection;
}

async function handshake(
  { start, program, connection }: Starting,
  lastUpdate: () => number,
): Promise<Parsed<Handshake>> {
  const { agent } = connection;
  const { command, earlier } = start;
  let init: InitializeResponse | null = null;
  try {
    init = await agent.request(methods.agent.initialize, {
      protocolVersion: PROTOCOL_VERSION,
      clientCapabilities: {},
    });
    if (init.protocolVersion !== PROTOCOL_VERSION) {
      return { ok: false, error: versionText(program, init.protocolVersion) };
    }
    const session = await openSession(agent, init.agentCapabilities, { cwd: command.cwd, earlier, lastUpdate });
    return { ok: true, value: { session, init } };
  } catch (error) {
    if (isLoginError(error)) return { ok: false, error: loginText(program, init?.authMethods ?? []) };
    if (isVersionError(error)) return { ok: false, error: versionText(program, null) };
    return { ok: false, error: `The agent "${program}" does not open a session: ${requestErrorText(error)}` };
  }
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
  const gone = process.exited.then((exit): Parsed<Handshake> => {
    return { ok: false, error: endedText(program, exit, process.stderrTail(3)) };
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
