// How many connections to Pods are open at a time: who wants one more waits for its turn.
import { BehaviorSubject, Observable, Subject } from 'rxjs';

/** Far below the usual limit of 1,024 files, and more Pods than one looks at. */
const MAX_CONNECTIONS = 512;
/** Where the system gives no more, so many files are left for all else: a list has to read records and logs too. */
const RESERVE = 8;
/** So many are dialled in one turn of the event loop: a thousand at once would keep keys waiting. */
const A_TURN = 16;

export class ConnectionPool {
  private held = 0;
  private admittedThisTurn = 0;
  private nextTurn: NodeJS.Immediate | null = null;
  private readonly waiting = new Set<() => void>();
  private readonly crowd = new Subject<void>();
  private readonly short = new BehaviorSubject<number | null>(null);

  constructor(private limit: number = MAX_CONNECTIONS) {}

  /** Emits once there is room, and keeps its place until it is unsubscribed. First come, first served. */
  readonly place$ = new Observable<void>((subscriber) => {
    let isHolding = false;
    const enter = (): void => {
      isHolding = true;
      this.held += 1;
      subscriber.next();
    };
    subscriber.add(() => {
      this.waiting.delete(enter);
      if (isHolding) this.held -= 1;
      this.admit();
    });
    this.waiting.add(enter);
    this.admit();
  });

  /** Somebody waits: who can do without its connection for a while should give it back. */
  get isCrowded(): boolean {
    return this.held > this.limit || (this.held === this.limit && this.waiting.size > 0);
  }

  /** Emits when it becomes crowded, and while more come to wait. */
  readonly crowded$: Observable<void> = this.crowd;

  /** How many connections are all that we may have, since the system has refused one; null: it has not. */
  readonly shortage$: Observable<number | null> = this.short;

  /** We may open no more files: fewer connections have to do from now on. */
  refused(): void {
    // Of many that are refused at once the first has said it.
    if (this.short.value !== null && this.held > this.limit) return;
    const limit = Math.max(1, Math.min(this.limit, this.held) - RESERVE);
    this.limit = limit;
    this.short.next(limit);
    this.crowd.next();
  }

  private admit(): void {
    for (const enter of this.waiting) {
      if (this.held >= this.limit || this.admittedThisTurn >= A_TURN) break;
      this.admittedThisTurn += 1;
      this.waiting.delete(enter);
      enter();
    }
    if (this.isCrowded) this.crowd.next();
    if (this.admittedThisTurn === 0 || this.nextTurn !== null) return;
    this.nextTurn = setImmediate(() => {
      this.nextTurn = null;
      this.admittedThisTurn = 0;
      this.admit();
    });
  }
}
