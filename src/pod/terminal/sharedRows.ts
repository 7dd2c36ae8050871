// The rows of a screen as all who watch it get them: what has not changed is not read again, and each is made into JSON once.
import type { Terminal } from '@xterm/headless';
import type { WireRun } from '../../protocol/screenUpdate';
import type { WatchedRow } from '../screenWatch';
import { type RawLine, rawLine } from './rawLine';
import { RowReader } from './screenRows';
import type { Untouched } from './untouchedRows';

class SharedRow implements WatchedRow {
  private text: string | null = null;

  constructor(readonly runs: readonly WireRun[]) {}

  get json(): string {
    this.text ??= JSON.stringify(this.runs);
    return this.text;
  }
}

/** A row and the cells that it was read from. */
interface ReadRow {
  readonly row: SharedRow;
  /** Null: they do not tell all of it. */
  readonly cells: ReadCells | null;
}

interface ReadCells {
  readonly owner: object;
  readonly words: Uint32Array;
  /** The words as bytes, as they are now and as they were when they were read. */
  readonly bytes: Uint8Array;
  readonly asRead: Uint8Array;
}

const NONE: Untouched = { rows: 0, scrolled: 0 };

export class SharedRows {
  private kept: readonly ReadRow[] = [];
  private rows: readonly SharedRow[] = [];
  private cols = 0;
  private isStale = true;
  private reader: RowReader | null = null;

  /** `untouched`: which rows need not be looked at, since it was asked last. */
  constructor(private readonly untouched: () => Untouched = () => NONE) {}

  /** Cells or the size may have changed. */
  changed(): void {
    this.isStale = true;
  }

  /** A row that says what it said before, or what another one said before it scrolled, is the same object. */
  read(terminal: Terminal): readonly WatchedRow[] {
    if (!this.isStale) return this.rows;
    this.isStale = false;
    const { rows: count, scrolled } = this.untouched();
    const read = this.kept.slice(scrolled, scrolled + count);
    this.readOthers(terminal, read, scrolled);
    this.kept = read;
    this.rows = read.map(({ row }) => row);
    return this.rows;
  }

  /** Those below `read`. */
  private readOthers(terminal: Terminal, read: ReadRow[], scrolled: number): void {
    const buffer = terminal.buffer.active;
    const isSameWidth = this.cols === terminal.cols;
    this.cols = terminal.cols;
    this.reader ??= new RowReader(terminal);
    const search = new MovedRows(this.kept, scrolled, scrolled + read.length);
    for (let y = read.length; y < terminal.rows; y++) {
      const line = buffer.getLine(buffer.baseY + y);
      const raw = line ? rawLine(line) : null;
      const old = raw === null ? undefined : search.ofLine(raw.owner, y);
      if (raw !== null && old?.cells && isSameWidth && !raw.hasMore && isUnchanged(old.cells, raw)) {
        read.push(old);
        continue;
      }
      const runs = line ? this.reader.runs(line, terminal.cols) : [];
      read.push({ row: search.saying(runs, y) ?? new SharedRow(runs), cells: raw && keep(raw, old?.cells ?? null) });
    }
  }
}

/** Finds rows of the last time, which are likely to be where they were or all moved by as many. */
class MovedRows {
  /** `moved`: by how many rows they are likely to have moved up. What says the same as a new row is sought below `from`. */
  constructor(
    private readonly before: readonly ReadRow[],
    private moved: number,
    private from: number,
  ) {}

  ofLine(owner: object, y: number): ReadRow | undefined {
    const likely = this.before[y + this.moved];
    if (likely?.cells?.owner === owner) return likely;
    for (let at = 0; at < this.before.length; at++) {
      const row = this.before[at];
      if (row?.cells?.owner !== owner) continue;
      this.moved = at - y;
      return row;
    }
    return undefined;
  }

  saying(runs: readonly WireRun[], y: number): SharedRow | null {
    const same = this.before[y]?.row;
    if (same && sameRuns(same.runs, runs)) return same;
    for (let at = this.from; at < this.before.length; at++) {
      const row = this.before[at]?.row;
      if (!row || !sameRuns(row.runs, runs)) continue;
      this.from = at + 1;
      return row;
    }
    return null;
  }
}

function isUnchanged({ words, bytes, asRead }: ReadCells, raw: RawLine): boolean {
  return words === raw.words && Buffer.compare(bytes, asRead) === 0;
}

function keep({ owner, words, hasMore }: RawLine, old: ReadCells | null): ReadCells | null {
  if (hasMore) return null;
  if (old?.words === words) {
    old.asRead.set(old.bytes);
    return old;
  }
  const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  return { owner, words, bytes, asRead: bytes.slice() };
}

function sameRuns(a: readonly WireRun[], b: readonly WireRun[]): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (!sameRun(a[at], b[at])) return false;
  return true;
}

function sameRun(a: WireRun | undefined, b: WireRun | undefined): boolean {
  if (a === undefined || b === undefined || a.length !== b.length) return false;
  for (let part = 0; part < a.length; part++) if (a[part] !== b[part]) return false;
  return true;
}
