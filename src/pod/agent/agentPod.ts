// The inside of an agent Pod: one prompt at a time, its answer to log and viewers, its questions to whoever may answer.
import { methods } from '@agentclientprotocol/sdk';
import type { AskedPermission, ElicitationAsk } from '../../protocol/agentAsk';
import type { AgentUpdate } from '../../protocol/agentUpdate';
import { ownEntry } from '../../protocol/logEntry';
import type { PodExit } from '../../protocol/terminalFrame';
import type { WireMethod } from '../../protocol/wireMethod';
import type { AgentClient } from './agentClients';
import { AgentMessages } from './agentMessages';
import { AgentQuestions } from './agentQuestions';
import type { AgentRecord } from './agentRecord';
import { AgentSettings } from './agentSettings';
import { type AgentPodStart, AgentTurns } from './agentTurns';
import { atMost } from './atMost';
import type { AskedDeed, ClientTools, DeedAsk } from './clientTools/clientTools';
import { ShownTerminals } from './clientTools/shownTerminals';
import { FileIndex } from './fileIndex';
import { KeptConversation } from './keptConversation';
import { OwnRun } from './ownRun';
import type { ViewerAnswer } from './permissionDesk';
import { notification, podEvent } from './promptPreface';
import { sayMemoryLost } from './sayMemoryLost';
import type { StartedAgent } from './startAgent';
import { endedText, goneText } from './startFault';

/** At a stop: for the cancel of a running turn, and for the close of the session, ms. */
const STOP_CANCEL_MS = 2000;
const STOP_CLOSE_MS = 1000;
/** What an agent that has loaded its session says before the first prompt belongs to the replay for so long, ms. */
const REPLAY_TAIL_MS = 3000;

/** What of a helper's session is shown. */
const OF_HELPERS: ReadonlySet<string> = new Set(['text', 'thinking', 'tool', 'plan']);

type CompletionsAsked = Extract<WireMethod, { readonly method: 'list_completions' }>['params'];

export interface AgentPodPort {
  readonly broadcast: (event: object) => void;
  /** The agent has gone, by itself or stopped; the last turn is closed. Once. */
  readonly onEnd: (exit: PodExit) => void;
  readonly stop: () => void;
  /** Null: the agent uses its own files and terminals. */
  readonly tools: ClientTools | null;
}

export class AgentPod {
  readonly conversation: KeptConversation;
  readonly settings: AgentSettings;
  private readonly questions: AgentQuestions;
  private readonly messages: AgentMessages;
  private readonly own: OwnRun;
  private readonly turns: AgentTurns;
  private readonly files: FileIndex;
  readonly shownTerminals: ShownTerminals;
  private isStopping = false;
  private replayUntil: number;

