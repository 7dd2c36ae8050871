// A fleet of more Pods than are all read: hosts by their summaries, rows of those that are opened, and nothing twice after cuts.
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
import { ViewerFleet } from '../../src/hosts/nats/viewerFleet';
import { NO_PODS } from '../../src/podList/summarizePods';
import { describeNats, type NatsServer, startNats } from '../fixtures/natsServer';
import { makeTempHome, type TempHome } from '../fixtures/tempHome';
import { until } from '../fixtures/until';
import { HOME, livePod } from '../podList/facts';

const U = 'anna';
const HOSTS = Array.from({ length: 20 }, (_, at) => `h${at}`);
const PODS = 3;
const SPEC = { user: U, nkey: null, creds: null, ca: null, tlsName: null, groups: null, isReadOnly: false };

let home: TempHome;
let server: NatsServer;
let agents: Agents | null = null;
let fleet: ViewerFleet | null = null;

/** Hosts that give signs and have records, but no Pods. */
class Agents {
  private readonly revs = new Map<string, number>();
  private readonly beating: NodeJS.Timeout;

  constructor(private readonly nc: NatsConnection) {
    nc.subscribe(rollCallSubject(U), { callback: () => this.giveSigns() });
    this.beating = setInterval(() => this.giveSigns(), 1000);
  }

  static async play(url: string): Promise<Agents> {
    const nc = await connect({ servers: [url] });
    await makeBucket(nc, podsBucket(U));
    await makeBucket(nc, hostsBucket(U));
    const played = new Agents(nc);
    await Promise.all(HOSTS.map((host) => played.tell(host)));
    return played;
  }

  async tell(host: string, pods = PODS): Promise<void> {
    for (let at = 0; at < pods; at += 1) await this.put(host, `p${at}`);
    const summary = { ...NO_PODS, pods, live: pods };
    await new Bucket(this.nc, hostsBucket(U)).put(hostKey(null, host), encodeSummary(summary));
  }

  async put(host: string, name: string, title: string | null = null): Promise<void> {
    const record = encodeRecord(null, [livePod(name, { title })]);
    const key = recordKey(null, host, podToken(HOME, name));
    this.revs.set(host, await new Bucket(this.nc, podsBucket(U)).put(key, record));
  }

  async end(): Promise<void> {
    clearInterval(this.beating);
    await this.nc.close();
  }

  private giveSigns(): void {
    if (this.nc.isClosed()) return;
    for (const host of HOSTS) {
      const beat: Beat = {
        ...{ epoch: `e-${host}`, startedAt: 1, rev: this.revs.get(host) ?? 0, hostId: host, hostName: host },
        ...{ version: '1', protocol: [1, 1], now: Date.now(), pods: PODS, isLast: false },
      };
      this.nc.publish(beatSubject(U, null, host), JSON.stringify(beat));
    }
  }
}

/** Push consumers of both buckets. */
async function consumers(): Promise<number> {
  const nc = await connect({ servers: [server.url] });
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

async function look(mostRecords: number): Promise<ViewerFleet> {
  const opened = new ViewerFleet({ spec: { ...SPEC, servers: [server.url] }, data: home.paths.data, mostRecords });
  fleet = opened;
  opened.begin();
  await until(() => opened.isSettled && opened.hosts.length === HOSTS.length);
  return opened;
}
const rowsOf = (of: ViewerFleet, host: string) =>
  of.link(host).rows$.value.rows.live.map(({ id, title }) => title ?? id.name);
const summariesIn = (of: ViewerFleet) => of.hosts.filter((link) => of.summaryOf(link) !== null).length;

describeNats('a fleet of many Pods', () => {
  beforeEach(async () => {
    home = makeTempHome();
    server = await startNats(home.directory);
    agents = await Agents.play(server.url);
  });
  afterEach(async () => {
    await fleet?.close();
    await agents?.end();
    [fleet, agents] = [null, null];
    await server.stop();
    await home.close();
  });

  it('is read whole where it is not too large', async () => {
    const whole = await look(1000);
    expect(summariesIn(whole)).toBe(0);
    expect(rowsOf(whole, 'h7')).toEqual(['p0', 'p1', 'p2']);
    expect(await consumers()).toBe(1);
  });

  it('is known by summaries, which follow their hosts; a host that is opened has its rows', async () => {
    const large = await look(10);
    expect(summariesIn(large)).toBe(HOSTS.length);
    expect(large.summaryOf(large.link('h3'))).toEqual({ ...NO_PODS, pods: PODS, live: PODS });
    expect(rowsOf(large, 'h3')).toEqual([]);
    expect(large.link('h3').fact$.value.state).toBe('reached');
    await agents?.tell('h3', 5);
    await until(() => large.summaryOf(large.link('h3'))?.pods === 5);
    large.open('h3');
    await until(() => large.isRead('h3') && rowsOf(large, 'h3').length === 5);
    expect(large.summaryOf(large.link('h3'))).toBeNull();
    await agents?.put('h3', 'p1', 'changed');
    await until(() => rowsOf(large, 'h3').includes('changed'));
    expect(summariesIn(large)).toBe(HOSTS.length - 1);
    expect(await consumers()).toBe(2);
  });

  it('reads so many hosts at a time: the one that was opened longest ago is a summary again', async () => {
    const large = await look(10);
    for (const host of HOSTS.slice(0, 17)) large.open(host);
    await until(() => HOSTS.slice(1, 17).every((host) => large.isRead(host)));
    expect(large.summaryOf(large.link('h0'))).not.toBeNull();
    await until(() => rowsOf(large, 'h0').length === 0);
    await until(async () => (await consumers()) === 17);
  });

  it('comes back after its server was killed, and leaves no watch behind', async () => {
    const large = await look(10);
    large.open('h3');
    await until(() => large.isRead('h3'));
    for (let round = 0; round < 3; round += 1) {
      await agents?.end();
      await server.kill();
      await until(() => large.line.state$.value.nc === null);
      expect(rowsOf(large, 'h3')).toHaveLength(PODS);
      await server.start();
      agents = await Agents.play(server.url);
      await until(() => large.isSettled && large.link('h9').fact$.value.state === 'reached');
    }
    await agents?.put('h3', 'p1', 'after');
    await until(() => rowsOf(large, 'h3').includes('after'));
    await until(async () => (await consumers()) === 2);
  });
});
