// A real nats-server with the files of `podwatch fleet init`: it starts, lets in whom it should, and each no further than his rights.
import fs from 'node:fs';
import path from 'node:path';
import type { NatsConnection } from '@nats-io/transport-node';
import { Bucket, makeBucket } from '../../src/hosts/nats/bucket';
import type { FleetSpec } from '../../src/hosts/nats/fleetSpec';
import { openServer } from '../../src/hosts/nats/openServer';
import {
  beatSubject,
  type FleetRole,
  hostKey,
  hostsBucket,
  inboxPrefix,
  podsBucket,
  recordKey,
  requestSubject,
} from '../../src/hosts/nats/subjects';
import { freePort } from '../fixtures/loopbackPorts';
import { describeNats } from '../fixtures/natsServer';
import { type ConfiguredNats, startNatsWith } from '../fixtures/natsWithConfig';
import { makeTempHome, type TempHome } from '../fixtures/tempHome';
import { until } from '../fixtures/until';
import { AGENT_H1, MATRIX, publishTo, ROLES, refusals, U, VIEWER, type Who } from './fleetRights';

let home: TempHome;
let directory: string;
let port: number;
let server: ConfiguredNats;
const open: NatsConnection[] = [];
beforeAll(async () => {
  home = makeTempHome();
  directory = path.join(home.directory, 'fleet');
});
afterEach(async () => {
  for (const nc of open.splice(0)) await nc.close();
});
afterAll(async () => {
  await home.close();
});

/** Makes the files, and starts a server with them. */
async function initFleet(name: string, ...more: readonly string[]): Promise<void> {
  port = await freePort();
  const members = [
    '--host',
    'h1',
    '--host',
    'h2',
    '--viewer',
    'pc',
    '--reader',
    'wall',
    '--host',
    'bob@h1',
    '--viewer',
    'bob@pc',
  ];
  const words = ['fleet', 'init', '--server', `${name}:${port}`, '--user', 'anna', '--dir', directory, '--yes'];
  expect(await home.podwatch([...words, ...members, ...more])).toMatchObject({ code: 0, stderr: '' });
  server = await startNatsWith(path.join(directory, 'server', 'nats-server.conf'), port);
}

function specOf(member: string, over: Partial<FleetSpec> = {}): FleetSpec {
  const { fleet } = JSON.parse(fs.readFileSync(path.join(directory, 'machines', member, 'config.json'), 'utf8'));
  const own = (file: string) => path.join(directory, 'machines', member, file);
  return {
    servers: fleet.servers,
    user: fleet.user,
    nkey: own('fleet.nk'),
    creds: null,
    ca: fleet.ca === undefined ? null : own('fleet-ca.pem'),
    tlsName: null,
    groups: null,
    isReadOnly: fleet.isReadOnly ?? false,
    ...over,
  };
}

async function connected(member: string, role: FleetRole, over: Partial<FleetSpec> = {}): Promise<NatsConnection> {
  const opened = await openServer(specOf(member, over), role);
  if (!opened.ok) throw new Error(opened.fault.problem);
  open.push(opened.nc);
  return opened.nc;
}

describeNats('a server of one machine', () => {
  beforeAll(() => initFleet('localhost'));
  afterAll(async () => {
    await server.stop();
    fs.rmSync(directory, { recursive: true });
  });

  describe('who may', () => {
    const refused = new Map<Who, ReadonlySet<string>>();
    beforeAll(async () => {
      for (const who of Object.keys(ROLES) as Who[]) {
        const nc = await connected(...ROLES[who]);
        refused.set(
          who,
          await refusals(
            nc,
            MATRIX.map(([, act]) => act),
          ),
        );
      }
    });

    it.each(MATRIX)('%s', (_, act, may) => {
      const allowed = [...refused].filter(([, subjects]) => !subjects.has(act.join(' '))).map(([who]) => who);
      expect(allowed).toEqual(may);
    });
  });

  it('lets an agent answer who has asked it, and nobody else', async () => {
    const agent = await connected('h1', AGENT_H1);
    const viewer = await connected('pc', VIEWER);
    agent.subscribe(requestSubject(U, 'rpc', 'h1'), { callback: (_, message) => void message.respond('done') });
    await agent.flush();
    const answer = await viewer.request(requestSubject(U, 'rpc', 'h1'), 'do', { timeout: 10_000 });
    expect(answer.string()).toBe('done');
    expect((await refusals(agent, [publishTo(`${inboxPrefix(U, VIEWER)}.x`)])).size).toBe(1);
  });

  it('keeps one user’s word from the other', async () => {
    const bob = await connected('bob@h1', { kind: 'agent', host: 'h1' });
    expect((await refusals(bob, [publishTo(beatSubject('bob', null, 'h1'))])).size).toBe(0);
    const other = await connected('bob@h1', { kind: 'agent', host: 'h1' });
    expect((await refusals(other, [publishTo(beatSubject(U, null, 'h1'))])).size).toBe(1);
  });

  it('lets nobody in without a key that it knows, nor with one that others can read', async () => {
    const faultOf = async (spec: FleetSpec) => {
      const opened = await openServer(spec, VIEWER);
      if (opened.ok) open.push(opened.nc);
      return opened.ok ? null : opened.fault;
    };
    expect(await faultOf(specOf('pc', { nkey: null }))).toMatchObject({ state: 'needs-you' });
    const stranger = path.join(home.directory, 'stranger');
    await home.podwatch([
      'fleet',
      'init',
      '--server',
      'localhost',
      '--viewer',
      'x',
      '--user',
      'anna',
      '--dir',
      stranger,
      '--yes',
    ]);
    expect(await faultOf(specOf('pc', { nkey: path.join(stranger, 'machines/x/fleet.nk') }))).toMatchObject({
      state: 'needs-you',
      problem: expect.stringContaining('key'),
    });
    const readable = path.join(home.directory, 'readable.nk');
    fs.copyFileSync(path.join(directory, 'machines/pc/fleet.nk'), readable);
    fs.chmodSync(readable, 0o644);
    expect(await faultOf(specOf('pc', { nkey: readable }))).toMatchObject({
      state: 'needs-you',
      problem: expect.stringContaining('0644'),
      advice: expect.stringContaining('chmod 600'),
    });
  });

  it('takes up who was added, and lets go who was removed, without a restart', async () => {
    const change = (...words: string[]) => home.podwatch(['fleet', ...words, '--dir', directory, '--yes']);
    expect(await change('add', '--viewer', 'new')).toMatchObject({ code: 0 });
    server.reload();
    const nc = await connectedSoon('new');
    const key = path.join(home.directory, 'kept.nk');
    fs.copyFileSync(path.join(directory, 'machines/new/fleet.nk'), key);
    const gone = nc.closed();
    expect(await change('remove', 'new')).toMatchObject({ code: 0 });
    server.reload();
    await gone;
    const opened = await openServer(specOf('pc', { nkey: key }), VIEWER);
    expect(opened).toMatchObject({ ok: false, fault: { state: 'needs-you' } });
  });
});

