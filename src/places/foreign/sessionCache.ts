// What earlier looks at the tools' stores have found, so that what did not change is neither read nor, where it is watched, looked at again.
import fs, { type BigIntStats, type Dirent } from 'node:fs';
import path from 'node:path';
import { fileSignature } from '../../store/fileSignature';
import type { ForeignProblemKind } from './sessionFacts';

/** A fault met in reading, before it is counted. */
export interface Fault {
  readonly kind: ForeignProblemKind;
  readonly file: string;
  readonly message: string;
}

/** A file's time and size, and whether it is one. */
export interface FileState {
  readonly isFile: boolean;
  readonly size: number;
  readonly mtimeMs: number;
  /** Equal texts mean an unchanged file; null where that cannot be relied upon (changed just now). */
  readonly signature: string | null;
}

interface Reading {
  readonly signature: string;
  readonly value: unknown;
  readonly faults: readonly Fault[];
}

interface KnownDirectory {
  entries: readonly Dirent[] | null;
  readonly states: Map<string, FileState | null>;
}

/** Of one user's stores; kept by who looks again (the watch), dropped by who looks once. */
export class SessionCache {
  private readonly readings = new Map<string, Reading>();
  private readonly used = new Set<string>();
  /** Only watched directories are believed without a look. */
  private readonly watched = new Map<string, KnownDirectory>();
  /** Every directory that the last look has listed. */
  private listed = new Set<string>();

  /** Opens a look: what it does not use is dropped at its end. */
  begin(): void {
    this.used.clear();
    this.listed = new Set();
  }

  /** Ends a complete look. */
  end(): void {
    for (const key of [...this.readings.keys()]) {
      if (!this.used.has(key)) this.readings.delete(key);
    }
  }

  /** The directories that the last look depended on. */
  get directories(): ReadonlySet<string> {
    return this.listed;
  }

  /** From now on changes in `directory` are told by `forget`. */
  watch(directory: string): void {
    if (!this.watched.has(directory)) this.watched.set(directory, { entries: null, states: new Map() });
  }

  unwatch(directory: string): void {
    this.watched.delete(directory);
  }

  /** Something in `directory` changed. */
  forget(directory: string): void {
    const known = this.watched.get(directory);
    if (known === undefined) return;
    known.entries = null;
    known.states.clear();
  }

  /** Throws what `readdir` throws. */
  list(directory: string): readonly Dirent[] {
    this.listed.add(directory);
    const known = this.watched.get(directory);
    const entries = known?.entries ?? fs.readdirSync(directory, { withFileTypes: true });
    if (known !== undefined) known.entries = entries;
    return entries;
  }

  /** Null: it does not exist, or cannot be looked at. */
  state(file: string): FileState | null {
    const known = this.watched.get(path.dirname(file))?.states;
    const before = known?.get(file);
    if (before !== undefined) return before;
    const state = stateOf(file);
    known?.set(file, state);
    return state;
  }

  /**
   * `compute` of files that have not changed is not run again. Faults that it met stay with its value. `key` names the
   * computation; the files are those that its value depends on.
   */
  reading<T>(key: string, files: readonly string[], compute: () => { value: T; faults: readonly Fault[] }): Read<T> {
    const { signature, unchanged } = this.lookUp<T>(key, files);
    return unchanged ?? this.kept(key, signature, compute());
  }

  /** The same, where the computation takes its time: what it depends on is as it was when it began. */
  async readingAside<T>(key: string, files: readonly string[], compute: () => Promise<Read<T>>): Promise<Read<T>> {
    const { signature, unchanged } = this.lookUp<T>(key, files);
    return unchanged ?? this.kept(key, signature, await compute());
  }

  private lookUp<T>(key: string, files: readonly string[]): { signature: string | null; unchanged: Read<T> | null } {
    const signature = this.signatureOf(files);
    const before = this.readings.get(key);
    this.used.add(key);
    const isSame = signature !== null && before?.signature === signature;
    // The key names its computation, so what was kept under it has its type.
    return { signature, unchanged: isSame ? (before as Read<T>) : null };
  }

  private kept<T>(key: string, signature: string | null, read: Read<T>): Read<T> {
    const before = this.readings.get(key);
    // What is written to just now is what it was, until it can be read again.
    if (before !== undefined && read.faults.some(({ kind }) => kind === 'busy')) {
      return { value: before.value as T, faults: read.faults };
    }
    if (signature === null) this.readings.delete(key);
    else this.readings.set(key, { signature, ...read });
    return read;
  }

  private signatureOf(files: readonly string[]): string | null {
    const parts: string[] = [];
    for (const file of files) {
      const state = this.state(file);
      if (state !== null && state.signature === null) return null;
      parts.push(state?.signature ?? '-');
    }
    return parts.join('|');
  }
}

interface Read<T> {
  readonly value: T;
  readonly faults: readonly Fault[];
}

function stateOf(file: string): FileState | null {
  let stats: BigIntStats | undefined;
  try {
    stats = fs.statSync(file, { bigint: true, throwIfNoEntry: false });
  } catch {
    // A loop of links, a part of the path that is no directory, no permission: opening will say which.
    return null;
  }
  if (stats === undefined) return null;
  return {
    isFile: stats.isFile(),
    size: Number(stats.size),
    mtimeMs: Number(stats.mtimeMs),
    signature: fileSignature(stats),
  };
}
