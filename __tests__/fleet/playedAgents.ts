// Hosts of a fleet that give signs and have records, but no Pods; and what the server has for whoever watches them.
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { Bucket, makeBucket } from '../../src/hosts/nats/bucket';
import { encodeSummary } from '../../src/hosts/nats/fleetSummary';
import { type Beat, encodeRecord } from '../../src/hosts/nats/fleetWire';
import {
  beatSubject,
  bucketStream,
  hostKey,
  hostsBucket,
  podsBucket,
  podToken,
  recordKey,
  rollCallSubject,
} from '../../src/hosts/nats/subjects';
import { NO_PODS } from '../../src/podList/summarizePods';
import { until } from '../fixtures/until';
import { HOME, livePod } from '../podList/facts';

export const U = 'anna';
export const PODS = 3;

export class PlayedAgents {
  private readonly revs = new Map<string, number>();
  private readonly beating: NodeJS.Timeout;

  private constructor(
    private readonly nc: NatsConnection,
    private readonly hosts: readonly string[],
    private readonly pods: number,
  ) {
    nc.subscribe(rollCallSubject(U), { callback: () => this.giveSigns() });
    this.beating = setInterval(() => this.giveSigns(), 1000);
  }

  /** Each of them with so many Pods, `p0` and so on. */
  static async play(url: string, hosts: readonly string[], pods = PODS): Promise<PlayedAgents> {
    const nc = await connect({ servers: [url] });
    await makeBucket(nc, podsBucket(U));
    await makeBucket(nc, hostsBucket(U));
    const played = new PlayedAgents(nc, hosts, pods);
    try {
      await Promise.all(hosts.map((host) => played.tell(host)));
    } catch (error) {
      await played.end();
      throw error;
    }
    return played;
  }

  async tell(host: string, pods = this.pods): Promise<void> {
    for (let at = 0; at < pods; at += 1) await this.put(host, `p${at}`);
    const summary = { ...NO_PODS, pods, live: pods };
    await putAnyhow(new Bucket(this.nc, hostsBucket(U)), hostKey(null, host), encodeSummary(summary));
  }

  async put(host: string, name: string, title: string | null = null): Promise<void> {
    const record = encodeRecord(null, [livePod(name, { title })]);
    const key = recordKey(null, host, podToken(HOME, name));
    this.revs.set(host, await putAnyhow(new Bucket(this.nc, podsBucket(U)), key, record));
  }

  async end(): Promise<void> {
    clearInterval(this.beating);
    await this.nc.close();
  }

  private giveSigns(): void {
    if (this.nc.isClosed()) return;
    for (const host of this.hosts) {
      const beat: Beat = {
        ...{ epoch: `e-${host}`, startedAt: 1, rev: this.revs.get(host) ?? 0, hostId: host, hostName: host },
        ...{ version: '1', protocol: [1, 1], now: Date.now(), pods: this.pods, isLast: false, everyMs: 1000 },
      };
      this.nc.publish(beatSubject(U, null, host), JSON.stringify(beat));
    }
  }
}

/** Again, where a busy machine's answer comes later than a put waits for it. */
function putAnyhow(bucket: Bucket, key: string, value: string): Promise<number> {
  return until(() => bucket.put(key, value));
}

/** Push consumers of both buckets. */
export async function consumersOn(url: string): Promise<number> {
  const nc = await connect({ servers: [url] });
  try {
    const manager = await jetstreamManager(nc);
    const infos = await Promise.all(
      [podsBucket(U), hostsBucket(U)].map((each) => manager.streams.info(bucketStream(each))),
    );
    return infos.reduce((sum, { state }) => sum + state.consumer_count, 0);
  } finally {
    await nc.close();
  }
}

/** As where the server forgets them: whoever listens hears nothing more, and is not told. */
export async function deleteConsumers(url: string): Promise<void> {
  const nc = await connect({ servers: [url] });
  try {
    const { consumers } = await jetstreamManager(nc);
    for (const stream of [podsBucket(U), hostsBucket(U)].map(bucketStream)) {
      for await (const { name } of consumers.list(stream)) await consumers.delete(stream, name);
    }
  } finally {
    await nc.close();
  }
}
