// The words of one run: text and thought grow side by side, and each message is put together by its id.
import type { InFlight } from '../../protocol/agentExtension';
import { ownEntry } from '../../protocol/logEntry';
import { type Emission, entry, event } from './emission';

export type WordsKind = 'text' | 'thinking';

interface Block {
  readonly kind: WordsKind;
  /** Null: the agent gives none. */
  readonly messageId: string | null;
  /** Of a text: which one of the run. `isMore`: that one was closed before, and this goes on with it. */
  readonly message: number | null;
  readonly isMore: boolean;
  text: string;
  /** How much of it is in the log as parts. */
  logged: number;
  /** The turn that it began in is over: what follows belongs to it only where that is sure. */
  isAtEdge: boolean;
}

export class MessageBlocks {
  /** In the order in which they began; at most one of a kind. */
  private open: Block[] = [];
  private readonly messages = new Map<string, number>();
  private count = 0;
  private blanks: { readonly kind: WordsKind; readonly messageId: string | null; readonly text: string } | null = null;

  constructor(private readonly now: () => number) {}

  get isOpen(): boolean {
    return this.open.length > 0;
  }

  get inFlight(): Pick<InFlight, 'block' | 'blocks'> {
    const blocks = this.open.map((open) => ({ kind: open.kind, text: open.text, message: earlier(open) }));
    const block = blocks.find(({ kind }) => kind === 'text') ?? blocks[0] ?? null;
    return { block: block && { kind: block.kind, text: block.text }, blocks };
  }

  /** Whether a piece goes on with what is open. */
  takes(kind: WordsKind, text: string, messageId: string | null): boolean {
    const block = this.open.find((open) => open.kind === kind);
    if (!block) return false;
    if (messageId !== null && block.messageId !== null) return messageId === block.messageId;
    // Adapters put notices of their own between messages that have ids; others name a message with its first piece only.
    if (messageId !== block.messageId) return messageId === null ? goesOn(text) : isMidWord(block.text, text);
    return !block.isAtEdge || isMidWord(block.text, text);
  }

  /**
   * The text of a piece that begins a block, with the blanks that came before it; null: it is blank itself. Nothing is
   * begun for blanks, as they may be all that comes.
   */
  withBlanks(kind: WordsKind, text: string, messageId: string | null): string | null {
    const { blanks } = this;
    const before = blanks?.kind === kind && blanks.messageId === messageId ? blanks.text : '';
    const words = before + text;
    this.blanks = words.trim() === '' ? { kind, messageId, text: words } : null;
    return this.blanks === null ? words : null;
  }

  /** A turn ends beside what is open. */
  markEdge(): void {
    for (const block of this.open) block.isAtEdge = true;
  }

  get isAtEdge(): boolean {
    return this.open.some((block) => block.isAtEdge);
  }

  /** Opens a block, closing the one of its kind. */
  begin(kind: WordsKind, messageId: string | null): Emission[] {
    const closed = this.open.filter((block) => block.kind === kind).flatMap((block) => this.closeOne(block));
    const known = kind === 'text' && messageId !== null ? this.messages.get(messageId) : undefined;
    const message = kind === 'thinking' ? null : (known ?? this.count++);
    if (message !== null && messageId !== null) this.messages.set(messageId, message);
    const isMore = known !== undefined;
    this.open.push({ kind, messageId, message, isMore, text: '', logged: 0, isAtEdge: false });
    return kind === 'thinking' ? [...closed, event({ event: 'thinking_start' })] : closed;
  }

  /** More of the open block of that kind. */
  grow(kind: WordsKind, text: string): Emission[] {
    const block = this.open.find((open) => open.kind === kind);
    if (!block) return [];
    block.text += text;
    const name = kind === 'text' ? 'text_delta' : 'thinking_delta';
    return [event({ event: name, data: { text, ...numbered(block) } })];
  }

  /** Ends all that is open. */
  close(): Emission[] {
    return this.open.flatMap((block) => this.closeOne(block));
  }

  /** Entries for what has grown since the last ones: a kill leaves at least that much in the log. */
  parts(): Emission[] {
    return this.open.flatMap((block) => {
      const text = block.text.slice(block.logged);
      if (text === '') return [];
      block.logged = block.text.length;
      return [entry(ownEntry('podwatch.part', { block: block.kind, text, message: earlier(block) }, this.now()))];
    });
  }

  private closeOne(block: Block): Emission[] {
    this.open = this.open.filter((open) => open !== block);
    const { kind, text } = block;
    const message = earlier(block);
    const item =
      kind === 'text'
        ? { kind: 'message', role: 'assistant', content: [{ kind: 'text', text }] }
        : { kind: 'reasoning', text };
    return [
      event({ event: kind === 'text' ? 'text_done' : 'thinking_done', data: { text, ...numbered(block) } }),
      // Before the entry that it speaks of: a reader knows then where that belongs.
      ...(message !== null ? [entry(ownEntry('podwatch.message', { message }, this.now()))] : []),
      entry({ kind: 'assistant_item', ts: this.now(), item }),
    ];
  }
}

/** Only what goes on with an earlier text has to say which. */
function numbered(block: Block): { readonly message?: number } {
  const message = earlier(block);
  return message === null ? {} : { message };
}

function earlier({ message, isMore }: Block): number | null {
  return isMore ? message : null;
}

/** What begins like this is no message of its own. */
function goesOn(text: string): boolean {
  return /^(?:[ \t]|[\p{Ll}\p{N},.;:!?)\]}'’"”])/u.test(text);
}

/** Between two letters nobody ends a message. */
function isMidWord(before: string, after: string): boolean {
  return /[\p{L}\p{N}]$/u.test(before.slice(-2)) && /^[\p{Ll}\p{N}]/u.test(after);
}