  constructor(
    private readonly agent: StartedAgent,
    private readonly start: AgentPodStart,
    record: AgentRecord,
    private readonly port: AgentPodPort,
  ) {
    const { sessionId, opened, options, left } = agent.session;
    this.questions = new AgentQuestions({
      ...start,
      sessionId,
      conversation: () => this.conversation,
      onAllowed: (shown) => port.tools?.allow(shown),
    });
    this.shownTerminals = new ShownTerminals(port.tools, () => this.conversation);
    this.settings = new AgentSettings(agent.connection.agent, sessionId, options, (changed) =>
      this.conversation.optionsChanged(changed, this.settings.values),
    );
    const fact = {
      acp_session_id: sessionId,
      agent: agent.init.agentInfo?.name ?? null,
      opened,
      ...(left !== null && { left }),
    };
    this.conversation = new KeptConversation(record, fact, {
      broadcast: port.broadcast,
      openRequests: () => this.questions.desk.requests,
      options: () => this.settings.options,
      queue: () => this.messages.queue.state,
      now: Date.now,
    });
    this.turns = new AgentTurns(agent, start, {
      conversation: () => this.conversation,
      broadcast: port.broadcast,
      isStopping: () => this.isStopping,
      cancelQuestions: () => this.questions.desk.cancelAll(),
      onEnd: (ending) => {
        port.tools?.allowed.turnEnded();
        this.messages.turnEnded(ending);
      },
    });
    this.files = new FileIndex(start.cwd);
    this.own = new OwnRun(this.conversation, () => this.questions.desk.requests.length > 0);
    this.messages = new AgentMessages({
      turns: this.turns,
      own: this.own,
      conversation: this.conversation,
      place: {
        cwd: start.cwd,
        takesImages: agent.init.agentCapabilities?.promptCapabilities?.image === true,
      },
      broadcast: port.broadcast,
      isStopping: () => this.isStopping,
      onPrompt: () => {
        this.replayUntil = 0;
      },
    });
    this.replayUntil = opened === 'load' ? performance.now() + REPLAY_TAIL_MS : 0;
    // Each life says how the agent came by its memory, also where the session is the same.
    if (record.isActive) this.conversation.append(ownEntry('podwatch.agent', fact, Date.now()));
    sayMemoryLost(agent.session, record, this.conversation, this.turns.preface);
    agent.connection.closed.then(() => this.agentGone());
    agent.process.exited.then(() => this.agentGone());
  }

  /** `sessionId` null: the agent does not say whose update it is, so it is its own. */
  update(update: AgentUpdate, sessionId: string | null): void {
    const { mapper } = this.conversation;
    if (update.kind === 'subagent') mapper.nameHelper(update.sessionId, update.title);
    const isOwn = sessionId === null || sessionId === this.agent.session.sessionId;
    if (isOwn) this.settings.take(update);
    const needsRun = isOwn ? mapper.needsRun(update) : OF_HELPERS.has(update.kind);
    if (needsRun) {
      if (this.isReplay()) return;
      if (!this.turns.isRunning) this.own.goOn();
    }
    const told =
      isOwn && update.kind === 'tool' ? { ...update, news: this.shownTerminals.withOutput(update.news) } : update;
    this.conversation.apply(isOwn ? mapper.update(told) : mapper.nestedUpdate(sessionId, told));
    if (isOwn && update.kind === 'tool') this.questions.callChanged(update.news.id);
  }

  async deed(ask: DeedAsk, withdrawn: AbortSignal): Promise<AskedDeed> {
    if (!this.canAsk()) return { answer: 'no', done: () => {} };
    return this.questions.deed(ask, withdrawn);
  }

  async permission(ask: AskedPermission, withdrawn: AbortSignal) {
    // Of a turn that is being cancelled nobody can be asked any more.
    if (!this.canAsk()) return { outcome: { outcome: 'cancelled' as const } };
    return this.questions.permission(ask, withdrawn);
  }

  async elicitation(ask: ElicitationAsk, withdrawn: AbortSignal) {
    if (!this.canAsk()) return { action: 'cancel' as const };
    return this.questions.elicitation(ask, withdrawn);
  }

  call(method: WireMethod, client: AgentClient): void {
    switch (method.method) {
      case 'run': {
        const again = this.messages.taken.answerAgain(method);
        const { input, request_id: requestId, queue, steer } = method.params;
        const how = { requestId, mayWait: queue === true || steer === true, maySteer: steer === true };
        if (again !== null) client.send(again);
        else this.messages.run(input, how, client);
        break;
      }
      case 'cancel':
      case 'pause':
        this.messages.interrupt(method.method);
        break;
      case 'resume':
        this.messages.resume();
        break;
      case 'seen':
        this.conversation.seen();
        break;
      case 'watch_agent':
        this.conversation.watch(client, method.params.viewing);
        break;
      case 'answer_permission':
        this.answer(method.params.id, method.params, client);
        break;
      case 'set_option':
        void this.setOption(method.params, client);
        break;
      case 'edit_queued':
        this.messages.editQueued(method.params, client);
        break;
      case 'steer_queued':
        this.messages.steerQueued(method.params.id, client);
        break;
      default:
        this.callAside(method, client);
    }
  }

