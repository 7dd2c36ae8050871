// The live conversation of one Pod: its snapshot, what happens from then on, and how the Pod stands.
import { Observable } from 'rxjs';
import { connectPod } from '../client/connectPod';
import type { Dial } from '../client/dial';
import type { Conversation } from '../conversation/conversation';
import type { WireAttention } from '../protocol/agentExtension';
import type { SnapshotEntries } from '../protocol/snapshotEntries';
import type { WireEvent } from '../protocol/wireEvent';
import { type Earlier, PodConversation } from './podConversation';

/** Emissions are at least this far apart, ms: words that arrive meanwhile are one. */
const FRAME_MS = 16;
/** What stands before the end of a long conversation is read once that has been drawn, ms, and so long at a time, for keys to be served in between. */
const READ_AFTER_MS = 20;
const READ_SLICE_MS = 6;
/** The open questions of an agent follow its snapshot; who is shown that without them would see them come up again, ms. */
const QUESTIONS_MS = 300;

export interface ConversationNow {
  readonly conversation: Conversation;
  /** Null: the Pod does not say. */
  readonly status: 'idle' | 'running' | 'paused' | null;
  readonly title: string | null;
  readonly model: string | null;
  readonly attention: WireAttention | null;
  /** Only the end of a long conversation is there so far. */
  readonly isReading: boolean;
  /** All is there now, and what was shown as its beginning stands so far behind it; null: it was whole at once. */
  readonly earlier: Earlier | null;
}

export type ConversationFeed =
  | ({ readonly kind: 'conversation' } & ConversationNow)
  | { readonly kind: 'lost'; readonly reason: string };

export interface ConversationWatch {
  /** A user has the conversation before the eyes. */
  readonly viewing?: boolean;
  /** The end of a long one is said before the rest has been read (`isReading`). */
  readonly endFirst?: boolean;
}

/**
 * An own connection for as long as it is subscribed; it only reads. Speaks first with the snapshot and the questions that
 * are open then. Ends with `lost`, whatever the reason; never errors.
 */
export function watchConversation(
  dial: Dial,
  { viewing = false, endFirst = false }: ConversationWatch = {},
): Observable<ConversationFeed> {
  return new Observable((subscriber) => {
    const heard = new HeardConversation();
    let frame: NodeJS.Timeout | null = null;
    let readSoon: NodeJS.Timeout | null = null;
    let readNext: NodeJS.Immediate | null = null;
    let hasSpoken = false;
    let spokenAt = Number.NEGATIVE_INFINITY;
    let askForMore = (): void => {};
    const say = (): void => {
      if (frame !== null) clearTimeout(frame);
      frame = null;
      hasSpoken = true;
      spokenAt = performance.now();
      subscriber.next({ kind: 'conversation', ...heard.now() });
      if (heard.isReading) readSoon ??= setTimeout(readOn, READ_AFTER_MS);
    };
    const readOn = (): void => {
      if (heard.readOn(READ_SLICE_MS)) {
        readSoon = null;
        say();
      } else readNext = setImmediate(readOn);
    };
    const hear = (event: WireEvent, entries: SnapshotEntries | null): void => {
      const isNews = heard.apply(event, entries);
      if (event.event === 'snapshot') {
        // Said only to who asks, and nothing may be asked before the snapshot (formats §5).
        if (event.data.greeting.extensions.includes('agent')) askForMore();
        if (heard.isComplete) say();
        else frame = setTimeout(say, QUESTIONS_MS);
      } else if (!hasSpoken) {
        if (heard.isGreeted && heard.isComplete) say();
      } else if (isNews) {
        frame ??= setTimeout(say, Math.max(0, spokenAt + FRAME_MS - performance.now()));
      }
    };
    subscriber.add(() => {
      if (frame !== null) clearTimeout(frame);
      if (readSoon !== null) clearTimeout(readSoon);
      if (readNext !== null) clearImmediate(readNext);
    });
    const connection = connectPod(dial, endFirst ? { entries: 'pieces' } : {}).subscribe((happened) => {
      if (happened.kind === 'event') return hear(happened.event, happened.entries ?? null);
      if (happened.kind === 'receiving') return;
      if (happened.kind === 'connected') {
        askForMore = () => happened.send({ method: 'watch_agent', params: { viewing } });
        return;
      }
      const isCutShort = heard.isReading && heard.readOn(Number.POSITIVE_INFINITY);
      if (isCutShort || frame !== null) say();
      subscriber.next({ kind: 'lost', reason: happened.reason });
      subscriber.complete();
    });
    subscriber.add(connection);
  });
}

class HeardConversation {
  isGreeted = false;
  private readonly pod = new PodConversation();
  private status: ConversationNow['status'] = null;
  private title: string | null = null;
  private model: string | null = null;
  private attention: WireAttention | null = null;

  now(): ConversationNow {
    const { status, title, model, attention } = this;
    const { conversation, isReading, earlier } = this.pod;
    return { conversation, status, title, model, attention, isReading, earlier };
  }

  get isReading(): boolean {
    return this.pod.isReading;
  }

  /** See `PodConversation`. */
  readOn(ms: number): boolean {
    return this.pod.readOn(ms);
  }

  /** False: more questions are open than have been told. */
  get isComplete(): boolean {
    return this.pod.conversation.asks.length >= (this.attention?.permissions ?? 0);
  }

  /** True: `now` says something else than before. */
  apply(event: WireEvent, entries: SnapshotEntries | null): boolean {
    const isNews = this.pod.apply(event, entries);
    if (event.event !== 'snapshot' && event.event !== 'status') return isNews;
    this.isGreeted ||= event.event === 'snapshot';
    this.status = event.data.status ?? this.status;
    this.title = event.data.title;
    this.attention = event.data.attention;
    if (event.event === 'snapshot') this.model = event.data.greeting.model;
    return true;
  }
}
