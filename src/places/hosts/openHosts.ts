// Every host as a place, those of the configuration and those of a fleet; none is dialled before something is wanted of it.
import { audit, filter, firstValueFrom, merge, timer } from 'rxjs';
import { type ActionFailure, failure } from '../../actions/actionFailure';
import { DialledLink } from '../../hosts/dialledLink';
import { DialTurns } from '../../hosts/dialTurns';
import { hostId } from '../../hosts/hostId';
import type { HostLink } from '../../hosts/hostLink';
import type { HostSpec } from '../../hosts/hostSpec';
import type { FleetLink } from '../../hosts/nats/fleetLink';
import type { ViewerFleet } from '../../hosts/nats/viewerFleet';
import { openSsh } from '../../hosts/openSsh';
import type { HostSummary } from '../../podList/podFacts';
import type { PodId } from '../../podList/podId';
import { hostOf } from '../../podList/podPlace';
import type { FactSource } from '../../streams/placeFacts';
import type { Place } from '../place';
import { fleetSource, TOGETHER_MS } from './fleetSource';
import { type HostPlace, hostPlace, LOOK_ONCE_MS } from './hostPlace';

/** Who looks once waits so long for a host behind ssh that was named, ms: until ssh, or the wait for its greeting, gives it up. */
const NAMED_ONCE_MS = 15_000;

export interface HostsRequest {
  readonly specs: readonly HostSpec[];
  readonly env: NodeJS.ProcessEnv;
  /** Of podwatch here. */
  readonly version: string;
  /** The store directory of our own home. */
  readonly data: string;
  /** Missing: none is configured. */
  readonly fleet?: ViewerFleet;
}

export interface OpenHost {
  readonly name: string;
  readonly kind: 'ssh' | 'nats';
  /** By what it is reached: what ssh is told, or the server of the fleet. */
  readonly target: string;
  readonly link: HostLink;
  readonly place: HostPlace;
  /** It is one of the configuration, or the fleet knows it. */
  readonly isKnown: () => boolean;
}

export class OpenHosts {
  /** Who looks once waits so long for a host, ms; null: as long as usual. */
  lookOnceMs: number | null = null;
  private readonly sought = new Set<string>();
  /** Those of the configuration, in its order. */
  readonly configured: readonly (OpenHost & { readonly link: DialledLink })[];
  private readonly byName: Map<string, OpenHost>;
  private readonly fleet: ViewerFleet | null;
  private readonly ownId: () => string;

  constructor({ specs, env, version, data, fleet }: HostsRequest) {
    const turns = new DialTurns();
    this.fleet = fleet ?? null;
    this.ownId = () => hostId(data);
    this.configured = specs.map((spec) => {
      const link = new DialledLink({
        ...{ name: spec.name, data, turns, ownId: this.ownId },
        open: (options, signal) => openSsh({ spec, env, version, data, ...options }, signal),
      });
      const usualMs = () => (this.sought.has(spec.name) ? NAMED_ONCE_MS : LOOK_ONCE_MS);
      const place = hostPlace(link, () => this.lookOnceMs ?? usualMs());
      return { name: spec.name, kind: 'ssh', target: spec.ssh, link, place, isKnown: () => true };
    });
    this.byName = new Map(this.configured.map((host) => [host.name, host]));
  }

  /** Where the facts of all hosts come from, or (`names`) of these. */
  sources(names: readonly string[] | null = null): readonly FactSource[] {
    for (const name of names ?? []) this.sought.add(name);
    const ssh = this.configured.filter(({ name }) => names?.includes(name) ?? true).map(({ place }) => place);
    const others = names?.filter((name) => this.configured.every((host) => host.name !== name)) ?? null;
    const { fleet } = this;
    if (fleet === null || others?.length === 0) return ssh;
    const view = { fleet, isHidden: (link: FleetLink) => this.isHidden(link), names: others };
    return [...ssh, fleetSource({ ...view, lookOnceMs: () => this.ofFleetMs })];
  }

  /** All that are known now; those of a fleet once it has told them, or does not. */
  async known(): Promise<readonly OpenHost[]> {
    const { fleet } = this;
    if (fleet === null) return this.configured;
    fleet.begin();
    const settled$ = fleet.changed$.pipe(
      audit(() => timer(TOGETHER_MS)),
      filter(() => fleet.isSettled),
    );
    if (!fleet.isSettled) await firstValueFrom(merge(settled$, timer(this.ofFleetMs)));
    const others = fleet.hosts.filter((link) => !this.isHidden(link)).map((link) => this.ofFleet(fleet, link));
    return [...this.configured, ...others];
  }

  /** What stands for its Pods, where these are not read; null: they are, or it is no host of a fleet. */
  summaryOf(host: string): HostSummary | null {
    const { fleet } = this;
    return fleet === null || this.configured.some(({ name }) => name === host)
      ? null
      : fleet.summaryOf(fleet.link(host));
  }

  /** Why the fleet tells nothing, or not all; null: there is none, or it is well. */
  get fleetFault() {
    return this.fleet?.fault ?? null;
  }

  /** What is to be said of the fleet's server; null: nothing. */
  get fleetWarning(): string | null {
    return this.fleet?.warning ?? null;
  }

  /** A fleet may know hosts that it has not told yet: `isKnown` says so later. */
  named(host: string): OpenHost | null {
    const known = this.byName.get(host);
    if (known !== undefined) return known;
    return this.fleet === null ? null : this.ofFleet(this.fleet, this.fleet.link(host));
  }

  /** Null: it is no Pod of these hosts. */
  placeOf(id: PodId): Place | null {
    const host = hostOf(id);
    return host === null ? null : (this.named(host)?.place ?? null);
  }

  /** Those that are not reached are tried again at once; null: all of them. */
  wake(host: string | null): void {
    for (const { name, link } of this.configured) if (host === null || name === host) link.wake();
    this.fleet?.wake();
  }

  /** What is known of a host of the fleet that has left it goes. @returns how many records there were. */
  async forget(host: string): Promise<{ readonly kind: 'done'; readonly records: number } | ActionFailure> {
    await this.known();
    const { fleet } = this;
    if (fleet === null) return failure('not-eligible', 'There is no fleet in the configuration.');
    return (await import('../../hosts/nats/forgetHost')).forgetHost(fleet, host);
  }

  /** The Pods of this host are wanted, not a summary of them: of a configured one they are there anyway. */
  openHost(host: string): void {
    this.fleet?.open(host);
  }

  /** Nothing of them is left running. */
  async close(): Promise<void> {
    for (const { place } of this.byName.values()) place.close();
    await Promise.all([...this.configured.map(({ link }) => link.close()), this.fleet?.close()]);
  }

  private get ofFleetMs(): number {
    return this.lookOnceMs ?? LOOK_ONCE_MS;
  }

  private ofFleet(fleet: ViewerFleet, link: FleetLink): OpenHost {
    const before = this.byName.get(link.name);
    if (before !== undefined) return before;
    const place = hostPlace(link, () => this.ofFleetMs);
    const isKnown = () => link.isThere || !fleet.isTold;
    const host: OpenHost = { name: link.name, kind: 'nats', target: fleet.server, link, place, isKnown };
    this.byName.set(link.name, host);
    return host;
  }

  /** One machine is one host: here before ssh, ssh before the fleet. */
  private isHidden({ name, hostId: id }: FleetLink): boolean {
    if (this.configured.some((host) => host.name === name)) return true;
    return id !== null && (id === this.ownId() || this.configured.some(({ link }) => link.hostId === id));
  }
}
