// A viewer's fleet: one connection, one watch of all records, and from them a link to each host.
import type { NatsConnection } from '@nats-io/transport-node';
import { Subject, type Subscription } from 'rxjs';
import type { HostSummary } from '../../podList/podFacts';
import { NO_PODS } from '../../podList/summarizePods';
import { keptHosts } from '../lastSeenFacts';
import type { HostFault } from '../sshFault';
import { type BucketEntry, type BucketWatch, watchBucket } from './bucketWatch';
import { bucketFault, permissionFault, serverWarning } from './fleetFault';
import { FleetLine, within } from './fleetLine';
import { FleetLink, LEASE_MS, type LineView } from './fleetLink';
import type { FleetSpec } from './fleetSpec';
import { countRecords, FleetSummaries, MOST_OPEN } from './fleetSummaries';
import { parseBeat } from './fleetWire';
import { beatsOf, groupKeys, hostsBucket, parseKey, podsBucket, rollCallSubject, tokenName } from './subjects';
import { ViewerStreams } from './viewerStreams';

const LOOK_MS = 500;
/** Changes that come together are told together, ms. */
const TELL_MS = 30;
/** An agent has told more than has come for so long: the watch is dead, ms. */
const BEHIND_MS = 2000;
/** A watch is not opened anew more often than this, ms. */
const FIRST_AGAIN_MS = 1000;
const LONGEST_AGAIN_MS = 30_000;
/** Of so many hosts the last facts are kept on disk. */
const MOST_KEPT = 64;
/** More records than this are not all read: hosts are known by their summaries, and read when somebody wants to see them. */
const MOST_RECORDS = 20_000;
/** Who names ever new hosts fills nobody's memory. */
const MAX_HOSTS = 20_000;

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
  private readonly links = new Map<string, FleetLink>();
  /** All of them by their names; null: there are others than when they were sorted. */
  private sorted: readonly FleetLink[] | null = null;
  private readonly watching: Subscription;
  private nc: NatsConnection | null = null;
  private openedAt = 0;
  private cutAt = Number.NEGATIVE_INFINITY;
  private isKnown = false;
  private recordsFault: HostFault | null = null;
  private refusal: HostFault | null = null;
  private watch: BucketWatch | null = null;
  /** Null: all records are read. */
  private summaries: FleetSummaries | null = null;
  /** Whose records are wanted whatever there is; the latest last. */
  private readonly wanted = new Set<string>();
  /** Grows with each watch: what an earlier one says counts no more. */
  private generation = 0;
  private againMs = FIRST_AGAIN_MS;
  private againTimer: NodeJS.Timeout | null = null;
  private tellTimer: NodeJS.Timeout | null = null;
  private lookTimer: NodeJS.Timeout | null = null;
  private lookedAt = 0;
  private readonly dirty = new Set<FleetLink>();

  constructor(private readonly request: ViewerFleetRequest) {
    const { spec } = request;
    this.line = new FleetLine(spec, { kind: spec.isReadOnly ? 'reader' : 'viewer' });
    this.line.onRefused = ({ operation, subject }) => {
      this.refusal ??= permissionFault(operation, subject);
      this.changed$.next();
    };
    this.streams = new ViewerStreams(spec.user, () => this.line.heard());
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
    this.sorted ??= [...this.links.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    return this.sorted.filter(({ isThere }) => isThere);
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
    for (const { isThere, fact$ } of this.links.values())
      if (isThere && fact$.value.state === 'connecting') return false;
    return true;
  }

  /** One that nobody has heard of yet, too. */
  link(name: string): FleetLink {
    const before = this.links.get(name);
    if (before !== undefined) return before;
    const data = this.links.size < MOST_KEPT ? this.request.data : null;
    const { isReadOnly } = this.request.spec;
    const port = { streams: this.streams, isReadOnly, begin: () => this.begin(), wake: () => this.line.wake() };
    const link = new FleetLink(name, data, port);
    this.links.set(name, link);
    this.sorted = null;
    link.fact$.subscribe(() => this.changed$.next());
    link.rows$.subscribe(() => this.changed$.next());
    return link;
  }

  /** Its Pods are wanted, not its summary. */
  open(host: string): void {
    this.wanted.delete(host);
    this.wanted.add(host);
    const [oldest] = this.wanted;
    if (this.wanted.size > MOST_OPEN && oldest !== undefined) this.wanted.delete(oldest);
    this.summaries?.openHost(host);
  }

  /** What stands for the Pods of a host that are not read; null: they are, or nothing is known of them. */
  summaryOf({ name, beat }: FleetLink): HostSummary | null {
    const { summaries } = this;
    if (summaries === null || summaries.isRead(name)) return null;
    return summaries.summaryOf(name) ?? { ...NO_PODS, pods: beat?.pods ?? 0 };
  }

  /** Its Pods are known, as far as it is reached. */
  isRead(host: string): boolean {
    return this.isTold && (this.summaries?.isRead(host) ?? true);
  }

  wake(): void {
    this.line.wake();
  }

  async close(): Promise<void> {
    this.watching.unsubscribe();
    for (const timer of [this.lookTimer, this.tellTimer, this.againTimer]) if (timer !== null) clearTimeout(timer);
    this.generation += 1;
    this.streams.cut('it was closed');
    this.summaries?.stop();
    if (this.watch !== null) await within(this.watch.stop(), 1000);
    await this.line.close();
    await Promise.all([...this.links.values()].map((link) => link.close()));
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
    const { user, groups } = this.request.spec;
    this.nc = nc;
    this.openedAt = performance.now();
    this.refusal = null;
    this.warning = serverWarning(nc.info?.version ?? '');
    if (!this.request.spec.isReadOnly) this.streams.connected(nc);
    for (const group of groups ?? [null]) {
      nc.subscribe(beatsOf(user, group), {
        callback: (error, { subject, data }) => {
          this.line.heard();
          if (error === null) this.takeBeat(subject, data);
        },
      });
    }
    nc.publish(rollCallSubject(user));
    void this.beginRecords(nc);
  }

  /** All of them, where there are not too many: whoever has named groups wants those. */
  private async beginRecords(nc: NatsConnection): Promise<void> {
    const { spec, mostRecords = MOST_RECORDS } = this.request;
    const count = spec.groups === null ? await countRecords(nc, spec.user) : 0;
    if (this.nc !== nc) return;
    const before = this.summaries;
    this.summaries = null;
    if (count <= mostRecords) return this.watchRecords(nc);
    const summaries = new FleetSummaries(nc, {
      user: spec.user,
      newInbox: () => this.line.newInbox(),
      named: (host) => {
        if (this.mayBeHost(host)) this.link(host).isNamed = true;
      },
      entry: (entry) => this.takeEntry(entry, null),
      sweep: (host, keys) => {
        const link = this.link(host);
        link.sweep(keys);
        this.dirty.add(link);
      },
      changed: (fault) => this.summariesChanged(summaries, fault),
    });
    this.summaries = summaries;
    summaries.begin(this.wanted, before);
  }

  private summariesChanged(summaries: FleetSummaries, fault: unknown): void {
    if (this.summaries !== summaries) return;
    if (fault !== null) this.recordsFault = bucketFault(hostsBucket(this.request.spec.user), fault);
    else if (summaries.isKnown) this.recordsFault = null;
    if (summaries.isKnown && !this.isKnown) {
      this.isKnown = true;
      for (const link of this.links.values()) this.dirty.add(link);
      this.look();
    }
    this.tell();
    this.changed$.next();
  }

  private cut({ problem }: HostFault): void {
    if (this.nc !== null) this.cutAt = performance.now();
    this.nc = null;
    this.watch?.abandon();
    this.watch = null;
    this.summaries?.stop();
    this.generation += 1;
    if (this.againTimer !== null) clearTimeout(this.againTimer);
    this.streams.cut(problem);
    for (const link of this.links.values()) link.cut();
    this.look();
    this.changed$.next();
  }

  /** Marks what comes, and what has not come when all is known is gone. */
  private async watchRecords(nc: NatsConnection): Promise<void> {
    const { user, groups } = this.request.spec;
    const bucket = podsBucket(user);
    this.generation += 1;
    const own = this.generation;
    const seen = new Map<string, Set<string>>();
    const before = this.watch;
    this.watch = null;
    if (before !== null) void before.stop();
    const isOwn = () => own === this.generation;
    let isWhole = false;
    try {
      const watch = await watchBucket(
        { nc, bucket, filters: filtersOf(groups, nc.info?.version ?? ''), inbox: this.line.newInbox() },
        {
          entry: (entry) => {
            this.line.heard();
            if (isOwn()) this.takeEntry(entry, isWhole ? null : seen);
          },
          known: () => {
            if (!isOwn()) return;
            isWhole = true;
            for (const link of this.links.values()) link.sweep(seen.get(link.name) ?? new Set());
            this.isKnown = true;
            this.recordsFault = null;
            for (const link of this.links.values()) this.dirty.add(link);
            this.tell();
            this.look();
            this.changed$.next();
          },
          broken: () => {
            if (isOwn()) this.watchAgain(nc);
          },
        },
      );
      if (isOwn()) this.watch = watch;
      else if (this.nc === nc) void watch.stop();
      else watch.abandon();
    } catch (error) {
      if (!isOwn() || this.nc !== nc) return;
      this.recordsFault = bucketFault(bucket, error);
      this.watchAgain(nc);
      this.look();
      this.changed$.next();
    }
  }

  private watchAgain(nc: NatsConnection): void {
    if (this.againTimer !== null) clearTimeout(this.againTimer);
    this.againTimer = setTimeout(() => {
      this.againTimer = null;
      if (this.nc === nc) void this.watchRecords(nc);
    }, this.againMs);
    this.againMs = Math.min(LONGEST_AGAIN_MS, this.againMs * 2);
  }

  /** `seen`: the keys of each host so far, while it is not known whether that is all. */
  private takeEntry(entry: BucketEntry, seen: Map<string, Set<string>> | null): void {
    const parts = parseKey(entry.key);
    if (parts === null || !this.isWanted(parts.group) || !this.mayBeHost(parts.host)) return;
    const link = this.link(parts.host);
    seen?.set(parts.host, (seen.get(parts.host) ?? new Set()).add(entry.key));
    link.takeEntry(entry);
    this.dirty.add(link);
    this.tellTimer ??= setTimeout(() => this.tell(), TELL_MS);
  }

  private isWanted(group: string | null): boolean {
    const { groups } = this.request.spec;
    return groups === null || (group !== null && groups.includes(group));
  }

  /** Names of hosts stand before a slash on command lines. */
  private mayBeHost(name: string): boolean {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(name)) return false;
    return this.links.has(name) || this.links.size < MAX_HOSTS;
  }

  private tell(): void {
    if (this.tellTimer !== null) clearTimeout(this.tellTimer);
    this.tellTimer = null;
    for (const link of this.dirty) link.tell(!this.isKnown);
    this.dirty.clear();
  }

  private takeBeat(subject: string, data: Uint8Array): void {
    const host = tokenName(subject.split('.').at(-1) ?? '');
    const beat = parseBeat(data);
    if (host === null || !beat.ok || !this.mayBeHost(host)) return;
    const link = this.link(host);
    const now = performance.now();
    const isNew = link.takeBeat(beat.value, now);
    link.look(this.view, now);
    if (isNew) this.streams.back(host, beat.value.epoch);
    if (beat.value.isLast) this.streams.gone(host, `the agent of ${host} was ended`);
  }

  /** Only of those that are read can something have been missed. */
  private readAgain(summaries: FleetSummaries, link: FleetLink): void {
    link.behindSince = null;
    if (summaries.isRead(link.name)) summaries.again(link.name);
  }

  private look(): void {
    const now = performance.now();
    // We were stopped, or held up: what has come meanwhile has its turn first.
    const isLate = now - this.lookedAt > LOOK_MS + LEASE_MS / 3;
    this.lookedAt = now;
    if (isLate && this.nc !== null) return;
    const { view } = this;
    let isBehind = false;
    for (const link of this.links.values()) {
      if (link.look(view, now) && view.isOpen) this.streams.gone(link.name, `${link.name} gives no sign`);
      if (link.behindSince === null || now - link.behindSince <= BEHIND_MS) continue;
      if (this.summaries === null) isBehind = true;
      else this.readAgain(this.summaries, link);
    }
    if (!isBehind) {
      if (this.watch !== null) this.againMs = FIRST_AGAIN_MS;
    } else if (this.nc !== null && this.againTimer === null && this.isKnown) {
      this.watchAgain(this.nc);
    }
  }
}

/** Servers before 2.10 take one filter: there the rest is left out here. */
function filtersOf(groups: readonly string[] | null, version: string): readonly string[] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (groups === null) return [groupKeys(null)];
  return groups.length === 1 || major > 2 || (major === 2 && minor >= 10) ? groups.map(groupKeys) : [groupKeys(null)];
}
