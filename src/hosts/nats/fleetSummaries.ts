// A fleet of which not all records are read: the summary of each host, and the records of those that somebody wants to see.
import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { HostSummary } from '../../podList/podFacts';
import { type BucketEntry, type BucketWatch, openBucketWatch } from './bucketWatch';
import { parseSummary } from './fleetSummary';
import { bucketStream, hostKeys, hostsBucket, parseKey, podsBucket } from './subjects';

/** Hosts whose records are read at a time; one that was opened longest ago gives way to another. */
export const MOST_OPEN = 16;
/** A watch that has broken is opened anew after, ms; each time it does, twice as late. */
const FIRST_AGAIN_MS = 1000;
const LONGEST_AGAIN_MS = 30_000;
const API_MS = 5000;

export interface SummariesPort {
  readonly user: string;
  readonly newInbox: () => string;
  /** There is such a host, or there is none any more. */
  readonly named: (host: string, isThere: boolean) => void;
  readonly entry: (entry: BucketEntry) => void;
  /** All keys of an open host, or none of one that is closed. */
  readonly sweep: (host: string, keys: ReadonlySet<string>) => void;
  /** Summaries, or rows, are others than before; `fault`: why they cannot be read. */
  readonly changed: (fault: unknown) => void;
}

interface Watched {
  stop(): void;
}

/** How many records a user has; 0 where nobody can say. */
export async function countRecords(nc: NatsConnection, user: string): Promise<number> {
  try {
    const manager = await jetstreamManager(nc, { checkAPI: false, timeout: API_MS });
    return (await manager.streams.info(bucketStream(podsBucket(user)))).state.messages;
  } catch {
    return 0;
  }
}

export class FleetSummaries {
  /** All summaries have come. */
  isKnown = false;
  private readonly summaries = new Map<string, HostSummary>();
  private readonly open = new Map<string, Watched>();
  private readonly read = new Set<string>();
  private watch: Watched | null = null;

  constructor(
    private readonly nc: NatsConnection,
    private readonly port: SummariesPort,
  ) {}

  /** @param hosts that are open from the start. @param before of the connection that was: what it has read is shown meanwhile. */
  begin(hosts: Iterable<string>, before: FleetSummaries | null): void {
    this.watchSummaries();
    for (const host of hosts) {
      if (before?.isRead(host) === true) this.read.add(host);
      this.openHost(host);
    }
  }

  /** Its records are read from now on. */
  openHost(host: string): void {
    const before = this.open.get(host);
    if (before !== undefined) {
      this.open.delete(host);
      this.open.set(host, before);
      return;
    }
    const [oldest] = this.open.keys();
    if (this.open.size >= MOST_OPEN && oldest !== undefined) this.closeHost(oldest);
    this.open.set(host, this.watchHost(host));
  }

  /** Its records were missed: they are read anew. */
  again(host: string): void {
    const before = this.open.get(host);
    if (before === undefined) return;
    before.stop();
    this.open.set(host, this.watchHost(host));
  }

  /** What its agent tells of it, where its records are not read; null: they are. */
  summaryOf(host: string): HostSummary | null {
    if (this.isRead(host)) return null;
    return this.summaries.get(host) ?? null;
  }

  /** All of its records have come. */
  isRead(host: string): boolean {
    return this.read.has(host);
  }

  stop(): void {
    this.watch?.stop();
    for (const watched of this.open.values()) watched.stop();
  }

  private closeHost(host: string): void {
    this.open.get(host)?.stop();
    this.open.delete(host);
    this.read.delete(host);
    this.port.sweep(host, new Set());
    this.port.changed(null);
  }

  private watchSummaries(): void {
    const { port } = this;
    this.watch = this.keepWatching(hostsBucket(port.user), '>', {
      entry: ({ key, value }) => this.takeSummary(key, value),
      known: (keys) => {
        const hosts = new Set([...keys].flatMap((key) => parseKey(key)?.host ?? []));
        for (const host of this.summaries.keys()) {
          if (hosts.has(host)) continue;
          this.summaries.delete(host);
          port.named(host, false);
        }
        this.isKnown = true;
        port.changed(null);
      },
    });
  }

  private takeSummary(key: string, value: Uint8Array | null): void {
    const host = parseKey(key)?.host;
    if (host === undefined) return;
    const summary = value === null ? null : parseSummary(value);
    if (summary?.ok === true) this.summaries.set(host, summary.value);
    else this.summaries.delete(host);
    this.port.named(host, value !== null);
    if (this.isKnown) this.port.changed(null);
  }

  private watchHost(host: string): Watched {
    const { port } = this;
    return this.keepWatching(podsBucket(port.user), hostKeys(host), {
      entry: (entry) => port.entry(entry),
      known: (keys) => {
        port.sweep(host, keys);
        this.read.add(host);
        port.changed(null);
      },
    });
  }

  /** Opened anew where it breaks, until it is stopped. `known`: with the keys that there are. */
  private keepWatching(
    bucket: string,
    filter: string,
    told: { readonly entry: (entry: BucketEntry) => void; readonly known: (keys: ReadonlySet<string>) => void },
  ): Watched {
    let isStopped = false;
    let watch: BucketWatch | null = null;
    let timer: NodeJS.Timeout | null = null;
    let againMs = FIRST_AGAIN_MS;
    const again = (fault: unknown) => {
      watch = null;
      if (isStopped || this.nc.isClosed()) return;
      this.port.changed(fault);
      timer = setTimeout(() => void begin(), againMs);
      againMs = Math.min(LONGEST_AGAIN_MS, againMs * 2);
    };
    const begin = async (): Promise<void> => {
      const keys = new Set<string>();
      let isWhole = false;
      const listener = {
        entry: (entry: BucketEntry) => {
          if (isStopped) return;
          if (!isWhole && entry.value !== null) keys.add(entry.key);
          told.entry(entry);
        },
        known: () => {
          isWhole = true;
          if (!isStopped) told.known(keys);
        },
        broken: () => again(null),
      };
      try {
        const request = { nc: this.nc, bucket, filters: [filter], inbox: this.port.newInbox() };
        const opened = await openBucketWatch(request, listener);
        if (isStopped) void opened.stop();
        else watch = opened;
      } catch (error) {
        again(error);
      }
    };
    void begin();
    return {
      stop: () => {
        isStopped = true;
        if (timer !== null) clearTimeout(timer);
        void watch?.stop();
      },
    };
  }
}
