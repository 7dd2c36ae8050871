// What breaks between a viewer and the hosts of a fleet: said, waited for, and nothing lost or done twice.
import { createHash } from 'node:crypto';
import { lastValueFrom, map } from 'rxjs';
import { dialTerminal } from '../../src/actions/dialTerminal';
import { ViewerFleet } from '../../src/hosts/nats/viewerFleet';
import { OpenHosts } from '../../src/places/hosts/openHosts';
import type { PodList } from '../../src/podList/podList';
import { watchPods } from '../../src/streams/watchPods';
import { type CutProxy, startCutProxy } from '../fixtures/cutProxy';
import { describeNats } from '../fixtures/natsServer';
import { until } from '../fixtures/until';
import { type NatsFleet, openNatsFleet, USER } from './natsFleet';

jest.setTimeout(120_000);

/** Once a byte has come: output at the pace of a busy build, and its hash; then whatever is typed, up to "!". */
const PROGRAM = `
  process.stdin.setRawMode(true);
  let typed = '';
  let isBegun = false;
  process.stdin.on('data', (chunk) => {
    if (!isBegun) { isBegun = true; flood(); return; }
    typed += chunk;
    if (typed.endsWith('!')) process.stdout.write('[' + typed + ']');
  });
  function flood() {
    const hash = require('node:crypto').createHash('sha256');
    let left = 160;
    const more = () => {
      if (left === 0) return process.stdout.write('<' + hash.digest('hex') + '>');
      const chunk = Buffer.alloc(8192, String.fromCharCode(97 + left % 26));
      hash.update(chunk);
      left -= 1;
      process.stdout.write(chunk);
      setTimeout(more, 40);
    };
    more();
  }
  process.stdout.write('(ready)');`;

/** Hashes what comes up to the hash that it ends with; each 250 KiB something happens. */
class Flood {
  readonly hash = createHash('sha256');
  private tail: string | null = null;
  private bytes = 0;

  constructor(private readonly each: () => void) {}

  get said(): string | undefined {
    return /^<([0-9a-f]{64})>/.exec(this.tail ?? '')?.[1];
  }

