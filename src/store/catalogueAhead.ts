// A second thread that goes through a catalogue from its other end and looks whether the files are still those: half of the time of very many.
import { Worker } from 'node:worker_threads';
import type { HomePaths } from '../protocol/homePaths';
import type { Catalogue } from './catalogue';

/** Of fewer rows a thread takes as long to start, on two cores, as it saves. */
const LEAST_ROWS = 10_000;
/** It needs no more than the index and a piece of the file. */
const MEMORY_MB = 128;

/** What the thread is told. */
export interface AheadOrder {
  readonly home: HomePaths;
  /** Of the catalogue's file: the rows of another one have other numbers. */
  readonly identity: string;
  /** One a row; only ever written by the thread. */
  readonly found: SharedArrayBuffer;
  /** One number: the row that is looked at by who has asked. */
  readonly reached: SharedArrayBuffer;
}

/** Of one row: all its files were as the catalogue keeps them when the thread looked. */
export const AS_KEPT = 1;

export class CatalogueAhead {
  private readonly found: Uint8Array;
  private readonly reached: Int32Array;
  private readonly worker: Worker;

  private constructor(program: string, home: HomePaths, identity: string, rows: number) {
    const found = new SharedArrayBuffer(rows);
    const reached = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    this.found = new Uint8Array(found);
    this.reached = new Int32Array(reached).fill(-1);
    const workerData: AheadOrder = { home, identity, found, reached };
    this.worker = new Worker(program, {
      workerData,
      // It finds the same file.
      env: process.env,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: 4 },
    });
    // Who reads looks at all files that it has not looked at.
    this.worker.on('error', () => {});
    this.worker.unref();
  }

  /** @param program absolute path of the built `aheadWorker`; undefined: there is none. Null: not worth it, or not to be had. */
  static start(
    program: string | undefined,
    home: HomePaths,
    { identity, size }: Pick<Catalogue, 'identity' | 'size'>,
    least = LEAST_ROWS,
  ): CatalogueAhead | null {
    if (program === undefined || identity === null || size < least) return null;
    try {
      return new CatalogueAhead(program, home, identity, size);
    } catch {
      return null;
    }
  }

  /** The thread need not look at this one any more, nor at any before it. */
  passed(row: number): void {
    Atomics.store(this.reached, 0, row);
  }

  /** Whether the thread has looked at it since it was started, and has found nothing changed. */
  isAsKept(row: number): boolean {
    return Atomics.load(this.found, row) === AS_KEPT;
  }

  close(): void {
    void this.worker.terminate();
  }
}
