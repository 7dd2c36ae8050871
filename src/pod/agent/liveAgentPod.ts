// One live agent Pod from birth to end: its record, its entry in the registry, its socket and its agent.

import path from 'node:path';
import type { McpServer } from '@agentclientprotocol/sdk';
import type { AgentUpdate } from '../../protocol/agentUpdate';
import { type HomePaths, homePaths, podRuntimeDir, podSocketPath } from '../../protocol/homePaths';
import { ownEntry } from '../../protocol/logEntry';
import type { Parsed } from '../../protocol/parsed';
import { launchOf, type PodOrder } from '../../protocol/podOrder';
import type { PodExit } from '../../protocol/terminalFrame';
import { PROTOCOL } from '../../protocol/wireEvent';
import { errorText } from '../../store/fileErrors';
import type { Claimed } from '../../store/registerPod';
import { claimName } from '../claimName';
import type { ClientConnection } from '../clientConnection';
import { findProgram } from '../findProgram';
import type { PodPresence } from '../podPresence';
import { PodServer } from '../podServer';
import { programEnvironment } from '../programEnvironment';
import { type NameWish, takeNewName } from '../takeNewName';
import { AgentPod } from './agentPod';
import { AgentRecord } from './agentRecord';
import { AgentSettings } from './agentSettings';
import { boundConsole } from './boundConsole';
import type { ClientTools } from './clientTools/clientTools';
import { podClientTools } from './clientTools/podClientTools';
import { toolMethods } from './clientTools/toolMethods';
import { type StartedAgent, startAgent } from './startAgent';
import { canSteer } from './steering';

/** What is worth knowing of a session before its first turn; the rest is a replay. */
const EARLY_UPDATES: ReadonlySet<string> = new Set(['title', 'usage', 'commands', 'mode', 'options', 'subagent']);

interface Birth {
  readonly order: PodOrder;
  readonly home: HomePaths;
  readonly record: AgentRecord;
  readonly server: PodServer;
  readonly presence: PodPresence;
  /** Absolute path of the agent's program. */
  readonly file: string;
}

/** What the agent says on stderr, in the runtime directory. */
const AGENT_LOG = 'agent.log';

export class LiveAgentPod {
  readonly socketPath: string;
  /** Resolves when nothing of the Pod is left. */
  readonly ended: Promise<void>;
  private podName: string;
  /** Unix ms. */
  private readonly startedAt = Date.now();
  private resolveEnded: () => void = () => {};
  private pod: AgentPod | null = null;
  /** What the agent said of its session before there was a Pod to tell. */
  private early: AgentUpdate[] = [];
  private isStopping = false;
  private tools: ClientTools | null = null;
  /** How the agent is set when its Pod begins. */
  private options: StartedAgent['session']['options'] = [];

  /**
   * Checks, claims the name, starts the agent and opens its session. An error is one sentence for the user; nothing is
   * left behind then. `stopped` ends a start that is not over.
   */
  static async start(order: PodOrder, env: NodeJS.ProcessEnv, stopped: AbortSignal): Promise<Claimed<LiveAgentPod>> {
    const program = findProgram(order.argv, order.cwd, env);
    if (!program.ok) {
      return { ok: false, error: `${program.error} Install the agent first; podwatch agents shows the known ones.` };
    }
    const home = homePaths(order.home.data, order.home.runtime);
    const record = new AgentRecord(home, order.name, launchOf(order), order.restore);
    const server = new PodServer(podSocketPath(home, order.name));
    const claimed = await claimName({ home, podName: order.name, server, record });
    if (!claimed.ok) return claimed;
    const live = new LiveAgentPod({ order, home, record, server, presence: claimed.value, file: program.value });
    boundConsole();
    const begun = await live.begin(env, stopped);
    return begun.ok ? { ok: true, value: live } : begun;
  }

  private constructor(private readonly birth: Birth) {
    this.podName = birth.order.name;
    this.socketPath = podSocketPath(birth.home, birth.order.name);
    this.ended = new Promise((resolve) => {
      this.resolveEnded = resolve;
    });
  }

  /** Cancels a running turn and ends the agent; everything else follows from its exit. */
  stop(): void {
    this.isStopping = true;
    void this.pod?.stop();
  }

  private async begin(env: NodeJS.ProcessEnv, stopped: AbortSignal): Promise<Parsed<null>> {
    const { order, home, record, server, presence, file } = this.birth;
    const command = {
      file,
      args: order.argv.slice(1),
      cwd: order.cwd,
      env: programEnvironment(env, { podName: order.name, socketPath: this.socketPath, cwd: order.cwd }),
      starter: order.starter,
      stderrFile: path.join(podRuntimeDir(home, order.name), AGENT_LOG),
    };
    const program = spokenName(order.argv);
    this.tools =
      order.clientTools === true
        ? podClientTools(
            { order, home, env },
            () => this.podName,
            () => this.pod,
          )
        : null;
    const started = await startAgent(
      {
        program,
        argv: order.argv,
        command,
        earlier: earlierSession(record),
        anew: order.anew ?? false,
        auth: order.auth ?? null,
        mcpServers: (order.mcpServers ?? []).filter(isMcpServer),
        stopped,
        onSpawned: (pid) => presence.programRuns(pid),
      },
      {
        onUpdate: (update, sessionId) => this.update(update, sessionId),
        onPermission: async (ask, withdrawn) =>
          (await this.pod?.permission(ask, withdrawn)) ?? { outcome: { outcome: 'cancelled' } },
        onElicitation: async (ask, withdrawn) => (await this.pod?.elicitation(ask, withdrawn)) ?? { action: 'cancel' },
        ...(this.tools !== null && { tools: toolMethods(this.tools) }),
      },
    );
    const fault = started.ok ? await this.set(started.value) : started.error;
    if (started.ok && fault === null) {
      this.serve(started.value, program);
      return { ok: true, value: null };
    }
    if (started.ok) {
      await started.value.process.end();
      started.value.connection.close();
    }
    await this.tools?.terminals.close();
    const error = fault ?? '';
    if (record.isActive) {
      const note = { level: 'warn' as const, message: `The Pod could not be restored: ${error}` };
      record.append(ownEntry('podwatch.note', note, Date.now()));
    }
    record.takeBack();
    await presence.leave([AGENT_LOG]);
    await server.end();
    return { ok: false, error };
  }

