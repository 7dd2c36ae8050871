// A viewer's calls to the hosts of a fleet: once when it comes, then to those that it looks at for as long as it does.
import type { NatsConnection } from '@nats-io/transport-node';
import { encodeRollCall } from './fleetWire';
import { rollCallSubject } from './subjects';

/** Who looks only once is gone before, ms. */
const FIRST_MS = 1000;
/** Who has not heard us is called again, but not more often, ms. */
const APART_MS = 1000;
/** Three times within what a host remembers, ms. */
const AGAIN_MS = 5000;

export class RollCalls {
  /** By `performance.now()`. */
  private nextAt = 0;
  private lastAt = 0;

  constructor(
    private readonly user: string,
    private readonly looksAt: () => 'all' | readonly string[],
  ) {}

  /** Whoever is there gives a sign. */
  connected(nc: NatsConnection): void {
    nc.publish(rollCallSubject(this.user));
    this.lastAt = performance.now();
    this.nextAt = this.lastAt + FIRST_MS;
  }

  /** It looks at others than before. */
  changed(): void {
    this.nextAt = 0;
  }

  /** A host gives signs as one at which nobody looks: it has come since, maybe. */
  unheardBy(host: string): void {
    const hosts = this.looksAt();
    if (hosts === 'all' || hosts.includes(host)) this.nextAt = Math.min(this.nextAt, this.lastAt + APART_MS);
  }

  /** To be called often. @returns who has been told now that it is looked at. */
  look(nc: NatsConnection | null, now: number): 'all' | readonly string[] {
    if (nc === null || nc.isClosed() || now < this.nextAt) return [];
    this.lastAt = now;
    this.nextAt = now + AGAIN_MS;
    const hosts = this.looksAt();
    if (hosts === 'all' || hosts.length > 0) nc.publish(rollCallSubject(this.user), encodeRollCall(hosts));
    return hosts;
  }
}
