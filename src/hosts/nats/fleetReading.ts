// Whose records a viewer of a fleet reads: all, where there are not too many; else those of hosts that are wanted, and a summary of each other one.
import type { NatsConnection } from '@nats-io/transport-node';
import type { HostSummary } from '../../podList/podFacts';
import { NO_PODS } from '../../podList/summarizePods';
import type { FleetLink } from './fleetLink';
import type { FleetSpec } from './fleetSpec';
import { countRecords, FleetSummaries, MOST_OPEN, type SummariesPort } from './fleetSummaries';

/** More records than this are not all read: hosts are known by their summaries, and read when somebody wants to see them. */
const MOST_RECORDS = 20_000;

export interface ReadingRequest {
  readonly spec: Pick<FleetSpec, 'user' | 'groups'>;
  /** Records that are read at most; missing: as many as can be shown. */
  readonly mostRecords?: number;
  readonly newInbox: () => string;
  /** What is connected now. */
  readonly connection: () => NatsConnection | null;
}

export interface ReadingListener extends Pick<SummariesPort, 'named' | 'entry' | 'sweep'> {
  /** They are not too many: all of them are to be watched. */
  readonly readAll: (nc: NatsConnection) => void;
  /** Summaries, or rows, are others than before; `fault`: why they cannot be read. `isKnown`: all of them have come. */
  readonly changed: (isKnown: boolean, fault: unknown) => void;
}

export class FleetReading {
  /** Null: all records are read. */
  private summaries: FleetSummaries | null = null;
  /** Whose records are wanted whatever there is; the latest last. */
  private readonly wanted = new Set<string>();

  constructor(
    private readonly request: ReadingRequest,
    private readonly listener: ReadingListener,
  ) {}

  get isAll(): boolean {
    return this.summaries === null;
  }

  /** All of them, where there are not too many: whoever has named groups wants those. */
  async begin(nc: NatsConnection): Promise<void> {
    const { spec, mostRecords = MOST_RECORDS, newInbox, connection } = this.request;
    const { user, groups } = spec;
    const count = groups === null ? await countRecords(nc, user) : 0;
    if (connection() !== nc) return;
    const before = this.summaries;
    this.summaries = null;
    const { readAll, changed, ...told } = this.listener;
    if (count <= mostRecords) {
      readAll(nc);
      return;
    }
    const summaries = new FleetSummaries(nc, {
      ...{ user, newInbox, ...told },
      changed: (fault) => {
        if (this.summaries === summaries) changed(summaries.isKnown, fault);
      },
    });
    this.summaries = summaries;
    summaries.begin(this.wanted, before);
  }

  /** Hosts whose Pods are read, by their names. */
  get lookedAt(): 'all' | readonly string[] {
    return this.isAll ? 'all' : [...this.wanted];
  }

  /** The Pods of a host are wanted, not its summary. */
  open(host: string): void {
    this.wanted.delete(host);
    this.wanted.add(host);
    const [oldest] = this.wanted;
    if (this.wanted.size > MOST_OPEN && oldest !== undefined) this.wanted.delete(oldest);
    this.summaries?.openHost(host);
  }

  /** What stands for the Pods of a host that are not read; null: they are, or nothing is known of them. */
  summaryOf({ name, beat }: FleetLink): HostSummary | null {
    if (this.summaries === null || this.summaries.isRead(name)) return null;
    return this.summaries.summaryOf(name) ?? { ...NO_PODS, pods: beat?.pods ?? 0 };
  }

  isRead(host: string): boolean {
    return this.summaries?.isRead(host) ?? true;
  }

  /** Something of a host was missed: only of those that are read it can have been. */
  again(host: string): void {
    if (this.summaries?.isRead(host) === true) this.summaries.again(host);
  }

  stop(): void {
    this.summaries?.stop();
  }
}
