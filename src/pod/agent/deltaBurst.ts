// Words on their way to the clients: what an agent says in one burst is told in a few pieces, not in thousands of events.
type Said = { readonly event: string; readonly data?: unknown };

/** Pieces that are told as they come within one turn of the event loop; a client that leaves many more unread is let go. */
const MAX_PIECES = 64;

interface Held {
  readonly event: string;
  readonly rest: object;
  text: string;
}

export class DeltaBurst {
  private pieces = 0;
  private readonly held = new Map<string, Held>();
  private turn: NodeJS.Immediate | null = null;

  constructor(private readonly send: (event: object) => void) {}

  /** In their order, but for words of two blocks among each other. */
  say(said: object): void {
    const delta = deltaOf(said);
    if (delta === null) {
      this.flush();
      this.send(said);
      return;
    }
    this.turn ??= setImmediate(() => {
      this.turn = null;
      this.pieces = 0;
      this.flush();
    });
    this.pieces += 1;
    if (this.pieces <= MAX_PIECES) this.send(said);
    else this.hold(delta);
  }

  /** Tells what is held back; before a snapshot, which holds it already. */
  flush(): void {
    for (const { event, rest, text } of this.held.values()) this.send({ event, data: { ...rest, text } });
    this.held.clear();
  }

  private hold({ event, rest, text }: Held): void {
    const key = JSON.stringify([event, rest]);
    const known = this.held.get(key);
    if (known) known.text += text;
    else this.held.set(key, { event, rest, text });
  }
}

function deltaOf(said: object): Held | null {
  const { event, data }: Partial<Said> = said;
  if (event !== 'text_delta' && event !== 'thinking_delta') return null;
  if (typeof data !== 'object' || data === null) return null;
  const { text, ...rest } = { text: '', ...data };
  return typeof text === 'string' ? { event, rest, text } : null;
}
