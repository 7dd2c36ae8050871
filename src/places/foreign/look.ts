// One look of one tool's reader at its stores: listing, opening and remembering, with every fault counted and none thrown.
import type { Dirent } from 'node:fs';
import path from 'node:path';
import { errorWords, isMissing } from '../../store/fileErrors';
import type { Fault, FileState, SessionCache } from './sessionCache';
import type { ForeignProblem, ForeignProblemKind, SessionFact, ToolEnvironment } from './sessionFacts';
import { openSessionFile, type SessionFile } from './sessionFile';
import { type IdleLine, SessionLines } from './sessionLines';
import type { TableRecord } from './sqlite/database';

/** A small file that is read whole (an index, a state), bytes. */
const MAX_TEXT = 4 * 1024 * 1024;

const PATIENCE_MS = 400;

export class Look {
  private faults: Fault[] = [];
  private readonly tables = new Map<string, readonly TableRecord[]>();

  constructor(
    readonly tool: string,
    readonly where: ToolEnvironment,
    /** Unix ms. */
    readonly now: number,
    private readonly cache: SessionCache,
    /** For what a row can do without, ms. */
    readonly patienceMs = PATIENCE_MS,
  ) {}

  /** A variable of the environment; an empty one counts as unset. */
  variable(name: string): string | null {
    const value = this.where.env[name];
    return value === undefined || value === '' ? null : value;
  }

  /** A directory given by a variable (relative ones and `~` as shells and tools take them), else one under HOME. */
  directory(variable: string, ...underHome: readonly string[]): string {
    const value = this.variable(variable);
    if (value === null) return path.join(this.where.home, ...underHome);
    return path.resolve(value.replace(/^~(?=\/|$)/, this.where.home));
  }

  /** What stands in a directory; nothing where it does not exist. */
  list(directory: string): readonly Dirent[] {
    try {
      return this.cache.list(directory);
    } catch (error) {
      if (!isMissing(error)) this.problem('unreadable', directory, errorWords(error));
      return [];
    }
  }

  /** The directories in a directory, links to some too. */
  directories(directory: string): readonly string[] {
    return this.list(directory)
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map((entry) => path.join(directory, entry.name));
  }

  /** What is named like a file of the tool's, whatever it is: a pipe or a directory in its place is to be counted. */
  files(directory: string, name: RegExp): readonly string[] {
    return this.list(directory)
      .filter((entry) => name.test(entry.name))
      .map((entry) => path.join(directory, entry.name));
  }

  state(file: string): FileState | null {
    return this.cache.state(file);
  }

  /** The rows of a table that the tool has wished for; none before they are there. */
  rowsOf(file: string): readonly TableRecord[] {
    return this.tables.get(file) ?? [];
  }

  keepRows(file: string, rows: readonly TableRecord[]): void {
    this.tables.set(file, rows);
  }

  problem(kind: ForeignProblemKind, file: string, message: string): void {
    this.faults.push({ kind, file, message });
  }

  /** Runs `use` on an open file. Null, and a fault unless the file is just not there, where it cannot be read. */
  open<T>(file: string, use: (file: SessionFile) => T): T | null {
    const opened = openSessionFile(file);
    if (opened.kind === 'missing') return null;
    if (opened.kind !== 'open') {
      this.problem(opened.kind, file, opened.message);
      return null;
    }
    try {
      return use(opened.file);
    } catch (error) {
      this.problem('unreadable', file, errorWords(error));
      return null;
    } finally {
      opened.file.close();
    }
  }

  /**
   * The facts that `read` finds in the lines of a file; none where it cannot be read, or holds no line of the tool's.
   * Lines that cannot be parsed are counted.
   */
  lines(file: string, isIdle: IdleLine, read: (lines: SessionLines) => readonly SessionFact[]): readonly SessionFact[] {
    const facts = this.open(file, (opened) => {
      const lines = new SessionLines(opened, isIdle);
      const found = read(lines);
      return lines.tell(this, file) ? [] : found;
    });
    return facts ?? [];
  }

  /** A file of at most `max` bytes as text; null where it is missing, too large, or cannot be read. */
  text(file: string, max = MAX_TEXT): string | null {
    return this.open(file, (opened) => {
      if (opened.size <= max) return opened.head(opened.size).replace(/^\ufeff/, '');
      this.problem('too-large', file, `it has ${opened.size} bytes`);
      return null;
    });
  }

  /** What `compute` makes of these files, kept until one of them changes. `purpose` tells computations on one file apart. */
  once<T>(purpose: string, files: readonly string[], compute: () => T): T {
    const key = [this.tool, purpose, ...files].join('\u0000');
    const { value, faults } = this.cache.reading(key, files, () => {
      const outer = this.faults;
      this.faults = [];
      try {
        const computed = compute();
        return { value: computed, faults: this.faults };
      } finally {
        this.faults = outer;
      }
    });
    this.faults.push(...faults);
    return value;
  }

  /** Like `once`, of what somebody else works out meanwhile. */
  async onceAside<T>(
    purpose: string,
    files: readonly string[],
    compute: () => Promise<{ readonly value: T; readonly faults: readonly Fault[] }>,
  ): Promise<T> {
    const key = [this.tool, purpose, ...files].join('\u0000');
    const { value, faults } = await this.cache.readingAside(key, files, compute);
    this.faults.push(...faults);
    return value;
  }

  /** One by one, in the order in which they were met. */
  get allFaults(): readonly Fault[] {
    return this.faults;
  }

  /** All faults so far, by kind. */
  problems(): readonly ForeignProblem[] {
    const byKind = new Map<ForeignProblemKind, ForeignProblem>();
    for (const { kind, file, message } of this.faults) {
      const known = byKind.get(kind);
      const count = (known?.count ?? 0) + 1;
      byKind.set(kind, { tool: this.tool, kind, file, message, ...known, count });
    }
    return [...byKind.values()];
  }
}
