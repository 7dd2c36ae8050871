// One Pod's conversation as it comes over a connection: alerts, the snapshot, then what happens.
import { applyChange } from '../conversation/applyChange';
import { type Conversation, EMPTY_CONVERSATION, type RunResult } from '../conversation/conversation';
import type { ConversationChange } from '../conversation/conversationChange';
import type { InFlight } from '../protocol/agentExtension';
import { type LogEntry, parseLogEntry } from '../protocol/logEntry';
import type { SnapshotEntries } from '../protocol/snapshotEntries';
import type { WireEvent } from '../protocol/wireEvent';
import { entryChanges } from './entryChanges';
import { eventChanges } from './eventChanges';

type EventOf<E extends WireEvent['event']> = Extract<WireEvent, { readonly event: E }>;
type Alert = EventOf<'alert'>;
type SnapshotData = Omit<EventOf<'snapshot'>['data'], 'entries'> & { readonly entries: readonly unknown[] };

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
  if (event.event === 'snapshot') return conversationOfSnapshot(event.data, []);
  if (event.event === 'rewind_applied') {
    const rewound = conversationOfEntries(event.data.entries);
    return { ...rewound, usage: conversation.usage };
  }
  return eventChanges(event).reduce(applyChange, conversation);
}

/** How much came before what had been shown as the end, once all is there: its blocks, those of the log, and notices. */
export interface Earlier {
  readonly blocks: number;
  readonly logged: number;
  readonly notices: number;
}

/** In bytes. `last`: so much of a long snapshot is folded first, more than a screen shows. `piece`: some ms each. */
const USUAL_PIECES = { last: 64 * 1024, piece: 128 * 1024 };

/**
 * Holds back the alerts that come before the snapshot until it is known where they belong. Of a long snapshot the end is
 * there at once, and the rest when `readOn` has been called until it says so.
 */
export class PodConversation {
  private early: Alert[] = [];
  private isGreeted = false;
  private current = EMPTY_CONVERSATION;
  private behind: FoldBehind | null = null;
  private joined: Earlier | null = null;

  constructor(private readonly bytes = USUAL_PIECES) {}

  get conversation(): Conversation {
    return this.current;
  }

  /** `conversation` is only the end of it. */
  get isReading(): boolean {
    return this.behind !== null;
  }

  /** Null: nothing, or it is not known yet. */
  get earlier(): Earlier | null {
    return this.joined;
  }

  /** True: `conversation` is another one than before. `entries`: of a snapshot that says none itself. */
  apply(event: WireEvent, entries: SnapshotEntries | null = null): boolean {
    const before = this.current;
    if (event.event === 'snapshot') {
      this.greeted(event, entries);
    } else if (event.event === 'alert' && !this.isGreeted) {
      this.early.push(event);
    } else {
      if (event.event === 'rewind_applied') this.behind = null;
      this.behind?.events.push(event);
      this.current = applyEvent(before, event);
    }
    return this.current !== before;
  }

  /** Reads on for some `ms`, and a little at least. True: now all is there, and nothing is left to read. */
  readOn(ms: number): boolean {
    const { behind } = this;
    const whole = behind?.readOn(ms) ?? null;
    if (whole === null) return this.behind === null;
    const { blocks, fold } = this.current;
    this.joined = {
      blocks: whole.blocks.length - blocks.length,
      logged: whole.fold.logged - fold.logged,
      notices: whole.fold.notices - fold.notices,
    };
    this.current = whole;
    this.behind = null;
    return true;
  }

  private greeted({ data }: EventOf<'snapshot'>, entries: SnapshotEntries | null): void {
    const alerts = this.early;
    this.isGreeted = true;
    this.early = [];
    this.joined = null;
    this.behind = null;
    // What a cancel was is told by an entry behind it.
    const isTold = data.status !== 'paused' || data.greeting.extensions.length > 0;
    const last = isTold ? (entries?.last(this.bytes.last) ?? null) : null;
    if (entries === null || last === null) {
      const all = entries === null ? data.entries : [...entries.pieces(this.bytes.piece)].flat();
      this.current = conversationOfSnapshot({ ...data, entries: all }, alerts);
      return;
    }
    const since = timeOfFirst(last);
    const late = alerts.filter((alert) => timeOf(alert) >= since);
    this.current = conversationOfSnapshot({ ...data, entries: withoutLateResults(last) }, late);
    this.behind = new FoldBehind(data, alerts, entries.pieces(this.bytes.piece));
  }
}