  take(chunk: string): void {
    if (this.tail !== null) {
      this.tail += chunk;
      return;
    }
    const at = chunk.indexOf('<');
    const plain = at < 0 ? chunk : chunk.slice(0, at);
    this.hash.update(plain, 'latin1');
    if (at >= 0) this.tail = chunk.slice(at);
    this.bytes += plain.length;
    if (this.bytes <= 250 * 1024) return;
    this.bytes = 0;
    this.each();
  }
}

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

  test('an attach goes on where it was after three kills of the server, and each key is typed once', async () => {
    expect(await run('run', '-d', 'h1/flood', '--', process.execPath, '-e', PROGRAM)).toMatchObject({ code: 0 });
    await until(() => stateOf('flood') === 'live');
    const host = hosts.named('h1');
    const entry = last?.entries.find(({ id }) => id.name === 'flood');
    if (host === null || entry === undefined) throw new Error('No Pod');
    const way = host.place.dial(entry);
    if (way.kind !== 'done') throw new Error(way.message);
    const size = { cols: 80, rows: 24, podName: 'flood', readOnly: false, inside: null, isAway: true };
    const dialled = await dialTerminal({ ...size, dial: way.dial });
    if (dialled.kind !== 'done') throw new Error(dialled.message);
    const { session } = dialled;
    const killServer = async () => {
      await fleet.server.kill();
      await fleet.server.start();
    };
    const breaks = [killServer, killServer, killServer];
    let breaking: Promise<void> = Promise.resolve();
    const flood = new Flood(() => {
      const next = breaks.shift();
      if (next !== undefined) breaking = next();
    });
    let text = '';
    let take = (chunk: string): void => {
      text += chunk;
      if (!text.includes('(ready)')) return;
      take = (more) => flood.take(more);
      session.bytes.write('go');
    };
    session.bytes.on('data', (chunk: Buffer) => take(chunk.toString('latin1')));
    expect(await until(() => flood.said, 60_000)).toBe(flood.hash.digest('hex'));
    expect(breaks).toEqual([]);
    await breaking;
    text = '';
    take = (chunk) => {
      text += chunk;
    };
    let expected = '';
    for (let count = 0; count < 60; count += 1) {
      expected += `${count},`;
      session.bytes.write(`${count},`);
      if (count === 20) proxy.cut();
      if (count === 40) breaking = killServer();
    }
    session.bytes.write('!');
    expect(await until(() => /\[(.*)!\]/.exec(text)?.[1], 30_000)).toBe(expected);
    session.detach();
    await breaking;
    await until(() => factOf('h1')?.state === 'reached');
    expect(await run('stop', 'h1/flood')).toMatchObject({ code: 0 });
  });

  test('the end of a Pod is seen; an agent that is killed is lost, its rows stay, and it comes back by itself', async () => {
    expect(await run('run', '-d', 'h1/one', '--', 'sleep', '600')).toMatchObject({ code: 0 });
    expect(await run('run', '-d', 'h2/two', '--', 'sleep', '600')).toMatchObject({ code: 0 });
    await until(() => stateOf('one') === 'live' && stateOf('two') === 'live');
    await fleet.host('h1').end('SIGKILL');
    await until(() => factOf('h1')?.state === 'lost');
    await until(() => stateOf('one') === 'unreachable');
    expect(factOf('h1')).toMatchObject({ problem: 'its agent gives no sign' });
    expect(stateOf('two')).toBe('live');
    const refused = await run('send', 'h1/one', 'late');
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain('h1 is not reached since');
    const listed = await run('ls', '--json');
    expect(listed.code).toBe(0);
    const rows: { name: string; state: string; lastSeenAt: number | null }[] = JSON.parse(listed.stdout);
    expect(rows.find(({ name }) => name === 'h1/one')).toMatchObject({ state: 'unreachable' });
    expect(rows.find(({ name }) => name === 'h1/one')?.lastSeenAt).toBeGreaterThan(0);
    expect(rows.find(({ name }) => name === 'h2/two')).toMatchObject({ state: 'live' });
    await fleet.host('h1').start();
    await until(() => stateOf('one') === 'live');
    expect((await run('logs', 'h1/one')).stdout).not.toContain('late');
    // One that is ended as it should be says so at once.
    await fleet.host('h1').end('SIGTERM');
    await until(() => factOf('h1')?.problem === 'its agent was ended');
    await fleet.host('h1').start();
    await until(() => stateOf('one') === 'live');
    const { pid } =
      fleet
        .host('h2')
        .home.allocations()
        .find(({ pod_name }) => pod_name === 'two') ?? {};
    process.kill(pid ?? 0, 'SIGKILL');
    await until(() => stateOf('two') !== 'live');
  });

  test('what happened in a cut is true after it, and a server that is not reached is one problem', async () => {
    expect(await run('run', '-d', 'h1/goes', '--', 'sleep', '600')).toMatchObject({ code: 0 });
    await until(() => stateOf('goes') === 'live');
    proxy.hold(true);
    await until(() => factOf('h1')?.state === 'lost' && factOf('h2')?.state === 'lost');
    await until(() => stateOf('goes') === 'unreachable');
    const problems = (last?.problems ?? []).map(({ message }) => message);
    expect(problems.filter((message) => message.includes('not reached'))).toEqual([
      expect.stringContaining('The fleet server is not reached (it does not answer)'),
    ]);
    expect(await run('stop', 'h1/goes')).toMatchObject({ code: 0 });
    expect(await run('run', '-d', 'h2/comes', '--', 'sleep', '600')).toMatchObject({ code: 0 });
    proxy.hold(false);
    proxy.cut();
    await until(() => stateOf('goes') === 'stopped');
    await until(() => stateOf('comes') === 'live');
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
    await until(() => stateOf('behind') === 'live', 20_000);
    for (let count = 0; count < 20; count += 1) {
      const before = proxy.connections;
      proxy.cut();
      await until(() => proxy.connections > 0 && factOf('h1')?.state === 'reached' && before > 0);
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
