// The inside of an agent Pod: one prompt at a time, its answer to log and viewers, its questions to whoever may answer.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ContentBlock, methods, type PromptResponse } from '@agentclientprotocol/sdk';
import type { ElicitationAsk, PermissionAsk } from '../../protocol/agentAsk';
import type { PermissionPolicy } from '../../protocol/agentQuestion';
import type { AgentUpdate } from '../../protocol/agentUpdate';
import { ownEntry } from '../../protocol/logEntry';
import type { PodExit } from '../../protocol/terminalFrame';
import type { WireMethod } from '../../protocol/wireMethod';
import type { AgentClient } from './agentClients';
import { AgentQuestions } from './agentQuestions';
import type { AgentRecord } from './agentRecord';
import { AgentSettings } from './agentSettings';
import { atMost } from './atMost';
import { Conversation } from './conversation';
import { conversationSummary } from './conversationSummary';
import type { ErrorCode } from './emission';
import { OwnRun } from './ownRun';
import type { ViewerAnswer } from './permissionDesk';
import { promptContent } from './promptContent';
import { notification, PromptPreface, podEvent, type ToldItem } from './promptPreface';
import { PromptQueue } from './promptQueue';
import type { RunEnding } from './runEnding';
import type { StartedAgent } from './startAgent';
import { endedText, isLoginError, loginText, requestErrorText } from './startFault';

/** An agent that has not confirmed a cancel for this long, ms, is told of: only a stop helps then. */
const CANCEL_PATIENCE_MS = 15_000;
/** At a stop: for the cancel of a running turn, and for the close of the session, ms. */
const STOP_CANCEL_MS = 2000;
const STOP_CLOSE_MS = 1000;
/** Between the end of an agent's output and its exit, ms at most. */
const EXIT_LAG_MS = 2000;
/** What an agent that has loaded its session says before the first prompt belongs to the replay for so long, ms. */
const REPLAY_TAIL_MS = 3000;

/** What of a helper's session is shown. */
const OF_HELPERS: ReadonlySet<string> = new Set(['text', 'thinking', 'tool', 'plan']);

export interface AgentPodPort {
  readonly broadcast: (event: object) => void;
  /** The agent has gone, by itself or stopped; the last turn is closed. Once. */
  readonly onEnd: (exit: PodExit) => void;
  readonly stop: () => void;
}

export interface AgentPodStart {
  readonly program: string;
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly policy: PermissionPolicy;
}

interface Run {
  readonly done: Promise<void>;
  /** What a client wants of it. */
  wish: 'cancel' | 'pause' | null;
}

export class AgentPod {
  readonly conversation: Conversation;
  readonly settings: AgentSettings;
  private readonly questions: AgentQuestions;
  private readonly queue: PromptQueue;
  private readonly own: OwnRun;
  private run: Run | null = null;
  private readonly preface = new PromptPreface();
  private isStopping = false;
  private replayUntil: number;

  constructor(
    private readonly agent: StartedAgent,
    private readonly start: AgentPodStart,
    record: AgentRecord,
    private readonly port: AgentPodPort,
  ) {
    const { sessionId, opened, options, left } = agent.session;
    this.questions = new AgentQuestions({ ...start, sessionId, conversation: () => this.conversation });
    this.queue = new PromptQueue((queue) => this.conversation.queueChanged(queue));
    this.settings = new AgentSettings(agent.connection.agent, sessionId, options, (changed) =>
      this.conversation.optionsChanged(changed, this.settings.values),
    );
    const fact = {
      acp_session_id: sessionId,
      agent: agent.init.agentInfo?.name ?? null,
      opened,
      ...(left !== null && { left }),
    };
    this.conversation = new Conversation(record, fact, {
      broadcast: port.broadcast,
      openRequests: () => this.questions.desk.requests,
      options: () => this.settings.options,
      queue: () => this.queue.state,
      now: Date.now,
    });
    this.own = new OwnRun(this.conversation, () => this.questions.desk.requests.length > 0);
    this.replayUntil = opened === 'load' ? Date.now() + REPLAY_TAIL_MS : 0;
    // Each life says how the agent came by its memory, also where the session is the same.
    if (record.isActive) this.conversation.append(ownEntry('podwatch.agent', fact, Date.now()));
    this.seedFrom(record);
    agent.connection.closed.then(() => this.agentGone());
    agent.process.exited.then(() => this.agentGone());
  }