/** A snapshot whose end is shown already, folded from its beginning, and what has happened since. */
class FoldBehind {
  readonly events: WireEvent[] = [];
  private readonly fold: SnapshotFold;

  constructor(
    data: SnapshotData,
    alerts: readonly Alert[],
    private readonly pieces: Generator<readonly unknown[], void, void>,
  ) {
    this.fold = new SnapshotFold(data, alerts);
  }

  /** Null: not all has been read. */
  readOn(ms: number): Conversation | null {
    const until = performance.now() + ms;
    do {
      const { value: piece, done } = this.pieces.next();
      if (done === true) return this.events.reduce(applyEvent, this.fold.end());
      for (const entry of piece) this.fold.take(entry);
    } while (performance.now() < until);
    return null;
  }
}

function conversationOfSnapshot(data: SnapshotData, alerts: readonly Alert[]): Conversation {
  const fold = new SnapshotFold(data, alerts);
  for (const entry of data.entries) fold.take(entry);
  return fold.end();
}

/** An alert stands where it was said: between the entries of its time. */
class SnapshotFold {
  private conversation = EMPTY_CONVERSATION;
  private readonly waiting: Alert[];
  private readonly interruptionOf: (entry: unknown) => RunResult | undefined;

  constructor(
    private readonly data: SnapshotData,
    alerts: readonly Alert[],
  ) {
    this.waiting = [...alerts];
    this.interruptionOf = interruptions(data);
  }

  take(entry: unknown): void {
    if (this.waiting.length > 0) {
      const parsed = parseLogEntry(entry);
      if (parsed.ok) this.sayUntil(parsed.value.ts);
    }
    this.conversation = applyEntry(this.conversation, entry, this.interruptionOf(entry));
  }

  end(): Conversation {
    const { in_flight: inFlight, status, greeting } = this.data;
    this.sayUntil(Number.POSITIVE_INFINITY);
    for (const alert of this.waiting) this.conversation = applyEvent(this.conversation, alert);
    if (inFlight !== null) this.conversation = withInFlight(this.conversation, inFlight);
    if (status === 'idle') this.conversation = applyChange(this.conversation, { kind: 'quiet' });
    const { context_window: size } = greeting;
    return typeof size === 'number' && size > 0
      ? applyChange(this.conversation, { kind: 'usage', usage: { size } })
      : this.conversation;
  }

  private sayUntil(time: number): void {
    for (let next = this.waiting[0]; next !== undefined && timeOf(next) < time; next = this.waiting[0]) {
      this.conversation = applyEvent(this.conversation, next);
      this.waiting.shift();
    }
  }
}

function timeOfFirst(entries: readonly unknown[]): number {
  for (const entry of entries) {
    const parsed = parseLogEntry(entry);
    if (parsed.ok) return parsed.value.ts;
  }
  return Number.NEGATIVE_INFINITY;
}

/** Of entries that begin within a turn: a result whose call is not among them belongs to a block further up. */
function withoutLateResults(entries: readonly unknown[]): readonly unknown[] {
  const called = new Set<string>();
  return entries.filter((entry) => {
    const changes = entryChanges(entry);
    for (const change of changes) if (change.kind === 'call') called.add(change.callId);
    return !changes.some((change) => change.kind === 'result' && !called.has(change.callId));
  });
}

/**
 * What a cancel in the log of a Pod that is not ours was: insomnia logs a pause in the same words (formats §5, §4), and only
 * the status tells that its last one still stands. Undefined: what it says.
 */
function interruptions({ greeting, status, entries }: SnapshotData): (entry: unknown) => RunResult | undefined {
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