describeNats('a host that has left', () => {
  beforeAll(() => initFleet('localhost'));
  afterAll(async () => {
    await server.stop();
    fs.rmSync(directory, { recursive: true });
  });

  it('is forgotten by a viewer, and none that has not', async () => {
    for (const host of ['h1', 'h2']) {
      const nc = await connected(host, { kind: 'agent', host });
      for (const bucket of [podsBucket(U), hostsBucket(U)]) {
        await makeBucket(nc, bucket);
        await new Bucket(nc, bucket).put(hostKey(null, host), '{}');
      }
      await new Bucket(nc, podsBucket(U)).put(recordKey(null, host, 'x'), '{"stored":null,"live":[]}');
      await nc.close();
    }
    const { servers, user, nkey } = specOf('pc');
    home.env.PODWATCH_CONFIG = path.join(home.directory, 'config.json');
    fs.writeFileSync(home.env.PODWATCH_CONFIG, JSON.stringify({ fleet: { servers, user, nkey } }));
    const hosts = async () => {
      const rows: { name: string }[] = JSON.parse((await home.podwatch(['hosts', '--json', '--wait', '30'])).stdout);
      return rows.map(({ name }) => name);
    };
    const forget = (host: string) => home.podwatch(['hosts', 'forget', host]);
    expect(await hosts()).toEqual(['h1', 'h2']);
    const refused = await forget('h2');
    expect(refused).toMatchObject({ code: 4, stderr: expect.stringContaining('podwatch fleet remove h2') });
    const removed = await home.podwatch(['fleet', 'remove', 'h2', '--dir', directory, '--yes']);
    expect(removed).toMatchObject({ code: 0, stdout: expect.stringContaining('podwatch hosts forget h2') });
    server.reload();
    await until(async () => (await forget('h2')).stdout === 'h2 is forgotten (3 records).\n');
    expect(await hosts()).toEqual(['h1']);
    expect(await forget('h2')).toMatchObject({ code: 3 });
    expect((await forget('h1')).code).toBe(4);
    // Whoever comes back has what is its own again.
    expect(await home.podwatch(['fleet', 'add', '--host', 'h2', '--dir', directory, '--yes'])).toMatchObject({
      code: 0,
    });
    const text = fs.readFileSync(path.join(directory, 'server/nats-server.conf'), 'utf8');
    expect(text.split('# pc')[1]?.split('# wall')[0]).not.toContain('$KV.');
  });
});

/** A server takes its time to take up its configuration. */
function connectedSoon(member: string): Promise<NatsConnection> {
  return until(() => connected(member, VIEWER));
}

describeNats('a server for other machines', () => {
  beforeAll(() => initFleet('nats.test'));
  afterAll(async () => {
    await server.stop();
    fs.rmSync(directory, { recursive: true });
  });
  /** The name stands in no hosts file here. */
  const through = (over: Partial<FleetSpec> = {}): Partial<FleetSpec> => ({
    servers: [`tls://127.0.0.1:${port}`],
    tlsName: 'nats.test',
    ...over,
  });

  it('is known by its name, and by the CA that was made for it', async () => {
    await connected('pc', VIEWER, through());
    const wrongName = await openServer(specOf('pc', through({ tlsName: 'other.test' })), VIEWER);
    expect(wrongName).toMatchObject({ ok: false, fault: { state: 'needs-you' } });
    const noCa = await openServer(specOf('pc', through({ ca: null })), VIEWER);
    expect(noCa).toMatchObject({ ok: false, fault: { state: 'needs-you' } });
  });

  it('speaks to nobody without TLS', async () => {
    const plain = await openServer(specOf('pc', { servers: [`nats://127.0.0.1:${port}`], ca: null }), VIEWER);
    expect(plain.ok).toBe(false);
  });
});