  /** `sessionId` null: the agent does not say whose update it is, so it is its own. */
  update(update: AgentUpdate, sessionId: string | null): void {
    const { mapper } = this.conversation;
    if (update.kind === 'subagent') mapper.nameHelper(update.sessionId, update.title);
    this.settings.take(update);
    const isOwn = sessionId === null || sessionId === this.agent.session.sessionId;
    const needsRun = isOwn ? mapper.needsRun(update) : OF_HELPERS.has(update.kind);
    if (needsRun) {
      if (this.isReplay()) return;
      if (this.run === null) this.own.goOn();
    }
    this.conversation.apply(isOwn ? mapper.update(update) : mapper.nestedUpdate(sessionId, update));
  }

  async permission(ask: PermissionAsk, withdrawn: AbortSignal) {
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
        const { input, request_id, queue } = method.params;
        this.runInput(input, { requestId: request_id, mayWait: queue === true }, client);
        break;
      }
      case 'cancel':
      case 'pause':
        this.interruptIfRunning(method.method);
        break;
      case 'resume':
        this.resume();
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
        this.editQueued(method.params, client);
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
    if (this.run) {
      this.interrupt(this.run, 'cancel');
      await atMost(STOP_CANCEL_MS, this.run.done);
    }
    const { connection, init, session } = this.agent;
    if (init.agentCapabilities?.sessionCapabilities?.close && !connection.signal.aborted) {
      const { sessionId } = session;
      await atMost(STOP_CLOSE_MS, connection.agent.request(methods.agent.session.close, { sessionId }));
    }
    await this.agent.process.end();
  }

  private callAside(method: WireMethod, client: AgentClient): void {
    switch (method.method) {
      case 'notify':
        this.tell(notification(method.params.message), 'notify', client);
        break;
      case 'pod_event':
        this.tell(podEvent(method.params), 'pod_event', client);
        break;
      case 'compact':
        this.compact(client);
        break;
      case 'list_completions':
        client.send({ event: 'completions', data: this.conversation.completions(method.params) });
        break;
      case 'shutdown':
        this.port.stop();
        break;
      default:
        client.invalid(`an agent Pod cannot ${method.method.replaceAll('_', ' ')}`);
    }
  }

  private runInput(
    segments: readonly unknown[],
    { requestId, mayWait }: { readonly requestId: string | null; readonly mayWait: boolean },
    client: AgentClient,
  ): void {
    if (this.run && !mayWait) {
      this.refuse('already_running', 'A turn is running; wait for its end or cancel it', requestId);
      return;
    }
    const content = promptContent(segments, this.start.cwd);
    if (content.length === 0) {
      client.invalid('the message is empty', requestId);
      return;
    }
    if (this.run) {
      this.enqueue(segments, requestId, client);
      return;
    }
    this.send(segments, content, requestId);
  }

  private send(segments: readonly unknown[], content: readonly ContentBlock[], requestId: string | null): void {
    this.own.end({ kind: 'finished' });
    this.queue.hold(false);
    this.conversation.begin({ trigger: 'user_send', segments, requestId });
    this.prompt(content);
  }

  private enqueue(segments: readonly unknown[], requestId: string | null, client: AgentClient): void {
    const id = this.queue.add(segments);
    if (id === null) client.invalid('too many messages wait already: this one was not taken', requestId);
    else client.send({ event: 'agent_queued', data: { id, request_id: requestId } });
  }

  /** The next message that waits, if the turn ended so that one may follow. */
  private sendNext(): void {
    if (this.run !== null || this.isStopping || this.conversation.status === 'paused') return;
    const segments = this.queue.next();
    if (segments !== null) this.send(segments, promptContent(segments, this.start.cwd), null);
  }

  private editQueued({ id, text }: { readonly id: string; readonly text: string | null }, client: AgentClient): void {
    this.conversation.watch(client, false);
    if (!this.queue.edit(id, text)) client.invalid('that message waits no more: it has been sent or taken back');
  }

  /** ACP has no pause: the turn was cancelled, and goes on with a word of ours. */
  private resume(): void {
    if (this.run) this.refuse('already_running', 'A turn is running');
    else if (this.conversation.status !== 'paused') this.refuse('not_paused', 'The Pod is not paused');
    else {
      this.conversation.begin({ trigger: null, segments: null, requestId: null });
      this.prompt([{ type: 'text', text: 'Continue.' }]);
    }
  }

  private interruptIfRunning(wish: 'cancel' | 'pause'): void {
    if (this.run) this.interrupt(this.run, wish);
    else if (this.own.isOpen) {
      this.cancelAgent();
      this.own.end({ kind: 'cancelled' });
    } else if (wish !== 'pause' || this.conversation.status !== 'paused') {
      this.refuse('not_running', 'No turn is running');
    }
  }

  private answer(id: string, answer: ViewerAnswer, client: AgentClient): void {
    this.conversation.watch(client, false);
    const answered = this.questions.desk.answer(id, answer);
    if (!answered.ok) {
      client.invalid(answered.error);
      return;
    }
    const reason = 'reason' in answer ? answer.reason?.trim() : '';
    if (!reason) return;
    // The agent has no field for it: it is told next, before all that waits.
    this.queue.add([{ kind: 'text', content: reason }], { first: true });
    this.sendNext();
  }

  private async setOption(
    { id, value }: { readonly id: string; readonly value: string },
    client: AgentClient,
  ): Promise<void> {
    this.conversation.watch(client, false);
    const set = await this.settings.set(id, value);
    if (set.ok) client.send({ event: 'agent_options', data: { options: this.settings.options } });
    else client.invalid(set.error);
  }

  private prompt(content: readonly ContentBlock[]): void {
    this.replayUntil = 0;
    const prompt = [...this.preface.items().map((item) => this.told(item)), ...content];
    const { connection, session } = this.agent;
    const answer = connection.agent.request(methods.agent.session.prompt, { sessionId: session.sessionId, prompt });
    const run: Run = { wish: null, done: this.follow(answer, () => run) };
    this.run = run;
  }

  private async follow(answer: Promise<PromptResponse>, run: () => Run): Promise<void> {
    let ending: RunEnding;
    try {
      const { stopReason } = await answer;
      // What came before the answer is handled before it.
      await nextTurn();
      ending = this.stopped(stopReason, run().wish);
    } catch (error) {
      ending = await this.failed(error, run().wish);
    }
    this.run = null;
    this.questions.desk.cancelAll();
    this.conversation.end(ending);
    // A failure would meet the next message, too: the user says when.
    if (ending.kind === 'failed') this.queue.hold(true);
    this.sendNext();
  }

  private stopped(reason: string, wish: Run['wish']): RunEnding {
    if (reason === 'cancelled') return { kind: wish === 'pause' ? 'paused' : 'cancelled' };
    this.preface.heard();
    switch (reason) {
      case 'max_turn_requests':
        return { kind: 'limit-reached' };
      case 'max_tokens':
        this.conversation.alert('warn', 'The answer was cut: the model reached its token limit.');
        break;
      case 'refusal':
        this.conversation.alert('warn', 'The agent refused to go on with this conversation.');
        break;
      case 'end_turn':
        break;
      default:
        this.conversation.alert('warn', `The agent ended its turn for a reason that podwatch does not know: ${reason}`);
    }
    return { kind: 'finished' };
  }

  private async failed(error: unknown, wish: Run['wish']): Promise<RunEnding> {
    const { connection, process, init } = this.agent;
    const { program, argv } = this.start;
    if (connection.signal.aborted || process.hasExited) {
      if (this.isStopping) return { kind: 'cancelled' };
      const exit = await atMost(EXIT_LAG_MS, process.exited);
      const message = exit
        ? endedText(program, exit, process.stderrTail())
        : `The agent "${program}" has hung up${connection.fault === null ? '' : `: ${connection.fault}`}.`;
      return { kind: 'failed', code: 'internal', message };
    }
    // Agents may answer a cancel with the error that it caused inside of them.
    if (wish !== null) return { kind: wish === 'pause' ? 'paused' : 'cancelled' };
    const message = isLoginError(error)
      ? `${loginText({ program, argv, methods: init.authMethods ?? [] })} Then send the message again.`
      : requestErrorText(error);
    return { kind: 'failed', code: 'provider_error', message };
  }

  private interrupt(run: Run, wish: 'cancel' | 'pause'): void {
    const isFirst = run.wish === null;
    run.wish = wish;
    this.cancelAgent();
    if (!isFirst) return;
    const timer = setTimeout(() => {
      const text = `The agent has not confirmed the cancel for ${CANCEL_PATIENCE_MS / 1000} s. Stopping the Pod ends it.`;
      this.conversation.alert('warn', text);
    }, CANCEL_PATIENCE_MS);
    void run.done.finally(() => clearTimeout(timer));
  }

  private cancelAgent(): void {
    const { connection, session } = this.agent;
    void connection.agent.notify(methods.agent.session.cancel, { sessionId: session.sessionId }).catch(() => {});
    this.questions.desk.cancelAll();
  }

  /** Outside of a turn the agent asks within a run of its own. */
  private canAsk(): boolean {
    if (this.isStopping || (this.run !== null && this.run.wish !== null)) return false;
    if (this.run === null) this.own.goOn();
    return true;
  }

  /** Some agents go on replaying after they have said that their session is loaded. */
  private isReplay(): boolean {
    if (this.run !== null || Date.now() > this.replayUntil) return false;
    this.replayUntil = Date.now() + REPLAY_TAIL_MS;
    return true;
  }

  /** Errors of the conversation go to every client (formats §5, broadcast). */
  private refuse(code: ErrorCode, message: string, requestId: string | null = null): void {
    this.port.broadcast({ event: 'error', data: { code, message, ...(requestId && { request_id: requestId }) } });
  }

  private seedFrom(record: AgentRecord): void {
    const { opened, lost } = this.agent.session;
    if (opened !== 'seeded') return;
    const note = `The agent's own memory of this conversation is lost (${lost ?? 'unknown reason'}).`;
    const summary = conversationSummary(record.entries);
    this.conversation.alert('warn', `${note} It starts anew${summary === null ? '' : ' with a summary of the log'}.`);
    if (summary !== null) this.preface.begin(note, summary);
  }

  /** The log keeps the exact text that the agent is given. */
  private told(item: ToldItem): ContentBlock {
    this.conversation.append({ kind: 'system_item', ts: Date.now(), item });
    this.port.broadcast({ event: 'system_item', data: { item } });
    return { type: 'text', text: item.body };
  }

  /** Starts a turn by itself where the Pod is idle; else it waits for the next one (formats §5). */
  private tell(item: ToldItem, trigger: 'notify' | 'pod_event', client: AgentClient): void {
    if (!this.preface.add(item)) client.invalid('too much waits for the next turn already: this was not taken');
    if (this.run || this.isStopping || this.conversation.status === 'paused') return;
    this.own.end({ kind: 'finished' });
    this.conversation.begin({ trigger, segments: null, requestId: null });
    this.prompt([]);
  }

  /** An agent compacts when it is told to in its own words, if it knows them. */
  private compact(client: AgentClient): void {
    if (this.run) this.refuse('already_running', 'A turn is running');
    else if (!this.conversation.takesCommand('compact')) client.invalid('this agent offers no way to compact');
    else this.runInput([{ kind: 'text', content: '/compact' }], { requestId: null, mayWait: false }, client);
  }

  private hasEnded = false;

  private async agentGone(): Promise<void> {
    if (this.hasEnded) return;
    this.hasEnded = true;
    const exit = await this.agent.process.end();
    await this.run?.done;
    const said = endedText(this.start.program, exit, this.agent.process.stderrTail());
    this.own.end(this.isStopping ? { kind: 'cancelled' } : { kind: 'failed', code: 'internal', message: said });
    this.questions.desk.cancelAll();
    this.agent.connection.close();
    if (!this.isStopping) this.conversation.alert('error', said);
    this.conversation.close();
    this.port.onEnd(exit);
  }
}
