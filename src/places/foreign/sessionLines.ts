// The JSON lines of a session file from either end, with a tally of those that cannot be read.

import { jsonOf } from './jsonFields';
import type { ForeignProblemKind } from './sessionFacts';
import type { SessionFile } from './sessionFile';

/** A shorter line is parsed without a look at its beginning, bytes. */
const SHORT_LINE = 400;
/** How far back a name is looked for, bytes. */
const MARK_WINDOW = 64 * 1024;
const NEWLINE = 0x0a;
/** What `isIdle` gets to see of a line, bytes. */
const LINE_HEAD = 512;

/** Told by its beginning: a line that holds nothing a row needs but its time, and need not be parsed. */
export type IdleLine = (head: string) => boolean;

export class SessionLines {
  private good = 0;
  private bad = 0;
  /** Bytes of the lines given so far by the running pass. */
  passed = 0;
  /** The pass that ended last went over every byte. */
  sawAll = false;

  constructor(
    readonly file: SessionFile,
    private readonly isIdle: IdleLine = () => false,
  ) {}

  *fromStart(max?: number): Generator<unknown> {
    this.begin();
    for (const line of this.file.linesFromStart(max)) {
      const value = this.valueOf(line, false);
      if (value !== undefined) yield value;
    }
    this.sawAll = this.passed >= this.file.size;
  }

  /** The last line may be in the middle of being written: if it cannot be read, that is no fault. */
  *fromEnd(max?: number): Generator<unknown> {
    this.begin();
    let isLast = true;
    for (const line of this.file.linesFromEnd(max)) {
      const value = this.valueOf(line, isLast);
      isLast = isLast && line.length === 0;
      if (value !== undefined) yield value;
    }
    this.sawAll = this.passed >= this.file.size;
  }

  /** The last line near the end that holds `mark`, found without parsing the others; undefined where there is none. */
  lastWith(mark: string): unknown {
    const block = this.file.range(Math.max(0, this.file.size - MARK_WINDOW), this.file.size);
    const found = block.lastIndexOf(mark);
    if (found < 0) return undefined;
    const start = block.lastIndexOf(NEWLINE, found) + 1;
    const end = block.indexOf(NEWLINE, found);
    return jsonOf(block.toString('utf8', start, end < 0 ? undefined : end));
  }

  /** Counts what could not be read; true where nothing could, so that the file is none of the tool's. */
  tell(look: { problem(kind: ForeignProblemKind, file: string, message: string): void }, path: string): boolean {
    const isAlien = this.good === 0 && this.file.size > 0;
    if (isAlien) look.problem('unknown-format', path, 'no line in the part that was read is what the tool writes');
    else if (this.bad > 0) look.problem('bad-lines', path, 'lines of it cannot be parsed');
    return isAlien;
  }

  private begin(): void {
    this.passed = 0;
    this.sawAll = false;
  }

  private valueOf(line: Buffer, mayBeTorn: boolean): unknown {
    this.passed += line.length + 1;
    if (line.length === 0) return undefined;
    const head = line.length > SHORT_LINE ? line.toString('latin1', 0, LINE_HEAD) : null;
    if (head !== null && this.isIdle(head)) {
      this.good += 1;
      return timeIn(head);
    }
    const value = jsonOf(withoutMark(line).toString('utf8'));
    if (typeof value === 'object' && value !== null) {
      this.good += 1;
      return value;
    }
    if (!mayBeTorn) this.bad += 1;
    return undefined;
  }
}

/** When it was written counts all the same. */
function timeIn(head: string): { readonly timestamp: string } | undefined {
  const timestamp = /"timestamp":"([^"]+)"/.exec(head)?.[1];
  return timestamp === undefined ? undefined : { timestamp };
}

/** Some editors and exports put a byte order mark first. */
function withoutMark(line: Buffer): Buffer {
  return line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf ? line.subarray(3) : line;
}
