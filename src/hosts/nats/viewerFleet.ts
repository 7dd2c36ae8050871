// A viewer's fleet: one connection, one watch of all records, and from them a link to each host.
import type { NatsConnection } from '@nats-io/transport-node';
import { Subject, type Subscription } from 'rxjs';
import type { HostSummary } from '../../podList/podFacts';
import type { HostFault } from '../hostFault';
import { keptHosts } from '../lastSeenFacts';
import type { BucketEntry } from './bucketWatch';
import { bucketFault, permissionFault, serverWarning } from './fleetFault';
import { FleetLine, within } from './fleetLine';
import { FleetLink, type LineView } from './fleetLink';
import { FleetLinks } from './fleetLinks';
import { FleetReading } from './fleetReading';
import type { FleetSpec } from './fleetSpec';
import { BEAT_MS, type Beat } from './fleetWire';
import { hearBeats } from './hearBeats';
import { LinkNews } from './linkNews';
import { RecordsWatch, type SeenKeys } from './recordsWatch';
import { RollCalls } from './rollCalls';
import { hostsBucket, parseKey, podsBucket } from './subjects';
import { ViewerStreams } from './viewerStreams';

const LOOK_MS = 500;
/** We were held up, where we look so much later than we wanted to, ms. */
const LATE_MS = 1000;

export interface ViewerFleetRequest {
  readonly spec: FleetSpec;
  /** Where the last facts of its hosts are kept: a directory. */
  readonly data: string;
  /** Records that are read at most; missing: as many as can be shown. */
  readonly mostRecords?: number;
}

export class ViewerFleet {
  /** Something of a host, or of the way to all of them, has changed. */
  readonly changed$ = new Subject<void>();
  readonly line: FleetLine;
  /** What the server says of itself, and what it refuses; for people. */
  warning: string | null = null;
  private readonly streams: ViewerStreams;
  private readonly rollCalls: RollCalls;
  private readonly links = new FleetLinks((name, isKept) => this.newLink(name, isKept));
  private readonly watching: Subscription;
  private nc: NatsConnection | null = null;
  private openedAt = 0;
  private cutAt = Number.NEGATIVE_INFINITY;
  private isKnown = false;
  private recordsFault: HostFault | null = null;
  private refusal: HostFault | null = null;
  private readonly records: RecordsWatch;
  private readonly reading: FleetReading;
  private readonly around = { connection: () => this.nc, newInbox: () => this.line.newInbox() };
  private lookTimer: NodeJS.Timeout | null = null;
  private lookedAt = 0;
  private readonly news = new LinkNews((link) => link.tell(!this.isKnown));

  constructor(readonly request: ViewerFleetRequest) {
    const { spec } = request;
    this.line = new FleetLine(spec, { kind: spec.isReadOnly ? 'reader' : 'viewer' });
    this.line.onRefused = ({ operation, subject }) => {
      this.refusal ??= permissionFault(operation, subject);
      this.changed$.next();
    };
    this.rollCalls = new RollCalls(spec.user, () => this.reading.lookedAt);
    this.streams = new ViewerStreams(spec.user, () => this.line.heard());
    this.records = this.recordsWatch();
    this.reading = this.fleetReading();
    this.watching = this.line.state$.subscribe(({ nc, fault }) => {
      if (nc !== null) this.connected(nc);
      else if (fault !== null) this.cut(fault);
    });
  }

  /** Connects, and stays so. */
  begin(): void {
    if (this.lookTimer !== null) return;
    for (const name of keptHosts(this.request.data)) this.link(name).recall();
    this.lookedAt = performance.now();
    this.lookTimer = setInterval(() => this.look(), LOOK_MS);
    this.line.begin();
  }

  /** For people: the servers that it meets on. */
  get server(): string {
    return this.request.spec.servers.join(' ');
  }

  /** Those of which anything is known, by their names. */
  get hosts(): readonly FleetLink[] {
    return this.links.byName.filter(({ isThere }) => isThere);
  }

  /** Why nothing, or not all, is known: of the server, not of a host. Null: all is well. */
  get fault(): HostFault | null {
    return this.line.state$.value.fault ?? this.recordsFault ?? this.refusal;
  }

  /** All records have come, or it is known why they do not. */
  get isTold(): boolean {
    return this.isKnown || this.recordsFault !== null || this.line.state$.value.fault !== null;
  }

  /** How the hosts stand is known, or why it is not. */
  get isSettled(): boolean {
    if (this.line.state$.value.fault !== null) return true;
    if (!this.isTold) return false;
    for (const { isThere, fact$ } of this.links.all) if (isThere && fact$.value.state === 'connecting') return false;
    return true;
  }

  /** One that nobody has heard of yet, too. */
  link(name: string): FleetLink {
    return this.links.of(name);
  }

  private newLink(name: string, isKept: boolean): FleetLink {
    const { data, spec } = this.request;
    const { isReadOnly } = spec;
    const port = { streams: this.streams, isReadOnly, begin: () => this.begin(), wake: () => this.line.wake() };
    const link = new FleetLink(name, isKept ? data : null, port);
    link.fact$.subscribe(() => this.changed$.next());
    link.rows$.subscribe(() => this.changed$.next());
    return link;
  }

  /** Its Pods are wanted, not its summary. */
  open(host: string): void {
    this.reading.open(host);
    this.rollCalls.changed();
  }

  /** What stands for the Pods of a host that are not read; null: they are, or nothing is known of them. */
  summaryOf(link: FleetLink): HostSummary | null {
    return this.reading.summaryOf(link);
  }

