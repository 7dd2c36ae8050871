// The turns of an agent: one prompt at a time, followed to its end, which an interrupt, a failure or a stop may bring.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ContentBlock, methods, type PromptResponse } from '@agentclientprotocol/sdk';
import type { PermissionPolicy } from '../../protocol/agentQuestion';
import { atMost } from './atMost';
import { isAnswer } from './isAnswer';
import type { KeptConversation } from './keptConversation';
import { PromptPreface, type ToldItem } from './promptPreface';
import type { RunEnding } from './runEnding';
import type { StartedAgent } from './startAgent';
import { endedText, goneText, isLoginError, loginText, requestErrorText } from './startFault';
import { canSteer, type Steered, steer } from './steering';

/** An agent that has not confirmed a cancel for this long, ms, is told of: only a stop helps then. */
const CANCEL_PATIENCE_MS = 15_000;
/** Between the end of an agent's output and its exit, ms at most. */
const EXIT_LAG_MS = 2000;

export interface AgentPodStart {
  readonly program: string;
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly policy: PermissionPolicy;
}

export interface TurnsPort {
  readonly conversation: () => KeptConversation;
  readonly broadcast: (event: object) => void;
  /** The Pod is being stopped: then a connection that breaks is no failure. */
  readonly isStopping: () => boolean;
  readonly cancelQuestions: () => void;
  /** The turn is over and told of. */
  readonly onEnd: (ending: RunEnding) => void;
}

interface Run {
  readonly done: Promise<void>;
  /** What a client wants of it. */
  wish: 'cancel' | 'pause' | null;
}

export class AgentTurns {
  readonly preface = new PromptPreface();
  private run: Run | null = null;

  constructor(
    private readonly agent: StartedAgent,
    private readonly start: AgentPodStart,
    private readonly port: TurnsPort,
  ) {}

  get isRunning(): boolean {
    return this.run !== null;
  }

  /** Somebody wants the turn to end. */
  get isInterrupted(): boolean {
    return this.run !== null && this.run.wish !== null;
  }

  /** Resolves when no turn runs. */
  get done(): Promise<void> {
    return this.run?.done ?? Promise.resolve();
  }

  prompt(content: readonly ContentBlock[]): void {
    const prompt = [...this.preface.items().map((item) => this.told(item)), ...content];
    const { connection, session } = this.agent;
    const answer = connection.agent.request(methods.agent.session.prompt, { sessionId: session.sessionId, prompt });
    const run: Run = { wish: null, done: this.follow(answer, () => run) };
    this.run = run;
  }

  /** Whether a message can go into the turn that runs. */
  get canSteer(): boolean {
    return this.run !== null && this.run.wish === null && canSteer(this.agent.init);
  }

  /** Into the turn that runs. @throws the agent's error. */
  steer(content: readonly ContentBlock[]): Promise<Steered> {
    const { connection, session } = this.agent;
    return steer(connection.agent, session.sessionId, content);
  }

  private async follow(answer: Promise<PromptResponse>, run: () => Run): Promise<void> {
    let ending: RunEnding;
    try {
      const said: unknown = await answer;
      const reason = isAnswer(said) && typeof said.stopReason === 'string' ? said.stopReason : null;
      // What came before the answer is handled before it.
      await nextTurn();
      ending = this.stopped(reason, run().wish);
    } catch (error) {
      ending = await this.failed(error, run().wish);
    }
    this.run = null;
    this.port.cancelQuestions();
    this.port.conversation().end(ending);
    this.port.onEnd(ending);
  }

  private stopped(reason: string | null, wish: Run['wish']): RunEnding {
    if (reason === 'cancelled') return { kind: wish === 'pause' ? 'paused' : 'cancelled' };
    this.preface.heard();
    switch (reason) {
      case 'max_turn_requests':
        return { kind: 'limit-reached' };
      case 'max_tokens':
        this.port.conversation().alert('warn', 'The answer was cut: the model reached its token limit.');
        break;
      case 'refusal':
        this.port.conversation().alert('warn', 'The agent refused to go on with this conversation.');
        break;
      case 'end_turn':
      case null:
        break;
      default:
        this.port
          .conversation()
          .alert('warn', `The agent ended its turn for a reason that podwatch does not know: ${reason}`);
    }
    return { kind: 'finished' };
  }

  private async failed(error: unknown, wish: Run['wish']): Promise<RunEnding> {
    const { connection, process, init } = this.agent;
    const { program, argv } = this.start;
    if (connection.signal.aborted || process.hasExited) {
      if (this.port.isStopping()) return { kind: 'cancelled' };
      const exit = await atMost(EXIT_LAG_MS, process.heardOut);
      const message = goneText(program, connection.fault, exit && endedText(program, exit, process.stderrTail()));
      return { kind: 'failed', code: 'internal', message };
    }
    // Agents may answer a cancel with the error that it caused inside of them.
    if (wish !== null) return { kind: wish === 'pause' ? 'paused' : 'cancelled' };
    const message = isLoginError(error)
      ? `${loginText({ program, argv, methods: init.authMethods ?? [] })} Then send the message again.`
      : requestErrorText(error);
    return { kind: 'failed', code: 'provider_error', message };
  }

  /** Asks the agent to end its turn; a second time is a reminder. */
  interrupt(wish: 'cancel' | 'pause'): void {
    const { run } = this;
    if (run === null) return;
    const isFirst = run.wish === null;
    run.wish = wish;
    this.cancelAgent();
    if (!isFirst) return;
    const timer = setTimeout(() => {
      const text = `The agent has not confirmed the cancel for ${CANCEL_PATIENCE_MS / 1000} s. Stopping the Pod ends it.`;
      this.port.conversation().alert('warn', text);
    }, CANCEL_PATIENCE_MS);
    void run.done.finally(() => clearTimeout(timer));
  }

  cancelAgent(): void {
    const { connection, session } = this.agent;
    void connection.agent.notify(methods.agent.session.cancel, { sessionId: session.sessionId }).catch(() => {});
    this.port.cancelQuestions();
  }

  /** The log keeps the exact text that the agent is given. */
  private told(item: ToldItem): ContentBlock {
    this.port.conversation().append({ kind: 'system_item', ts: Date.now(), item });
    this.port.broadcast({ event: 'system_item', data: { item } });
    return { type: 'text', text: item.body };
  }
}
