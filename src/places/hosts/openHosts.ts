// Every host of the configuration as a place; none is dialled before something is wanted of it.
import { DialledLink } from '../../hosts/dialledLink';
import { DialTurns } from '../../hosts/dialTurns';
import { hostId } from '../../hosts/hostId';
import type { HostLink } from '../../hosts/hostLink';
import type { HostSpec } from '../../hosts/hostSpec';
import { openSsh } from '../../hosts/sshSession';
import type { PodId } from '../../podList/podId';
import { hostOf } from '../../podList/podPlace';
import type { Place } from '../place';
import { hostPlace, LOOK_ONCE_MS } from './hostPlace';

export interface HostsRequest {
  readonly specs: readonly HostSpec[];
  readonly env: NodeJS.ProcessEnv;
  /** Of podwatch here. */
  readonly version: string;
  /** The store directory of our own home. */
  readonly data: string;
}

export interface OpenHost {
  readonly spec: HostSpec;
  readonly link: HostLink;
  readonly place: Place;
}

export class OpenHosts {
  /** In the order of the configuration. */
  readonly all: readonly OpenHost[];
  /** Who looks once waits so long for a host, ms. */
  lookOnceMs = LOOK_ONCE_MS;
  private readonly byName: ReadonlyMap<string, OpenHost & { readonly close: () => void }>;

  constructor({ specs, env, version, data }: HostsRequest) {
    const turns = new DialTurns();
    const open = specs.map((spec) => {
      const link = new DialledLink({
        ...{ name: spec.name, data, turns, ownId: () => hostId(data) },
        open: (options, signal) => openSsh({ spec, env, version, data, ...options }, signal),
      });
      const place = hostPlace(link, () => this.lookOnceMs);
      return { spec, link, place, close: () => place.close() };
    });
    this.all = open;
    this.byName = new Map(open.map((host) => [host.spec.name, host]));
  }

  named(host: string): OpenHost | null {
    return this.byName.get(host) ?? null;
  }

  /** Null: it is no Pod of these hosts. */
  placeOf(id: PodId): Place | null {
    const host = hostOf(id);
    return host === null ? null : (this.byName.get(host)?.place ?? null);
  }

  /** Those that are not reached are tried again at once; null: all of them. */
  wake(host: string | null): void {
    for (const { spec, link } of this.all) if (host === null || spec.name === host) link.wake();
  }

  /** The Pods of this host are wanted, not a summary of them: of a configured one they are there anyway. */
  openHost(_host: string): void {}

  /** Nothing of them is left running. */
  async close(): Promise<void> {
    for (const { close } of this.byName.values()) close();
    await Promise.all(this.all.map(({ link }) => link.close()));
  }
}
