// One Pod's conversation as it comes over a connection: alerts, the snapshot, then what happens.
import { applyChange } from '../conversation/applyChange';
import { type Conversation, EMPTY_CONVERSATION, type RunResult } from '../conversation/conversation';
import type { ConversationChange } from '../conversation/conversationChange';
import type { InFlight } from '../protocol/agentExtension';
import { type LogEntry, parseLogEntry } from '../protocol/logEntry';
import type { WireEvent } from '../protocol/wireEvent';
import { entryChanges } from './entryChanges';
import { eventChanges } from './eventChanges';

type EventOf<E extends WireEvent['event']> = Extract<WireEvent, { readonly event: E }>;
type Alert = EventOf<'alert'>;

/** The conversation that a log tells. */
export function conversationOfEntries(entries: Iterable<unknown>): Conversation {
  let conversation = EMPTY_CONVERSATION;
  for (const entry of entries) conversation = applyEntry(conversation, entry);
  return conversation;
}

/** The conversation after one more log entry; `entry` is still unknown. `interruption`: what a cancel in it is taken for. */
export function applyEntry(conversation: Conversation, entry: unknown, interruption?: RunResult): Conversation {
  let changed = conversation;
  for (const change of entryChanges(entry)) {
    const meant = interruption !== undefined && isCancel(change) ? { ...change, result: interruption } : change;
    changed = applyChange(changed, meant);
  }
  return changed;
}

/**
 * What the cancels in a log are to be taken for, told entry by entry: insomnia logs pauses in the same words, and only a log
 * of ours says of itself whose it is.
 */
export function interruptionsOfLog(): (entry: LogEntry) => RunResult | undefined {
  let isOurs = false;
  return ({ kind, domain }) => {
    isOurs ||= kind === 'extension' && typeof domain === 'string' && domain.startsWith('podwatch.');
    return isOurs ? undefined : 'interrupted';
  };
}

function isCancel(change: ConversationChange): change is Extract<ConversationChange, { readonly kind: 'ended' }> {
  return change.kind === 'ended' && change.result === 'cancelled';
}

/**
 * The conversation after one more event. A rewind begins anew; so does a snapshot, and what stood before it can only
 * be the notices of alerts that came ahead of it: see `PodConversation`.
 */
export function applyEvent(conversation: Conversation, event: WireEvent): Conversation {
  if (event.event === 'snapshot') return conversationOfSnapshot(event, []);
  if (event.event === 'rewind_applied') {
    const rewound = conversationOfEntries(event.data.entries);
    return { ...rewound, usage: conversation.usage };
  }
  return eventChanges(event).reduce(applyChange, conversation);
}

/** Holds back the alerts that come before the snapshot until it is known where they belong. */
export class PodConversation {
  private early: Alert[] = [];
  private isGreeted = false;
  private current = EMPTY_CONVERSATION;

  get conversation(): Conversation {
    return this.current;
  }

  /** True: `conversation` is another one than before. */
  apply(event: WireEvent): boolean {
    const before = this.current;
    if (event.event === 'snapshot') {
      this.current = conversationOfSnapshot(event, this.early);
      this.isGreeted = true;
      this.early = [];
    } else if (event.event === 'alert' && !this.isGreeted) {
      this.early.push(event);
    } else {
      this.current = applyEvent(before, event);
    }
    return this.current !== before;
  }
}

/** An alert stands where it was said: between the entries of its time. */
function conversationOfSnapshot({ data }: EventOf<'snapshot'>, alerts: readonly Alert[]): Conversation {
  const waiting = [...alerts];
  const interruptionOf = interruptions(data);
  let conversation = EMPTY_CONVERSATION;
  const sayUntil = (time: number): void => {
    for (let next = waiting[0]; next !== undefined && timeOf(next) < time; next = waiting[0]) {
      conversation = applyEvent(conversation, next);
      waiting.shift();
    }
  };
  for (const entry of data.entries) {
    if (waiting.length > 0) {
      const parsed = parseLogEntry(entry);
      if (parsed.ok) sayUntil(parsed.value.ts);
    }
    conversation = applyEntry(conversation, entry, interruptionOf(entry));
  }
  sayUntil(Number.POSITIVE_INFINITY);
  for (const alert of waiting) conversation = applyEvent(conversation, alert);
  if (data.in_flight !== null) conversation = withInFlight(conversation, data.in_flight);
  if (data.status === 'idle') conversation = applyChange(conversation, { kind: 'quiet' });
  const { context_window: size } = data.greeting;
  return typeof size === 'number' && size > 0
    ? applyChange(conversation, { kind: 'usage', usage: { size } })
    : conversation;
}

/**
 * What a cancel in the log of a Pod that is not ours was: insomnia logs a pause in the same words (formats §5, §4), and only
 * the status tells that its last one still stands. Undefined: what it says.
 */
function interruptions({
  greeting,
  status,
  entries,
}: EventOf<'snapshot'>['data']): (entry: unknown) => RunResult | undefined {
  if (greeting.extensions.length > 0) return () => undefined;
  const last = status === 'paused' ? entries.findLast(isEnding) : undefined;
  return (entry) => (last !== undefined && entry === last ? 'paused' : 'interrupted');
}

function isEnding(entry: unknown): boolean {
  const parsed = parseLogEntry(entry);
  return parsed.ok && (parsed.value.kind === 'run_errored' || parsed.value.kind === 'run_completed');
}

/** What has begun and is not logged yet: the deltas that follow go on where it ends. */
function withInFlight(conversation: Conversation, inFlight: InFlight): Conversation {
  const { block, blocks, tool_calls, outputs } = inFlight;
  // Older Pods know of one block only.
  const open = blocks ?? (block === null ? [] : [{ ...block, message: null }]);
  const changes: ConversationChange[] = [
    ...open.map(({ kind, text, message }) => ({ kind: 'grown', block: kind, text, message }) as const),
    ...tool_calls.map(({ id, name }) => ({ kind: 'call', callId: id, name, arguments: null }) as const),
    ...outputs.map(({ id, text, cut }) => ({ kind: 'output', callId: id, text, isCut: cut }) as const),
  ];
  return changes.reduce(applyChange, conversation);
}

function timeOf({ data }: Alert): number {
  // Ours and theirs say it; without a time it belongs behind what was logged before it was sent.
  return typeof data.timestamp_ms === 'number' ? data.timestamp_ms : Number.POSITIVE_INFINITY;
}
