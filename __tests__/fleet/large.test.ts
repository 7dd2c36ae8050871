// A fleet of more Pods than are all read: hosts by their summaries, rows of those that are opened, and nothing twice after cuts.
import { filter, firstValueFrom } from 'rxjs';
import { ViewerFleet } from '../../src/hosts/nats/viewerFleet';
import { NO_PODS } from '../../src/podList/summarizePods';
import { describeNats, type NatsServer, startNats } from '../fixtures/natsServer';
import { makeTempHome, type TempHome } from '../fixtures/tempHome';
import { until } from '../fixtures/until';
import { writeConfig } from './natsFleet';
import { consumersOn, deleteConsumers, PlayedAgents, PODS, U } from './playedAgents';
import { percentile, tellFigure, timed } from './tellFigure';

const HOSTS = Array.from({ length: 20 }, (_, at) => `h${at}`);
const SPEC = { user: U, nkey: null, creds: null, ca: null, tlsName: null, groups: null, isReadOnly: false };

let home: TempHome;
let server: NatsServer;
let agents: PlayedAgents | null = null;
let fleet: ViewerFleet | null = null;

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
    agents = await PlayedAgents.play(server.url, HOSTS);
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
    expect(await consumersOn(server.url)).toBe(1);
  });

  it('is watched anew where its watch has stopped: its hosts tell that they have said more', async () => {
    const whole = await look(1000);
    await deleteConsumers(server.url);
    await agents?.put('h3', 'p1', 'missed');
    await until(() => rowsOf(whole, 'h3').includes('missed'), 60_000);
    expect(await consumersOn(server.url)).toBe(1);
    await agents?.put('h3', 'p1', 'seen');
    await until(() => rowsOf(whole, 'h3').includes('seen'));
  });

  it('has one watch after twenty cuts', async () => {
    const whole = await look(1000);
    for (let round = 0; round < 20; round += 1) {
      await whole.line.state$.value.nc?.close();
      await until(() => whole.line.state$.value.nc === null);
      whole.wake();
      await until(() => whole.line.state$.value.nc !== null && whole.isSettled);
    }
    await until(async () => (await consumersOn(server.url)) === 1);
    await agents?.put('h3', 'p1', 'after');
    await until(() => rowsOf(whole, 'h3').includes('after'));
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
    expect(await consumersOn(server.url)).toBe(2);
  });

  it('reads so many hosts at a time: the one that was opened longest ago is a summary again', async () => {
    const large = await look(10);
    for (const host of HOSTS.slice(0, 17)) large.open(host);
    await until(() => HOSTS.slice(1, 17).every((host) => large.isRead(host)));
    expect(large.summaryOf(large.link('h0'))).not.toBeNull();
    await until(() => rowsOf(large, 'h0').length === 0);
    await until(async () => (await consumersOn(server.url)) === 17);
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
      agents = await PlayedAgents.play(server.url, HOSTS);
      await until(() => large.isSettled && large.link('h9').fact$.value.state === 'reached');
    }
    await agents?.put('h3', 'p1', 'after');
    await until(() => rowsOf(large, 'h3').includes('after'));
    await until(async () => (await consumersOn(server.url)) === 2);
  });
});

describeNats('a hundred hosts with a hundred Pods each', () => {
  const MANY = Array.from({ length: 100 }, (_, at) => `h${at}`);
  const CHANGES = 200;
  beforeAll(async () => {
    home = makeTempHome();
    server = await startNats(home.directory);
    agents = await PlayedAgents.play(server.url, MANY, 100);
    writeConfig(home, { fleet: { servers: [server.url], user: U, name: 'viewer' } });
  });
  afterAll(async () => {
    await fleet?.close();
    await agents?.end();
    [fleet, agents] = [null, null];
    await server.stop();
    await home.close();
  });

  it('are one list, which follows them, also where the server has forgotten the watch', async () => {
    const listed = await timed(() => home.podwatch(['ls', '--json', '--wait', '30']));
    const rows: { state: string }[] = JSON.parse(listed.done.stdout);
    expect(rows.filter(({ state }) => state === 'live')).toHaveLength(10_000);
    tellFigure({ what: 'NATS: ls --json of 100 hosts × 100', value: listed.ms, most: 5000 });
    const opened = new ViewerFleet({ spec: { ...SPEC, servers: [server.url] }, data: home.paths.data });
    fleet = opened;
    opened.begin();
    await until(() => opened.isSettled && opened.hosts.length === MANY.length);
    const change = async (at: number) => {
      const host = `h${(at * 37) % 100}`;
      const title = `change ${at}`;
      const seen = firstValueFrom(opened.link(host).rows$.pipe(filter(() => rowsOf(opened, host).includes(title))));
      await agents?.put(host, `p${at % 100}`, title);
      await seen;
    };
    const changes: number[] = [];
    for (let at = 0; at < CHANGES; at += 1) changes.push((await timed(() => change(at))).ms);
    tellFigure({ what: 'NATS: a change of one of them to its row, p99', value: percentile(changes, 0.99), most: 500 });
    await deleteConsumers(server.url);
    const again = await timed(() => change(CHANGES));
    tellFigure({ what: 'NATS: a change that a dead watch has missed', value: again.ms, most: 5000 });
    expect(await consumersOn(server.url)).toBe(1);
  });
});