  /** Sets the agent as the user wants it, or as it was; null: it is. Only what was asked for now may be a fault. */
  private async set({ connection, session }: StartedAgent): Promise<string | null> {
    const { order, record } = this.birth;
    const settings = new AgentSettings(connection.agent, session.sessionId, session.options, () => {});
    const before = record.lastFact('podwatch.settings')?.values ?? {};
    for (const [id, value] of Object.entries(before)) {
      const known = settings.options.find((option) => option.id === id);
      if (known && known.value !== value) await settings.set(id, value);
    }
    for (const [id, value] of [
      ['mode', order.mode],
      ['model', order.model],
    ] as const) {
      if (value === undefined) continue;
      const set = await settings.set(id, value);
      if (!set.ok) return set.error;
    }
    this.options = settings.options;
    return null;
  }

  private serve(agent: StartedAgent, program: string): void {
    const { order, record, server } = this.birth;
    const start = { program, argv: order.argv, cwd: order.cwd, policy: order.policy ?? 'ask' };
    const session = { ...agent.session, options: this.options };
    const pod = new AgentPod({ ...agent, session }, start, record, {
      broadcast: (event) => server.broadcast(event),
      onEnd: (exit) => this.finish(exit),
      stop: () => this.stop(),
      tools: this.tools,
    });
    this.pod = pod;
    this.birth.presence.whenLooking(() => this.putBack(pod));
    for (const update of this.early) pod.update(update, null);
    this.early = [];
    server.serve({
      greeting: (missing) => pod.conversation.hello(this.greeting(agent, pod), missing),
      call: (method, client) => {
        if (method.method === 'rename') void this.rename(method.params, client);
        else pod.call(method, client);
      },
      terminal: null,
      closed: (client) => pod.conversation.clients.remove(client),
    });
  }

  /** Puts back what something outside has taken away of the record. */
  private putBack(pod: AgentPod): void {
    const { conversation } = pod;
    try {
      const said = this.birth.record.putBack();
      conversation.writer.note('record', null);
      if (said !== null) conversation.alert('warn', said);
    } catch (error) {
      conversation.writer.note('record', `The Pod could not write its record: ${errorText(error)}`);
    }
    conversation.writeAgain();
  }

  private update(update: AgentUpdate, sessionId: string | null): void {
    if (this.pod) this.pod.update(update, sessionId);
    else if (EARLY_UPDATES.has(update.kind)) this.early.push(update);
  }

  private greeting({ init }: StartedAgent, { conversation }: AgentPod): object {
    const { cwd, argv } = this.birth.order;
    const usage = conversation.usedTokens;
    return {
      pod_name: this.podName,
      cwd,
      provider: 'acp',
      model: init.agentInfo?.title ?? init.agentInfo?.name ?? argv[0] ?? '',
      scope_summary: '',
      tools: [],
      context_window: usage?.size ?? 0,
      context_tokens: usage?.used ?? 0,
      extensions: ['agent', 'attention', 'permission', 'queue', 'rename', ...(canSteer(init) ? ['steer'] : [])],
      protocol: PROTOCOL,
      started_at: this.startedAt,
      command: argv,
    };
  }

  private async rename({ name, from }: NameWish, client: ClientConnection): Promise<void> {
    const { home, presence, record, server } = this.birth;
    const named = (podName: string) => {
      record.renamed(podName);
      this.podName = podName;
    };
    const taken = await takeNewName({ home, presence, name, from, named });
    if (taken.ok) server.broadcast({ event: 'renamed', data: { name } });
    else client.invalid(taken.error);
  }

  /** The agent has ended. The name is free before the last client has read the end. */
  private async finish(exit: PodExit): Promise<void> {
    const { record, server, presence } = this.birth;
    // There may be room by now for a log that could not begin.
    this.pod?.conversation.writeAgain();
    if (record.isActive) this.pod?.conversation.append(ownEntry('podwatch.exit', exit, Date.now()));
    record.close();
    // What an agent said that failed is worth reading.
    const isWell = this.isStopping || exit.code === 0;
    await presence.leave(isWell ? [AGENT_LOG] : []);
    server.broadcast({ event: 'shutdown' });
    await server.end();
    this.resolveEnded();
  }
}

/** How messages call the agent: npx only fetches and starts it. */
function spokenName([program = '', ...args]: readonly string[]): string {
  const fetched = path.basename(program) === 'npx' ? args.find((word) => !word.startsWith('-')) : undefined;
  return fetched ?? program;
}

/** What a user has configured is the agent's to judge. */
function isMcpServer(data: object): data is McpServer {
  return 'command' in data || 'url' in data;
}

/** The ACP session that the log names; `unknown`: there was one, and its id is not in the log. */
function earlierSession(record: AgentRecord): string | 'unknown' | null {
  if (!record.isActive) return null;
  return record.lastFact('podwatch.agent')?.acp_session_id ?? 'unknown';
}
