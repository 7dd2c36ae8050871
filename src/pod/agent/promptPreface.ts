// What an agent is told before the next prompt: what it has forgotten, and what has happened meanwhile.
import { seedText } from './conversationSummary';

/** What may wait for the next prompt; a turn can run for hours, and whoever tells can tell without end. */
const MAX_WAITING = 256;

/** A system item of the log (formats §4); `body` is the exact text that the agent is given. */
export interface ToldItem {
  readonly kind: 'notification' | 'pod_event';
  readonly body: string;
  readonly message?: string;
  readonly event?: unknown;
}

/** Kept until a turn has come to an end with it: an agent that was cancelled may not have read it. */
export class PromptPreface {
  private seed: ToldItem | null = null;
  private waiting: ToldItem[] = [];
  private told = 0;

  /** The agent has no memory of what the summary tells; `note` says why. */
  begin(note: string, summary: string): void {
    this.seed = { kind: 'notification', message: note, body: seedText(summary) };
  }

  /** False: too much waits already, and this was not taken. */
  add(item: ToldItem): boolean {
    if (this.waiting.length >= MAX_WAITING) return false;
    this.waiting.push(item);
    return true;
  }

  /** All that is to be told now. */
  items(): readonly ToldItem[] {
    this.told = this.waiting.length;
    return this.seed === null ? this.waiting : [this.seed, ...this.waiting];
  }

  /** The agent has heard what was given out last. */
  heard(): void {
    this.seed = null;
    this.waiting = this.waiting.slice(this.told);
    this.told = 0;
  }
}

export function notification(message: string): ToldItem {
  return { kind: 'notification', message, body: `[Notification] ${message}` };
}

/** `event`: params of `pod_event` (formats §5); other Pods tell of themselves with it. */
export function podEvent(event: { readonly kind: string; readonly [field: string]: unknown }): ToldItem {
  const name = typeof event.pod_name === 'string' ? ` of Pod ${event.pod_name}` : '';
  const message = typeof event.message === 'string' ? `: ${event.message}` : '';
  return { kind: 'pod_event', event, body: `[Event${name}] ${event.kind.replaceAll('_', ' ')}${message}` };
}
