// Searches many files with a few threads: what is found comes newest first, while the search goes on.
import { Worker } from 'node:worker_threads';
import type { SearchPattern } from './searchPattern';
import type { FoundLine, PieceOrder, PieceResult, SearchedFile } from './searchTypes';

/** A file with the Pod, or whatever else, that it belongs to. */
export interface Searched<Owner> extends SearchedFile {
  readonly owner: Owner;
  /** Bytes. */
  readonly size: number;
  /** Last written, Unix ms: nothing in it is newer. */
  readonly changedAt: number;
}

export interface Hit<Owner> extends FoundLine {
  readonly owner: Owner;
  readonly kind: SearchedFile['kind'];
  readonly path: string;
}

export interface SearchRequest<Owner> {
  readonly files: readonly Searched<Owner>[];
  readonly pattern: SearchPattern;
  /** Absolute path of the built `searchWorker`. */
  readonly workerProgram: string;
  readonly onFault: (path: string, message: string) => void;
  /** What is searched beside them, by others. */
  readonly beside?: readonly SearchBeside<Owner>[];
  /** Ends the search. */
  readonly signal: AbortSignal;
}

/** A search of what is in no such files, a slice at a time. Its faults are its own to tell. */
export interface SearchBeside<Owner> {
  /** Nothing that it still finds is newer, Unix ms. */
  readonly newest: number;
  readonly isDone: boolean;
  /** Never rejects; not asked again before it has answered. */
  next(): Promise<readonly Hit<Owner>[]>;
}

const WORKERS = 2;
/** Searched at one go, bytes; fewer once that has brought very many hits. */
const PIECE = 768 * 1024;
const SMALL_PIECE = 128 * 1024;
const MANY_HITS = 4000;
/** Not more files in one order. */
const MAX_FILES = 64;
/** Held back for their order; more are given out as they are. */
const MAX_HELD = 20_000;

/** What of a file has not been searched yet. */
interface Rest<Owner> {
  readonly file: Searched<Owner>;
  readonly to: number;
  /** Nothing in it is newer, Unix ms. */
  readonly newest: number;
}

/**
 * The newest hit first, over all files; a batch whenever some are settled. Whoever does not want more stops asking, or
 * says so by the signal: then it ends at once. @throws when the threads cannot be started.
 */
export async function* searchFiles<Owner>(request: SearchRequest<Owner>): AsyncGenerator<readonly Hit<Owner>[]> {
  const desk = new SearchDesk(request);
  if (desk.isDone) return;
  const over = new AbortController();
  const ended = whenAborted(request.signal, over.signal);
  const threads = Array.from({ length: desk.hasOrder ? WORKERS : 0 }, () => new SearchThread(request));
  const { beside = [] } = request;
  const running = new Map<unknown, Promise<unknown>>();
  try {
    for (;;) {
      for (const thread of threads) {
        if (!running.has(thread) && desk.hasOrder) running.set(thread, searchNext(desk, thread));
      }
      for (const other of beside.filter((each) => !each.isDone && !running.has(each))) {
        running.set(other, searchBeside(desk, other));
      }
      if (running.size === 0) break;
      const free = await Promise.race([...running.values(), ended]);
      if (free === null) return;
      running.delete(free);
      const settled = desk.settled();
      if (settled.length > 0) yield settled;
    }
    yield desk.all();
  } finally {
    over.abort();
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

function searchNext<Owner>(desk: SearchDesk<Owner>, thread: SearchThread): Promise<SearchThread> {
  const order = desk.nextOrder();
  const searched = thread.search(order.map((rest) => desk.pieceOf(rest))).then((results) => {
    desk.take(order, results);
    return thread;
  });
  // Nobody waits for it any more when the search is over.
  searched.catch(() => {});
  return searched;
}

async function searchBeside<Owner>(desk: SearchDesk<Owner>, beside: SearchBeside<Owner>): Promise<unknown> {
  desk.hold(await beside.next());
  return beside;
}

function whenAborted(signal: AbortSignal, over: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null), { once: true, signal: over });
  });
}

/** Which piece is next, and which hits may be given out: those that nothing can be newer than. */
class SearchDesk<Owner> {
  /** The newest last. */
  private readonly rests: Rest<Owner>[];
  private readonly inWork = new Set<Rest<Owner>>();
  private held: Hit<Owner>[] = [];
  private pieceBytes = PIECE;

