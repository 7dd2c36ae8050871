// The inside of an agent Pod: one prompt at a time, its answer to log and viewers, its questions to whoever may answer.
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type ContentBlock,
  methods,
  type PromptResponse,
  type RequestPermissionRequest,
  type RequestPermissionResponse,
  type SessionUpdate,
} from '@agentclientprotocol/sdk';
import type { PermissionAnswer, PermissionPolicy } from '../../protocol/agentExtension';
import { ownEntry } from '../../protocol/logEntry';
import type { PodExit } from '../../protocol/terminalFrame';
import type { WireMethod } from '../../protocol/wireMethod';
import type { AgentClient } from './agentClients';
import type { AgentRecord } from './agentRecord';
import { atMost } from './atMost';
import { Conversation } from './conversation';
import { conversationSummary } from './conversationSummary';
import type { ErrorCode } from './emission';
import { PermissionDesk } from './permissionDesk';
import { promptContent } from './promptContent';
import { notification, PromptPreface, podEvent, type ToldItem } from './promptPreface';
import type { StartedAgent } from './startAgent';
import { endedText, requestErrorText } from './startFault';
import type { RunEnding } from './turnMapper';

/** An agent that has not confirmed a cancel for this long, ms, is told of: only a stop helps then. */
const CANCEL_PATIENCE_MS = 15_000;
/** At a stop: for the cancel of a running turn, and for the close of the session, ms. */
const STOP_CANCEL_MS = 2000;
const STOP_CLOSE_MS = 1000;
/** Between the end of an agent's output and its exit, ms at most. */
const EXIT_LAG_MS = 2000;

export interface AgentPodPort {
  readonly broadcast: (event: object) => void;
  /** The agent has gone, by itself or stopped; the last turn is closed. Once. */
  readonly onEnd: (exit: PodExit) => void;
  readonly stop: () => void;
}

interface Run {
  readonly done: Promise<void>;
  /** What a client wants of it. */
  wish: 'cancel' | 'pause' | null;
}

export class AgentPod {
  readonly conversation: Conversation;
  private readonly desk: PermissionDesk;
  private run: Run | null = null;
  private readonly preface = new PromptPreface();
  private isStopping = false;

  constructor(
    private readonly agent: StartedAgent,
    private readonly start: { readonly program: string; readonly cwd: string; readonly policy: PermissionPolicy },
    record: AgentRecord,
    private readonly port: AgentPodPort,
  ) {
    this.desk = new PermissionDesk(start.policy, {
      onRequest: (request) => this.conversation.requested(request),
      onAnswered: (answered) => this.conversation.answered(answered),
      now: Date.now,
    });
    const { sessionId, opened } = agent.session;
    const fact = { acp_session_id: sessionId, agent: agent.init.agentInfo?.name ?? null, opened };
    this.conversation = new Conversation(record, fact, {
      broadcast: port.broadcast,
      openRequests: () => this.desk.requests,
      now: Date.now,
    });
    // Each life says how the agent came by its memory, also where the session is the same.
    if (record.isActive) this.conversation.append(ownEntry('podwatch.agent', fact, Date.now()));
    this.seedFrom(record);
    agent.connection.closed.then(() => this.agentGone());
    agent.process.exited.then(() => this.agentGone());
  }

  update(update: SessionUpdate): void {
    this.conversation.apply(this.conversation.mapper.update(update));
  }

  async permission(request: RequestPermissionRequest, withdrawn: AbortSignal): Promise<RequestPermissionResponse> {
    // Outside of a turn, or of one that is being cancelled, nobody can be asked.
    if (!this.run || this.run.wish !== null) return { outcome: { outcome: 'cancelled' } };
    const { call, emissions } = this.conversation.mapper.permissionCall(request.toolCall);
    this.conversation.apply(emissions);
    return { outcome: await this.desk.ask(call, request.options, withdrawn) };
  }

