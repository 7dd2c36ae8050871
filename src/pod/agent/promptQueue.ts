// The messages of users that wait for the end of the turn, in their order; each can still be changed or taken back.
import type { AgentQueue } from '../../protocol/agentExtension';
import { inputText } from '../../protocol/logEntry';

/** More are refused: a turn can take hours, and a script can send without end. */
const MAX_WAITING = 256;

/** `requestId`: of the client that has sent it. */
export interface QueuedPrompt {
  readonly segments: readonly unknown[];
  readonly requestId: string | null;
  /** It stands in the conversation already: its agent did not take it where it was said. */
  readonly isSaid?: boolean;
}

interface Waiting extends QueuedPrompt {
  readonly id: string;
  segments: readonly unknown[];
}

export class PromptQueue {
  private waiting: Waiting[] = [];
  private count = 0;
  /** They are not sent by themselves. */
  isHeld = false;

  constructor(private readonly changed: (queue: AgentQueue) => void) {}

  get state(): AgentQueue {
    return { items: this.waiting.map(({ id, segments }) => ({ id, text: inputText(segments) })), held: this.isHeld };
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  /** Its id; null: too much waits already. `first`: before all others. */
  add(segments: readonly unknown[], requestId: string | null, { first = false, isSaid = false } = {}): string | null {
    if (this.waiting.length >= MAX_WAITING) return null;
    const item = { id: `q${++this.count}`, segments, requestId, isSaid };
    this.waiting = first ? [item, ...this.waiting] : [...this.waiting, item];
    this.changed(this.state);
    return item.id;
  }

  /** False: it waits no more. `text` null: it is taken back. */
  edit(id: string, text: string | null): boolean {
    const item = this.waiting.find((waiting) => waiting.id === id);
    if (!item) return false;
    if (text === null) this.waiting = this.waiting.filter((waiting) => waiting !== item);
    else item.segments = [{ kind: 'text', content: text }];
    this.changed(this.state);
    return true;
  }

  /** It waits no more; null: it did not. */
  take(id: string): QueuedPrompt | null {
    const item = this.waiting.find((waiting) => waiting.id === id);
    if (!item) return null;
    this.waiting = this.waiting.filter((waiting) => waiting !== item);
    this.changed(this.state);
    return item;
  }

  /** The next one, which waits no more; null: none, or they are held. */
  next(): QueuedPrompt | null {
    if (this.isHeld) return null;
    const [item, ...rest] = this.waiting;
    if (!item) return null;
    this.waiting = rest;
    this.changed(this.state);
    return item;
  }

  hold(isHeld: boolean): void {
    if (this.isHeld === isHeld) return;
    this.isHeld = isHeld;
    if (!this.isEmpty) this.changed(this.state);
  }
}