  /** Cancels a running turn, closes the session, ends the agent. `onEnd` follows. */
  async stop(): Promise<void> {
    if (this.isStopping) return;
    this.isStopping = true;
    this.own.end({ kind: 'finished' });
    if (this.turns.isRunning) {
      this.turns.interrupt('cancel');
      await atMost(STOP_CANCEL_MS, this.turns.done);
    }
    const { connection, init, session } = this.agent;
    if (init.agentCapabilities?.sessionCapabilities?.close && !connection.signal.aborted) {
      const { sessionId } = session;
      await atMost(STOP_CLOSE_MS, connection.agent.request(methods.agent.session.close, { sessionId }));
    }
    await Promise.all([this.agent.process.end(), this.port.tools?.terminals.close()]);
  }

  private callAside(method: WireMethod, client: AgentClient): void {
    switch (method.method) {
      case 'notify':
        this.messages.tell(notification(method.params.message), 'notify', client);
        break;
      case 'pod_event':
        this.messages.tell(podEvent(method.params), 'pod_event', client);
        break;
      case 'compact':
        this.messages.compact(client);
        break;
      case 'list_completions':
        void this.complete(method.params, client);
        break;
      case 'shutdown':
        this.port.stop();
        break;
      default:
        client.invalid(`an agent Pod cannot ${method.method.replaceAll('_', ' ')}`);
    }
  }

  private answer(id: string, answer: ViewerAnswer, client: AgentClient): void {
    this.conversation.join(client);
    const answered = this.questions.desk.answer(id, answer);
    if (!answered.ok) {
      client.invalid(answered.error);
      return;
    }
    const reason = 'reason' in answer ? answer.reason?.trim() : '';
    if (!reason) return;
    // The agent has no field for it: it is told next, before all that waits.
    this.messages.sayNext(reason);
  }

  private async complete(asked: CompletionsAsked, client: AgentClient): Promise<void> {
    const files = asked.kind === 'file' ? await this.files.find(asked.prefix) : null;
    const { kind } = asked;
    client.send({
      event: 'completions',
      data: files === null ? this.conversation.completions(asked) : { kind, prefix: asked.prefix, entries: files },
    });
  }

  private async setOption(
    { id, value }: { readonly id: string; readonly value: string },
    client: AgentClient,
  ): Promise<void> {
    this.conversation.join(client);
    const set = await this.settings.set(id, value);
    if (set.ok) client.send({ event: 'agent_options', data: { options: this.settings.options } });
    else client.invalid(set.error);
  }

  /** Outside of a turn the agent asks within a run of its own. */
  private canAsk(): boolean {
    if (this.isStopping || this.turns.isInterrupted) return false;
    if (!this.turns.isRunning) this.own.goOn();
    return true;
  }

  /** Some agents go on replaying after they have said that their session is loaded. */
  private isReplay(): boolean {
    if (this.turns.isRunning || performance.now() > this.replayUntil) return false;
    this.replayUntil = performance.now() + REPLAY_TAIL_MS;
    return true;
  }

  private hasEnded = false;

  private async agentGone(): Promise<void> {
    if (this.hasEnded) return;
    this.hasEnded = true;
    const exit = await this.agent.process.end();
    await this.turns.done;
    const { program } = this.start;
    const ended = endedText(program, exit, this.agent.process.stderrTail());
    const said = goneText(program, this.agent.connection.fault, ended);
    this.own.end(this.isStopping ? { kind: 'cancelled' } : { kind: 'failed', code: 'internal', message: said });
    this.questions.desk.cancelAll();
    this.agent.connection.close();
    await this.port.tools?.terminals.close();
    if (!this.isStopping) this.conversation.alert('error', said);
    this.conversation.close();
    this.port.onEnd(exit);
  }
}
