// The log entries of a long snapshot, still as bytes: parsed piece by piece, and the last ones first.

const HEAD = Buffer.from('{"event":"snapshot","data":{"entries":[');
/** Within a text the quotes would be escaped. */
const END = Buffer.from('],"greeting":{');
/** Where one object of an array ends and one with a kind begins; never within a text, but perhaps within an entry. */
const NEXT_OBJECT = Buffer.from('},{"kind":"');
/** Kinds of entries (formats §4) that hardly ever stand within another one: a cut that is wrong is seen when it is parsed. */
const ENTRY_KINDS = /^(?:invoke|user_input|assistant_item|turn_end|llm_usage|run_completed|run_errored|extension)"/;
const TURN_KINDS = /^(?:invoke|user_input)"/;
const LONGEST_KIND = 16;
/** How often a cut may be wrong. */
const MAX_TRIES = 8;

/** The line of a snapshot without its entries, and these; null: it is none, or written otherwise than Pods write it. */
export function cutEntries(line: Buffer): { readonly rest: string; readonly entries: SnapshotEntries } | null {
  if (!line.subarray(0, HEAD.length).equals(HEAD)) return null;
  const end = line.lastIndexOf(END);
  if (end < HEAD.length) return null;
  const rest = HEAD.toString('latin1') + line.toString('utf8', end);
  return { rest, entries: new SnapshotEntries(line.subarray(HEAD.length, end)) };
}

export class SnapshotEntries {
  /** `bytes`: what stands between the brackets of the array. */
  constructor(private readonly bytes: Buffer) {}

  get byteLength(): number {
    return this.bytes.length;
  }

  /** The last ones, in their order: at least so many bytes, and whole turns where these are not much longer; null: they cannot be told from the rest. */
  last(atLeast: number): readonly unknown[] | null {
    return this.lastFrom(TURN_KINDS, atLeast, 4 * atLeast) ?? this.lastFrom(ENTRY_KINDS, atLeast, 8 * atLeast);
  }

  /** All of them, in their order, some `size` bytes at a time. What is no JSON ends them. */
  *pieces(size: number): Generator<readonly unknown[], void, void> {
    let from = 0;
    let wanted = size;
    while (from < this.bytes.length) {
      const end = this.cutBehind(from + wanted);
      const piece = parseItems(this.bytes.subarray(from, end));
      if (piece === null && end === this.bytes.length) return;
      // Twice as long each time, so that the tries cost no more than what is read in the end.
      wanted = piece === null ? 2 * (end - from) : size;
      if (piece === null) continue;
      yield piece;
      from = end + 1;
    }
  }

  private lastFrom(kinds: RegExp, atLeast: number, atMost: number): readonly unknown[] | null {
    let before = this.bytes.length - atLeast;
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const cut = this.cutBefore(before, kinds);
      if (cut === null || this.bytes.length - cut > atMost) return null;
      const last = parseItems(this.bytes.subarray(cut + 1));
      if (last !== null) return last;
      before = cut - 1;
    }
    return null;
  }

  /** Where the comma stands between two entries, as it seems. */
  private cutBefore(index: number, kinds: RegExp): number | null {
    for (let at = index; at > 0; at -= 1) {
      at = this.bytes.lastIndexOf(NEXT_OBJECT, at);
      if (at < 0) return null;
      if (this.beginsWith(at, kinds)) return at + 1;
    }
    return null;
  }

  private cutBehind(index: number): number {
    for (let at = index; at < this.bytes.length; at += 1) {
      at = this.bytes.indexOf(NEXT_OBJECT, at);
      if (at < 0) break;
      if (this.beginsWith(at, ENTRY_KINDS)) return at + 1;
    }
    return this.bytes.length;
  }

  private beginsWith(at: number, kinds: RegExp): boolean {
    const from = at + NEXT_OBJECT.length;
    return kinds.test(this.bytes.toString('latin1', from, from + LONGEST_KIND));
  }
}

/** Null: the cut was none between two items of the array, whose brackets then do not match. */
function parseItems(bytes: Buffer): readonly unknown[] | null {
  try {
    const items: unknown = JSON.parse(`[${bytes.toString('utf8')}]`);
    return Array.isArray(items) ? items : null;
  } catch {
    return null;
  }
}
