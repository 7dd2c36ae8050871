// The watch of all records of a fleet: opened anew where it breaks, at growing pauses, and what an earlier one says counts no more.
import type { NatsConnection } from '@nats-io/transport-node';
import { type BucketEntry, type BucketWatch, openBucketWatch } from './bucketWatch';
import { groupKeys, podsBucket } from './subjects';

/** A watch is not opened anew more often than this, ms. */
const FIRST_AGAIN_MS = 1000;
const LONGEST_AGAIN_MS = 30_000;

/** By host. */
export type SeenKeys = Map<string, Set<string>>;

export interface RecordsListener {
  /** `seen`: the keys of each host so far, to be filled while it is not known whether that is all; then null. */
  readonly entry: (entry: BucketEntry, seen: SeenKeys | null) => void;
  /** All that was there at the beginning has come. */
  readonly known: (seen: SeenKeys) => void;
  /** It could not be opened; it is tried again. */
  readonly failed: (error: unknown) => void;
  /** Something has come, of whichever watch. */
  readonly heard: () => void;
}

export interface RecordsRequest {
  readonly user: string;
  /** Null: of all. */
  readonly groups: readonly string[] | null;
  readonly newInbox: () => string;
  /** What is connected now. */
  readonly connection: () => NatsConnection | null;
}

export class RecordsWatch {
  private watch: BucketWatch | null = null;
  /** Grows with each watch, and with each cut. */
  private generation = 0;
  private againMs = FIRST_AGAIN_MS;
  private againTimer: NodeJS.Timeout | null = null;
  /** By `performance.now()`: the last one. */
  private begunAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly request: RecordsRequest,
    private readonly listener: RecordsListener,
  ) {}

  /** It is to be opened anew in a while. */
  get isWaiting(): boolean {
    return this.againTimer !== null;
  }

  async begin(nc: NatsConnection): Promise<void> {
    const { user, groups, newInbox, connection } = this.request;
    const { listener } = this;
    this.generation += 1;
    this.begunAt = performance.now();
    const own = this.generation;
    const seen: SeenKeys = new Map();
    const before = this.watch;
    this.watch = null;
    if (before !== null) void before.stop();
    const isOwn = () => own === this.generation;
    let isWhole = false;
    try {
      const watch = await openBucketWatch(
        { nc, bucket: podsBucket(user), filters: filtersOf(groups, nc.info?.version ?? ''), inbox: newInbox() },
        {
          entry: (entry) => {
            listener.heard();
            if (isOwn()) listener.entry(entry, isWhole ? null : seen);
          },
          known: () => {
            if (!isOwn()) return;
            isWhole = true;
            listener.known(seen);
          },
          broken: () => {
            if (isOwn()) this.again(nc);
          },
        },
      );
      if (isOwn()) this.watch = watch;
      else if (connection() === nc) void watch.stop();
      else watch.abandon();
    } catch (error) {
      if (!isOwn() || connection() !== nc) return;
      this.again(nc);
      listener.failed(error);
    }
  }

  /** Opens another one, soon where this one has lasted a while: it is dead, or tells too little. */
  again(nc: NatsConnection): void {
    if (this.againTimer !== null) clearTimeout(this.againTimer);
    this.againTimer = setTimeout(
      () => {
        this.againTimer = null;
        if (this.request.connection() === nc) void this.begin(nc);
      },
      Math.max(0, this.begunAt + this.againMs - performance.now()),
    );
    this.againMs = Math.min(LONGEST_AGAIN_MS, this.againMs * 2);
  }

  /** It does what it should: the next one that breaks need not wait for long. */
  works(): void {
    if (this.watch !== null) this.againMs = FIRST_AGAIN_MS;
  }

  /** The connection is gone. */
  cut(): void {
    this.watch?.abandon();
    this.watch = null;
    this.generation += 1;
    if (this.againTimer !== null) clearTimeout(this.againTimer);
    this.againTimer = null;
  }

  async stop(): Promise<void> {
    if (this.againTimer !== null) clearTimeout(this.againTimer);
    this.generation += 1;
    await this.watch?.stop();
  }
}

/** Servers before 2.10 take one filter: there the rest is left out here. */
function filtersOf(groups: readonly string[] | null, version: string): readonly string[] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (groups === null) return [groupKeys(null)];
  return groups.length === 1 || major > 2 || (major === 2 && minor >= 10) ? groups.map(groupKeys) : [groupKeys(null)];
}