  call(method: WireMethod, client: AgentClient): void {
    switch (method.method) {
      case 'run':
        this.runInput(method.params.input, method.params.request_id, client);
        break;
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
        this.answer(method.params.id, method.params.answer, client);
        break;
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

  /** Cancels a running turn, closes the session, ends the agent. `onEnd` follows. */
  async stop(): Promise<void> {
    if (this.isStopping) return;
    this.isStopping = true;
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

  private runInput(segments: readonly unknown[], requestId: string | null, client: AgentClient): void {
    if (this.run) {
      this.refuse('already_running', 'A turn is running; wait for its end or cancel it', requestId);
      return;
    }
    const content = promptContent(segments, this.start.cwd);
    if (content.length === 0) {
      client.invalid('the message is empty', requestId);
      return;
    }
    this.conversation.begin({ trigger: 'user_send', segments, requestId });
    this.prompt(content);
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
    else if (wish !== 'pause' || this.conversation.status !== 'paused') {
      this.refuse('not_running', 'No turn is running');
    }
  }

  private answer(id: string, answer: PermissionAnswer, client: AgentClient): void {
    this.conversation.watch(client, false);
    const answered = this.desk.answer(id, answer);
    if (!answered.ok) client.invalid(answered.error);
  }

  private prompt(content: readonly ContentBlock[]): void {
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
    this.agent.process.trimStderr();
    this.desk.cancelAll();
    this.conversation.end(ending);
  }

  private stopped(reason: PromptResponse['stopReason'], wish: Run['wish']): RunEnding {
    if (reason === 'cancelled') return { kind: wish === 'pause' ? 'paused' : 'cancelled' };
    this.preface.heard();
    if (reason === 'max_turn_requests') return { kind: 'limit-reached' };
    if (reason === 'max_tokens')
      this.conversation.alert('warn', 'The answer was cut: the model reached its token limit.');
    if (reason === 'refusal') this.conversation.alert('warn', 'The agent refused to go on with this conversation.');
    return { kind: 'finished' };
  }

  private async failed(error: unknown, wish: Run['wish']): Promise<RunEnding> {
    const { connection, process } = this.agent;
    if (connection.signal.aborted || process.hasExited) {
      if (this.isStopping) return { kind: 'cancelled' };
      const exit = await atMost(EXIT_LAG_MS, process.exited);
      const { program } = this.start;
      const message = exit ? endedText(program, exit, process.stderrTail(3)) : `The agent "${program}" has hung up.`;
      return { kind: 'failed', code: 'internal', message };
    }
    // Agents may answer a cancel with the error that it caused inside of them.
    if (wish !== null) return { kind: wish === 'pause' ? 'paused' : 'cancelled' };
    return { kind: 'failed', code: 'provider_error', message: requestErrorText(error) };
  }

  private interrupt(run: Run, wish: 'cancel' | 'pause'): void {
    const isFirst = run.wish === null;
    run.wish = wish;
    const { connection, session } = this.agent;
    void connection.agent.notify(methods.agent.session.cancel, { sessionId: session.sessionId }).catch(() => {});
    this.desk.cancelAll();
    if (!isFirst) return;
    const timer = setTimeout(() => {
      const text = `The agent has not confirmed the cancel for ${CANCEL_PATIENCE_MS / 1000} s. Stopping the Pod ends it.`;
      this.conversation.alert('warn', text);
    }, CANCEL_PATIENCE_MS);
    void run.done.finally(() => clearTimeout(timer));
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
    this.conversation.begin({ trigger, segments: null, requestId: null });
    this.prompt([]);
  }

  /** An agent compacts when it is told to in its own words, if it knows them. */
  private compact(client: AgentClient): void {
    if (this.run) this.refuse('already_running', 'A turn is running');
    else if (!this.conversation.takesCommand('compact')) client.invalid('this agent offers no way to compact');
    else this.runInput([{ kind: 'text', content: '/compact' }], null, client);
  }

  private hasEnded = false;

  private async agentGone(): Promise<void> {
    if (this.hasEnded) return;
    this.hasEnded = true;
    const exit = await this.agent.process.end();
    await this.run?.done;
    this.agent.connection.close();
    if (!this.isStopping) {
      const said = endedText(this.start.program, exit, this.agent.process.stderrTail(3));
      this.conversation.alert('error', said);
    }
    this.port.onEnd(exit);
  }
}
