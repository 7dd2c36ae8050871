// What breaks between a viewer and the hosts of a fleet: said, waited for, and nothing lost or done twice.
import { lastValueFrom, map } from 'rxjs';
import { ViewerFleet } from '../../src/hosts/nats/viewerFleet';
import { OpenHosts } from '../../src/places/hosts/openHosts';
import type { PodList } from '../../src/podList/podList';
import { watchPods } from '../../src/streams/watchPods';
import { type CutProxy, startCutProxy } from '../fixtures/cutProxy';
import { describeNats } from '../fixtures/natsServer';
import { until } from '../fixtures/until';
import { attachThroughCuts, FLOOD } from './attachThroughCuts';
import { type NatsFleet, openNatsFleet, USER } from './natsFleet';
import { tellFigure, timed } from './tellFigure';

/** Longer than a lease and than the patience with a silent server. */
const CUT_MS = 10_000;

describeNats('a fleet in which something breaks', () => {
  let fleet: NatsFleet;
  let proxy: CutProxy;
  let hosts: OpenHosts;
  /** What a viewer that stays sees. */
  let last: PodList | null = null;
  let stop = (): void => {};
  beforeAll(async () => {
    fleet = await openNatsFleet(['h1', 'h2']);
    proxy = await startCutProxy({ host: '127.0.0.1', port: fleet.server.port });
    const { data } = fleet.own.paths;
    const files = { nkey: null, creds: null, ca: null, tlsName: null };
    const servers = [`nats://127.0.0.1:${proxy.port}`];
    const viewer = new ViewerFleet({ spec: { servers, user: USER, ...files, groups: null, isReadOnly: false }, data });
    hosts = new OpenHosts({ specs: [], env: fleet.own.env, version: '0', data, fleet: viewer });
    const watching = watchPods(hosts.sources()).subscribe((list) => {
      last = list;
    });
    stop = () => watching.unsubscribe();
  });
  afterAll(async () => {
    stop();
    await hosts.close();
    await proxy.close();
    await fleet.close();
  });

  const run = (...args: string[]) => fleet.own.podwatch(args);
  const stateOf = (name: string) => last?.entries.find(({ id }) => id.name === name)?.state ?? null;
  const factOf = (host: string) => hosts.named(host)?.link.fact$.value;

  test('an attach goes on where it was after a cut and three kills of the server, and each key is typed once', async () => {
    expect(await run('run', '-d', 'h1/flood', '--', ...FLOOD)).toMatchObject({ code: 0 });
    await until(() => stateOf('flood') === 'live');
    const host = hosts.named('h1');
    const entry = last?.entries.find(({ id }) => id.name === 'flood');
    if (host === null || entry === undefined) throw new Error('No Pod');
    const killServer = async () => {
      const from = performance.now();
      await fleet.server.kill();
      await fleet.server.start();
      return performance.now() - from;
    };
    const cutLine = async () => {
      proxy.cut();
      return 0;
    };
    await attachThroughCuts('NATS', host, entry, [killServer, cutLine, killServer, killServer]);
    await until(() => factOf('h1')?.state === 'reached');
    expect(await run('stop', 'h1/flood')).toMatchObject({ code: 0 });
  });

  test('the end of a Pod is seen; an agent that is killed is lost, its rows stay, and it comes back by itself', async () => {
    expect(await run('run', '-d', 'h1/one', '--', 'sleep', '600')).toMatchObject({ code: 0 });
    expect(await run('run', '-d', 'h2/two', '--', 'sleep', '600')).toMatchObject({ code: 0 });
    await until(() => stateOf('one') === 'live' && stateOf('two') === 'live');
    const lost = await timed(async () => {
      await fleet.host('h1').end('SIGKILL');
      await until(() => factOf('h1')?.state === 'lost' && stateOf('one') === 'unreachable', 60_000);
    });
    tellFigure({ what: 'NATS: a killed agent to a lost host', value: lost.ms, most: 5000 });
    expect(factOf('h1')).toMatchObject({ problem: 'its agent gives no sign' });
    expect(stateOf('two')).toBe('live');
    const refused = await run('send', 'h1/one', 'late');
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain('h1 is not reached since');
    const listed = await run('ls', '--json', '--wait', '30');
    expect(listed.code).toBe(0);
    const rows: { name: string; state: string; lastSeenAt: number | null }[] = JSON.parse(listed.stdout);
    expect(rows.find(({ name }) => name === 'h1/one')).toMatchObject({ state: 'unreachable' });
    expect(rows.find(({ name }) => name === 'h1/one')?.lastSeenAt).toBeGreaterThan(0);
    expect(rows.find(({ name }) => name === 'h2/two')).toMatchObject({ state: 'live' });
    const back = await timed(async () => {
      await fleet.host('h1').start();
      await until(() => stateOf('one') === 'live');
    });
    tellFigure({ what: 'NATS: and back, its start within', value: back.ms, most: 3000 });
    expect((await run('logs', 'h1/one')).stdout).not.toContain('late');
    // One that is ended as it should be says so at once.
    await fleet.host('h1').end('SIGTERM');
    await until(() => factOf('h1')?.problem === 'its agent was ended');
    await fleet.host('h1').start();
    await until(() => stateOf('one') === 'live');
    // After a cut its first sign holds for half a minute, for who does not look at it.
    await fleet.server.kill();
    await until(() => factOf('h1')?.state === 'stalled' || factOf('h1')?.state === 'lost');
    await fleet.server.start();
    await until(() => factOf('h1')?.state === 'reached');
    const atOnce = await timed(async () => {
      await fleet.host('h1').end('SIGKILL');
      await until(() => factOf('h1')?.state === 'lost', 60_000);
    });
    tellFigure({ what: 'NATS: an agent killed just after a cut to a lost host', value: atOnce.ms, most: 5000 });
    await fleet.host('h1').start();
    await until(() => stateOf('one') === 'live' && factOf('h2')?.state === 'reached');
    const { pid } =
      fleet
        .host('h2')
        .home.allocations()
        .find(({ pod_name }) => pod_name === 'two') ?? {};
    if (pid === undefined) throw new Error('Not registered');
    const row = await timed(async () => {
      process.kill(pid, 'SIGKILL');
      await until(() => stateOf('two') !== 'live');
    });
    tellFigure({ what: 'NATS: a killed Pod to its row', value: row.ms, most: 300 });
  });

  test('what happened in a cut is true after it, and a server that is not reached is one problem', async () => {
    expect(await run('run', '-d', 'h1/goes', '--', 'sleep', '600')).toMatchObject({ code: 0 });
    await until(() => stateOf('goes') === 'live');
    proxy.hold(true);
    const heldAt = performance.now();
    await until(() => factOf('h1')?.state === 'lost' && factOf('h2')?.state === 'lost');
    await until(() => stateOf('goes') === 'unreachable');
    const problems = (last?.problems ?? []).map(({ message }) => message);
    expect(problems.filter((message) => message.includes('not reached'))).toEqual([
      expect.stringContaining('The fleet server is not reached (it does not answer)'),
    ]);
    expect(await run('stop', 'h1/goes')).toMatchObject({ code: 0 });
    expect(await run('run', '-d', 'h2/comes', '--', 'sleep', '600')).toMatchObject({ code: 0 });
    await until(() => performance.now() - heldAt > CUT_MS);
    const attention = (last?.entries ?? []).filter((entry) => entry.attention !== null);
    expect(attention).toEqual([]);
    proxy.hold(false);
    proxy.cut();
    const healed = await timed(() => until(() => stateOf('goes') === 'stopped' && stateOf('comes') === 'live'));
    tellFigure({ what: 'NATS: a line that is mended to what has happened meanwhile', value: healed.ms, most: 5000 });
    expect(await run('stop', 'h2/comes')).toMatchObject({ code: 0 });
  });

  test('a text that is sent in a cut is taken once', async () => {
    expect(await run('run', '-d', 'h1/taker', '--', 'cat')).toMatchObject({ code: 0 });
    await until(() => stateOf('taker') === 'live');
    const entry = last?.entries.find(({ id }) => id.name === 'taker');
    const host = hosts.named('h1');
    if (entry === undefined || host === null) throw new Error('No Pod');
    proxy.hold(true, 'answers');
    const sending = host.place.send(entry, 'just-once');
    await until(async () => (await run('logs', 'h1/taker')).stdout.includes('just-once'));
    proxy.hold(false);
    proxy.cut();
    expect(await sending).toMatchObject({ kind: 'done' });
    const { stdout } = await run('logs', 'h1/taker');
    // What the terminal echoes, and what cat says of it.
    expect(stdout.match(/just-once/g)).toHaveLength(2);
    expect(await run('stop', 'h1/taker')).toMatchObject({ code: 0 });
  });

  test('a watch that says nothing more is opened anew, and twenty new connections leave one consumer', async () => {
    const admin = await (await import('@nats-io/transport-node')).connect({ servers: fleet.server.url });
    const { jetstreamManager } = await import('@nats-io/jetstream');
    const manager = await jetstreamManager(admin);
    const stream = `KV_pods_${Buffer.from(USER).toString('base64url')}`;
    const consumers = () => manager.consumers.list(stream).next();
    const first = await until(async () => {
      const [found, ...more] = await consumers();
      return more.length === 0 ? found : undefined;
    });
    // Behind the viewer's back.
    await manager.consumers.delete(stream, first?.name ?? '');
    expect(await run('run', '-d', 'h1/behind', '--', 'sleep', '600')).toMatchObject({ code: 0 });
    await until(() => stateOf('behind') === 'live');
    for (let count = 0; count < 20; count += 1) {
      const before = proxy.taken;
      proxy.cut();
      await until(() => proxy.taken > before && factOf('h1')?.state === 'reached');
    }
    await until(async () => (await consumers()).length === 1);
    expect(await run('stop', 'h1/behind')).toMatchObject({ code: 0 });
    await until(() => stateOf('behind') !== 'live');
    await admin.close();
  });

  test('the hosts of a server that is not there are known from before', async () => {
    await until(() => factOf('h1')?.state === 'reached');
    await run('ls');
    await fleet.server.kill();
    const listed = await run('ls', '--json');
    expect(listed.code).toBe(0);
    expect(listed.stderr).toContain('The fleet server is not reached');
    const rows: { name: string; state: string }[] = JSON.parse(listed.stdout);
    expect(rows.find(({ name }) => name === 'h1/one')).toMatchObject({ state: 'unreachable' });
    await fleet.server.start();
    await until(() => factOf('h1')?.state === 'reached');
    expect(await lastValueFrom(watchPods(hosts.sources(), { watch: false }).pipe(map(({ loading }) => loading)))).toBe(
      false,
    );
  });
});