  /** Its Pods are known, as far as it is reached. */
  isRead(host: string): boolean {
    return this.isTold && this.reading.isRead(host);
  }

  wake(): void {
    this.line.wake();
  }

  async close(): Promise<void> {
    this.watching.unsubscribe();
    if (this.lookTimer !== null) clearInterval(this.lookTimer);
    this.news.stop();
    const stopped = this.records.stop();
    this.streams.cut('it was closed');
    this.reading.stop();
    await within(stopped, 1000);
    await this.line.close();
    await Promise.all([...this.links.all].map((link) => link.close()));
  }

  private get view(): LineView {
    const { nc, fault } = this.line.state$.value;
    return {
      isOpen: nc !== null,
      fault,
      openedAt: this.openedAt,
      cutAt: this.cutAt,
      lastHeardAt: this.line.lastHeardAt,
      isKnown: this.isKnown || this.recordsFault !== null,
    };
  }

  private connected(nc: NatsConnection): void {
    this.nc = nc;
    this.openedAt = performance.now();
    this.refusal = null;
    this.warning = serverWarning(nc.info?.version ?? '');
    if (!this.request.spec.isReadOnly) this.streams.connected(nc);
    hearBeats(nc, this.request.spec, {
      heard: () => this.line.heard(),
      beat: (host, beat) => this.takeBeat(host, beat),
    });
    this.rollCalls.connected(nc);
    void this.reading.begin(nc);
  }

  private fleetReading(): FleetReading {
    return new FleetReading(
      { ...this.request, ...this.around },
      {
        readAll: (nc) => void this.records.begin(nc),
        named: (host, isThere) => {
          if (this.links.mayHave(host)) this.link(host).isNamed = isThere;
        },
        entry: (entry) => this.takeEntry(entry, null),
        sweep: (host, keys) => {
          const link = this.link(host);
          link.sweep(keys);
          this.news.add(link);
        },
        changed: (isKnown, fault) => this.summariesChanged(isKnown, fault),
      },
    );
  }

  private summariesChanged(isKnown: boolean, fault: unknown): void {
    if (fault !== null) this.recordsFault = bucketFault(hostsBucket(this.request.spec.user), fault);
    else if (isKnown) this.recordsFault = null;
    if (isKnown && !this.isKnown) {
      this.isKnown = true;
      for (const link of this.links.all) this.news.add(link);
      this.look();
    }
    this.news.tell();
    this.changed$.next();
  }

  private cut({ problem }: HostFault): void {
    if (this.nc !== null) this.cutAt = performance.now();
    this.nc = null;
    this.records.cut();
    this.reading.stop();
    this.streams.cut(problem);
    for (const link of this.links.all) link.cut();
    this.look();
    this.changed$.next();
  }

  /** Marks what comes, and what has not come when all is known is gone. */
  private recordsWatch(): RecordsWatch {
    const { user, groups } = this.request.spec;
    return new RecordsWatch(
      { user, groups, ...this.around },
      {
        heard: () => this.line.heard(),
        entry: (entry, seen) => this.takeEntry(entry, seen),
        known: (seen) => {
          for (const link of this.links.all) link.sweep(seen.get(link.name) ?? new Set());
          this.isKnown = true;
          this.recordsFault = null;
          for (const link of this.links.all) this.news.add(link);
          this.news.tell();
          this.look();
          this.changed$.next();
        },
        failed: (error) => {
          this.recordsFault = bucketFault(podsBucket(user), error);
          this.look();
          this.changed$.next();
        },
      },
    );
  }

  /** `seen`: the keys of each host so far, while it is not known whether that is all. */
  private takeEntry(entry: BucketEntry, seen: SeenKeys | null): void {
    const parts = parseKey(entry.key);
    const { groups } = this.request.spec;
    if (parts === null || !this.links.mayHave(parts.host, entry.value !== null)) return;
    if (groups !== null && (parts.group === null || !groups.includes(parts.group))) return;
    const link = this.link(parts.host);
    seen?.set(parts.host, (seen.get(parts.host) ?? new Set()).add(entry.key));
    link.takeEntry(entry);
    this.news.addSoon(link);
  }

  private takeBeat(host: string, beat: Beat): void {
    if (!this.links.mayHave(host)) return;
    if (beat.everyMs > BEAT_MS.watched) this.rollCalls.unheardBy(host);
    const link = this.link(host);
    const now = performance.now();
    const isNew = link.takeBeat(beat, now);
    link.look(this.view, now);
    if (isNew) this.streams.back(host, beat.epoch);
    if (beat.isLast) this.streams.gone(host, `the agent of ${host} was ended`);
  }

  private look(): void {
    const now = performance.now();
    // We were stopped, or held up: what has come meanwhile has its turn first.
    const isLate = now - this.lookedAt > LOOK_MS + LATE_MS;
    this.lookedAt = now;
    if (isLate && this.nc !== null) return;
    const called = this.rollCalls.look(this.nc, now);
    const { view } = this;
    let isBehind = false;
    for (const link of this.links.all) {
      if (called === 'all' || called.includes(link.name)) link.called(now);
      if (link.look(view, now) && view.isOpen) this.streams.gone(link.name, `${link.name} gives no sign`);
      if (!link.isBehind(now)) continue;
      isBehind ||= this.reading.isAll;
      if (this.reading.isAll) continue;
      link.behindSince = null;
      this.reading.again(link.name);
    }
    if (!isBehind) {
      this.records.works();
    } else if (this.nc !== null && !this.records.isWaiting && this.isKnown) {
      this.records.again(this.nc);
    }
  }
}
