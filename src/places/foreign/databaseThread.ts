// Reads the tools' databases in a thread of its own, which is there only while there is something to read.
import { Worker } from 'node:worker_threads';
import { errorWords } from '../../store/fileErrors';
import { type DatabaseAnswer, type DatabaseOrder, type DatabaseReader, faultyAnswer, fileOf } from './databaseOrder';
import type { ForeignTool } from './foreignTool';

/** A database that has not been read by then is given up, with whatever else waits behind it, ms. */
const WAIT_MS = 10_000;
/** Without an order for so long it ends, ms. */
const IDLE_MS = 5000;
/** A database that needs more is given up, MB. */
const MEMORY_MB = 192;

interface Waiting {
  readonly order: DatabaseOrder;
  readonly timer: NodeJS.Timeout;
  readonly settle: (answer: DatabaseAnswer) => void;
}

/** `program`: absolute path of the built `databaseWorker`. */
export class DatabaseThread implements DatabaseReader {
  private worker: Worker | null = null;
  private idle: NodeJS.Timeout | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private count = 0;

  constructor(private readonly program: string) {}

  read(_tool: ForeignTool, order: DatabaseOrder): Promise<DatabaseAnswer> {
    return new Promise((settle) => {
      if (this.idle !== null) clearTimeout(this.idle);
      this.count += 1;
      const id = this.count;
      const timer = setTimeout(() => this.giveUp(`it was not read within ${WAIT_MS / 1000} s`), WAIT_MS);
      this.waiting.set(id, { order, timer, settle });
      this.worker ??= this.start();
      this.worker.postMessage({ id, order });
    });
  }

  end(): void {
    if (this.idle !== null) clearTimeout(this.idle);
    this.giveUp('the look was given up');
  }

  private start(): Worker {
    const worker = new Worker(this.program, { resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } });
    worker.on('message', ({ id, answer }: { readonly id: number; readonly answer: DatabaseAnswer }) => {
      this.settle(id, answer);
    });
    // Out of memory, or a fault of ours: the others are asked of a new one.
    worker.on('error', (error) => {
      if (this.worker === worker) this.giveUp(errorWords(error));
    });
    return worker;
  }

  private settle(id: number, answer: DatabaseAnswer): void {
    const waiting = this.waiting.get(id);
    if (waiting === undefined) return;
    this.waiting.delete(id);
    clearTimeout(waiting.timer);
    waiting.settle(answer);
    if (this.waiting.size === 0) this.idle = setTimeout(() => this.end(), IDLE_MS).unref();
  }

  private giveUp(why: string): void {
    void this.worker?.terminate();
    this.worker = null;
    for (const [id, { order }] of [...this.waiting]) this.settle(id, faultyAnswer(fileOf(order), why));
    if (this.idle !== null) clearTimeout(this.idle);
    this.idle = null;
  }
}
