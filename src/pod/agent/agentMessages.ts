// What clients send to an agent: prompts at once or in a queue, words for the next turn, a stop of the one that runs.
import type { ContentBlock } from '@agentclientprotocol/sdk';
import { TakenMessages } from '../takenMessages';
import type { AgentClient } from './agentClients';
import type { AgentTurns } from './agentTurns';
import type { ErrorCode } from './emission';
import type { KeptConversation } from './keptConversation';
import type { OwnRun } from './ownRun';
import { type PromptPlace, promptContent } from './promptContent';
import type { ToldItem } from './promptPreface';
import { PromptQueue, type QueuedPrompt } from './promptQueue';
import type { RunEnding } from './runEnding';
import { requestErrorText } from './startFault';

export interface MessagesPort {
  readonly turns: AgentTurns;
  readonly own: OwnRun;
  readonly conversation: KeptConversation;
  /** How paths in messages are meant, and what becomes of them. */
  readonly place: PromptPlace;
  readonly broadcast: (event: object) => void;
  readonly isStopping: () => boolean;
  /** A prompt is about to be sent. */
  readonly onPrompt: () => void;
}

export interface RunWishes {
  readonly requestId: string | null;
  /** Where a turn runs, until its end. */
  readonly mayWait: boolean;
  /** Where a turn runs, into it, if the agent can take it there. */
  readonly maySteer?: boolean;
}

export class AgentMessages {
  readonly queue: PromptQueue;
  readonly taken = new TakenMessages();

  constructor(private readonly port: MessagesPort) {
    this.queue = new PromptQueue((queue) => port.conversation.queueChanged(queue));
  }

  run(segments: readonly unknown[], { requestId, mayWait, maySteer = false }: RunWishes, client: AgentClient): void {
    const { turns, place } = this.port;
    if (turns.isRunning && !mayWait) {
      this.refuse('already_running', 'A turn is running; wait for its end or cancel it', requestId);
      return;
    }
    const content = promptContent(segments, place);
    if (content.length === 0) client.invalid('the message is empty', requestId);
    else if (turns.canSteer && maySteer) void this.steer({ segments, requestId }, client);
    else if (turns.isRunning) this.enqueue(segments, requestId, client);
    else this.send(segments, content, requestId);
  }

  /** The turn is over: the next message that waits, if one may follow. */
  turnEnded(ending: RunEnding): void {
    // A failure would meet the next message, too: the user says when.
    if (ending.kind === 'failed') this.queue.hold(true);
    this.sendNext();
  }

  /** Sent before all that waits. */
  sayNext(text: string): void {
    this.queue.add([{ kind: 'text', content: text }], null, { first: true });
    this.sendNext();
  }

  editQueued({ id, text }: { readonly id: string; readonly text: string | null }, client: AgentClient): void {
    this.port.conversation.join(client);
    if (!this.queue.edit(id, text)) client.invalid('that message waits no more: it has been sent or taken back');
  }

  steerQueued(id: string, client: AgentClient): void {
    const { turns, conversation } = this.port;
    conversation.join(client);
    if (!turns.isRunning) client.invalid('no turn runs that it could go into');
    else if (!turns.canSteer) client.invalid('this agent takes no message into a turn that runs: it waits for its end');
    else {
      const taken = this.queue.take(id);
      if (taken === null) client.invalid('that message waits no more: it has been sent or taken back');
      else void this.steer(taken, client);
    }
  }

  /** ACP has no pause: the turn was cancelled, and goes on with a word of ours. */
  resume(): void {
    const { turns, conversation } = this.port;
    if (turns.isRunning) this.refuse('already_running', 'A turn is running');
    else if (conversation.status !== 'paused') this.refuse('not_paused', 'The Pod is not paused');
    else {
      conversation.begin({ trigger: null, segments: null, requestId: null });
      this.prompt([{ type: 'text', text: 'Continue.' }]);
    }
  }

  interrupt(wish: 'cancel' | 'pause'): void {
    const { turns, own, conversation } = this.port;
    if (turns.isRunning) turns.interrupt(wish);
    else if (own.isOpen) {
      turns.cancelAgent();
      own.end({ kind: 'cancelled' });
    } else if (wish !== 'pause' || conversation.status !== 'paused') this.refuse('not_running', 'No turn is running');
  }

  /** Starts a turn by itself where the Pod is idle; else it waits for the next one (formats §5). */
  tell(item: ToldItem, trigger: 'notify' | 'pod_event', client: AgentClient): void {
    const { turns, own, conversation } = this.port;
    if (!turns.preface.add(item)) client.invalid('too much waits for the next turn already: this was not taken');
    if (!this.isFree) return;
    own.end({ kind: 'finished' });
    conversation.begin({ trigger, segments: null, requestId: null });
    this.prompt([]);
  }

  /** An agent compacts when it is told to in its own words, if it knows them. */
  compact(client: AgentClient): void {
    const { turns, conversation } = this.port;
    if (turns.isRunning) this.refuse('already_running', 'A turn is running');
    else if (!conversation.takesCommand('compact')) client.invalid('this agent offers no way to compact');
    else this.run([{ kind: 'text', content: '/compact' }], { requestId: null, mayWait: false }, client);
  }

  /** What the agent does not take is sent first of all when the turn has ended. */
  private async steer({ segments, requestId }: QueuedPrompt, client: AgentClient): Promise<void> {
    const { turns, conversation, place } = this.port;
    this.taken.note(requestId);
    // Before the agent has it: some speak of it before they say that they have.
    conversation.apply(conversation.mapper.interject(segments, requestId));
    try {
      if ((await turns.steer(promptContent(segments, place))) === 'taken') return;
    } catch (error) {
      const why = `The agent has not taken the message into its turn: ${requestErrorText(error)}. It waits for the end.`;
      conversation.alert('warn', why);
    }
    const id = this.queue.add(segments, requestId, { first: true, isSaid: true });
    if (id === null) client.invalid('too many messages wait already: this one was not taken', requestId);
    this.sendNext();
  }

  private get isFree(): boolean {
    const { turns, conversation, isStopping } = this.port;
    return !turns.isRunning && !isStopping() && conversation.status !== 'paused';
  }

  private sendNext(): void {
    const next = this.isFree ? this.queue.next() : null;
    if (next === null) return;
    const { segments, requestId, isSaid } = next;
    this.send(isSaid === true ? null : segments, promptContent(segments, this.port.place), requestId);
  }

  /** `segments` null: they have been told. */
  private send(segments: readonly unknown[] | null, content: readonly ContentBlock[], requestId: string | null): void {
    const { own, conversation } = this.port;
    own.end({ kind: 'finished' });
    this.queue.hold(false);
    this.taken.note(requestId);
    conversation.begin({ trigger: 'user_send', segments, requestId });
    this.prompt(content);
  }

  private prompt(content: readonly ContentBlock[]): void {
    this.port.onPrompt();
    this.port.turns.prompt(content);
  }

  private enqueue(segments: readonly unknown[], requestId: string | null, client: AgentClient): void {
    const id = this.queue.add(segments, requestId);
    if (id === null) client.invalid('too many messages wait already: this one was not taken', requestId);
    else {
      this.taken.note(requestId, id);
      client.send({ event: 'agent_queued', data: { id, request_id: requestId } });
    }
  }

  /** Errors of the conversation go to every client (formats §5, broadcast). */
  private refuse(code: ErrorCode, message: string, requestId: string | null = null): void {
    this.port.broadcast({ event: 'error', data: { code, message, ...(requestId && { request_id: requestId }) } });
  }
}