  constructor(private readonly request: SearchRequest<Owner>) {
    this.rests = request.files
      .filter(({ size }) => size > 0)
      .map((file) => ({ file, to: file.size, newest: file.changedAt }))
      .sort((a, b) => a.newest - b.newest);
  }

  get hasOrder(): boolean {
    return this.rests.length > 0;
  }

  get isDone(): boolean {
    return !this.hasOrder && this.inWork.size === 0 && (this.request.beside ?? []).every((other) => other.isDone);
  }

  hold(hits: readonly Hit<Owner>[]): void {
    for (const hit of hits) this.held.push(hit);
  }

  /** Small files go together. */
  nextOrder(): readonly Rest<Owner>[] {
    const order: Rest<Owner>[] = [];
    let bytes = 0;
    while (order.length < MAX_FILES && bytes < this.pieceBytes) {
      const rest = this.rests.at(-1);
      if (rest === undefined || (order.length > 0 && bytes + rest.to > this.pieceBytes)) break;
      this.rests.pop();
      this.inWork.add(rest);
      order.push(rest);
      bytes += Math.min(rest.to, this.pieceBytes);
    }
    return order;
  }

  pieceOf({ file: { path, kind }, to }: Rest<Owner>): PieceOrder {
    return { path, kind, to, bytes: this.pieceBytes };
  }

  take(order: readonly Rest<Owner>[], results: readonly PieceResult[]): void {
    let hits = 0;
    order.forEach((rest, index) => {
      this.inWork.delete(rest);
      const result = results[index];
      if (result === undefined) return;
      const { owner, kind, path } = rest.file;
      if (result.fault !== null) this.request.onFault(path, result.fault);
      for (const found of result.found) this.held.push({ ...found, owner, kind, path });
      hits += result.found.length;
      if (result.from > 0 && result.from < rest.to) {
        this.putBack({ file: rest.file, to: result.from, newest: result.since || rest.newest });
      }
    });
    if (hits > MANY_HITS) this.pieceBytes = SMALL_PIECE;
  }

  settled(): readonly Hit<Owner>[] {
    const beside = (this.request.beside ?? []).filter((other) => !other.isDone);
    const newest = Math.max(
      this.rests.at(-1)?.newest ?? 0,
      ...[...this.inWork].map((rest) => rest.newest),
      ...beside.map((other) => other.newest),
    );
    this.held.sort((a, b) => b.at - a.at);
    const open = this.held.findIndex(({ at }) => at < newest);
    const count = open < 0 ? this.held.length : open;
    return this.held.splice(0, this.held.length > MAX_HELD ? Math.max(count, MAX_HELD / 2) : count);
  }

  all(): readonly Hit<Owner>[] {
    return this.held.sort((a, b) => b.at - a.at);
  }

  private putBack(rest: Rest<Owner>): void {
    let low = 0;
    let high = this.rests.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.rests[middle]?.newest ?? 0) <= rest.newest) low = middle + 1;
      else high = middle;
    }
    this.rests.splice(low, 0, rest);
  }
}

/** One order at a time. */
class SearchThread {
  private readonly worker: Worker;
  /** Before it was asked anything: no file was left for it, say. */
  private fault: Error | null = null;

  constructor({ workerProgram, pattern }: Pick<SearchRequest<unknown>, 'workerProgram' | 'pattern'>) {
    this.worker = new Worker(workerProgram, {
      workerData: pattern,
      // Pieces are strings: without a bound thousands of them would wait to be collected.
      resourceLimits: { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 8 },
    });
    this.worker.on('error', (error) => {
      this.fault ??= error instanceof Error ? error : new Error(String(error));
    });
  }

  search(orders: readonly PieceOrder[]): Promise<readonly PieceResult[]> {
    if (this.fault !== null) return Promise.reject(this.fault);
    return new Promise((resolve, reject) => {
      const { worker } = this;
      const settle = (deed: () => void) => () => {
        worker.off('message', onResults).off('error', onError).off('exit', onExit);
        deed();
      };
      const onResults = (results: readonly PieceResult[]) => settle(() => resolve(results))();
      const onError = (error: Error) => settle(() => reject(error))();
      const onExit = settle(() => reject(new Error('a search thread has ended')));
      worker.on('message', onResults).on('error', onError).on('exit', onExit);
      worker.postMessage(orders);
    });
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }
}
