// Why a Pod needs its user, while nobody is looking.
import type { WireAttention } from '../../protocol/agentExtension';

type TerminalAttention = Exclude<WireAttention['kind'], 'permission'>;

/** A louder one is not replaced by a quieter one. */
const LOUDNESS: Readonly<Record<TerminalAttention, number>> = { bell: 1, finished: 2, notification: 3, failed: 3 };

export class AttentionKeeper {
  private current: { kind: TerminalAttention; message: string; since: number } | null = null;

  constructor(
    /** A viewer is attached: the user sees it happen. */
    private readonly isWatched: () => boolean,
    private readonly onChange: () => void,
    private readonly now: () => number,
  ) {}

  /** As it goes over the wire; null: nobody is needed. */
  get attention(): object | null {
    return this.current;
  }

  /** `message`: one line of safe text. The same again, and a quieter one, change nothing. */
  raise(kind: TerminalAttention, message: string): void {
    if (this.isWatched()) return;
    const { current } = this;
    if (current && LOUDNESS[kind] < LOUDNESS[current.kind]) return;
    if (current?.kind === kind && current.message === message) return;
    this.current = { kind, message, since: this.now() };
    this.onChange();
  }

  /** The user has seen it. */
  clear(): void {
    if (!this.current) return;
    this.current = null;
    this.onChange();
  }
}
