// Who may do what on a real server with nkeys and TLS, and what is said where it may not, or where the server is not as it must be.
import fs from 'node:fs';
import path from 'node:path';
import { createUser } from '@nats-io/nkeys';
import { connect, type NatsConnection, nkeyAuthenticator, type Subscription } from '@nats-io/transport-node';
import {
  beatsOf,
  type FleetRole,
  hostKey,
  inboxPrefix,
  permissionsOf,
  podsBucket,
  podToken,
  recordKey,
  requestSubject,
} from '../../src/hosts/nats/subjects';
import { describeNats, JETSTREAM, makeCertificate, type NatsServer, startNats } from '../fixtures/natsServer';
import { CLI, makeTempHome, runProgram, type TempHome } from '../fixtures/tempHome';
import { until } from '../fixtures/until';
import { type AgentHost, agentHost, USER, writeConfig } from './natsFleet';

const NAME = 'nats.example';

interface Member {
  readonly name: string;
  readonly user: string;
  readonly roles: readonly FleetRole[];
  readonly seed: Uint8Array;
  readonly key: string;
}

function member(name: string, user: string, ...roles: readonly FleetRole[]): Member {
  const pair = createUser();
  return { name, user, roles, seed: pair.getSeed(), key: pair.getPublicKey() };
}

const VIEWER = member('viewer', USER, { kind: 'viewer' });
const READER = member('reader', USER, { kind: 'reader' });
const H1 = member('h1', USER, { kind: 'agent', host: 'h1' });
const BOB = member('bob', 'bob', { kind: 'viewer' });
const MEMBERS = [VIEWER, READER, H1, BOB];

function authorization(): string {
  const users = MEMBERS.map(({ user, roles, key }) => {
    const { publish, subscribe } = permissionsOf(user, roles);
    return `{ nkey: ${key}, permissions { publish: ${JSON.stringify(publish)}, subscribe: ${JSON.stringify(subscribe)} } }`;
  });
  return `authorization { users: [ ${users.join(', ')} ] }`;
}

describeNats('a fleet with keys and TLS', () => {
  let own: TempHome;
  let server: NatsServer;
  let ca: string;
  let h1: AgentHost;
  /** The words of a working configuration. */
  let well: Record<string, unknown>;

  const keyFile = (name: string, seed: Uint8Array, mode = 0o600): string => {
    const file = path.join(own.directory, name);
    fs.writeFileSync(file, `${Buffer.from(seed).toString()}\n`);
    fs.chmodSync(file, mode);
    return file;
  };

  beforeAll(async () => {
    own = makeTempHome();
    const certificate = makeCertificate(own.directory, NAME);
    ca = certificate.ca;
    server = await startNats(own.directory, [JETSTREAM, certificate.config, authorization()].join('\n'));
    const servers = [`tls://127.0.0.1:${server.port}`];
    well = { servers, user: USER, name: 'viewer', ca, tlsName: NAME, nkey: keyFile('viewer.nk', VIEWER.seed) };
    h1 = agentHost('h1', () => ({ fleet: { ...well, name: 'h1', nkey: keyFile('h1.nk', H1.seed) } }));
    await h1.start();
  });
  afterAll(async () => {
    await h1.end('SIGTERM');
    await server.stop();
    await own.close();
    await h1.home.close();
  });

  const configure = (more: object = {}) => writeConfig(own, { fleet: { ...well, ...more } });
  const run = (...args: string[]) => own.podwatch(args);

  test('whoever has the right key sees and acts', async () => {
    configure();
    expect(await run('run', '-d', 'h1/one', '--', 'cat')).toMatchObject({ code: 0 });
    expect(await run('send', 'h1/one', 'hello')).toMatchObject({ code: 0 });
    await until(async () => (await run('logs', 'h1/one')).stdout.includes('hello'));
    expect(h1.log()).not.toContain('does not let our key');
  });

  test('a reader sees, and does not act', async () => {
    configure({ nkey: keyFile('reader.nk', READER.seed), isReadOnly: true });
    expect((await run('ls', '--json', '--wait', '30')).stdout).toContain('"h1/one"');
    const refused = await run('send', 'h1/one', 'no');
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain('may look at h1, and not act');
    configure();
    expect((await run('logs', 'h1/one')).stdout).not.toContain('no\n');
  });

  test.each<[string, () => object, RegExp]>([
    [
      'a key that others can read',
      () => ({ nkey: keyFile('open.nk', VIEWER.seed, 0o644) }),
      /can be read by others \(0644\)\. Run: chmod 600/,
    ],
    ['a key that is none', () => ({ nkey: keyFile('none.nk', Buffer.from('hello')) }), /none\.nk holds no key/],
    ['a key that is not there', () => ({ nkey: '/nowhere/key.nk' }), /The key \/nowhere\/key\.nk cannot be read/i],
    [
      'a key that the server does not know',
      () => ({ nkey: keyFile('strange.nk', createUser().getSeed()) }),
      /does not take our key \(authorization violation\)/,
    ],
    [
      'the name of the certificate missing',
      () => ({ tlsName: undefined }),
      /certificate of the fleet server is made out to another name/,
    ],
    ['nobody who vouches for it', () => ({ ca: undefined }), /nobody whom we trust vouches for the fleet server/i],
    [
      'a server that is not there',
      () => ({ servers: ['tls://127.0.0.1:1'] }),
      /The fleet server is not reached \(connection refused/,
    ],
  ])('%s is said', async (_, more, words) => {
    configure(more());
    const { stderr, code } = await run('hosts');
    expect(stderr).toMatch(words);
    expect(code).toBe(1);
    expect((await run('ls')).code).toBe(0);
    configure();
  });

  test.each([
    ['the installed command, which begins without them', [CLI]],
    ['node', [process.execPath, CLI]],
  ])('who is vouched for in the extra roots of the user is trusted: %s', async (_, command) => {
    configure({ ca: undefined });
    const hosts = (file: string) =>
      runProgram([...command, 'hosts', '--wait', '30'], { ...own.env, NODE_EXTRA_CA_CERTS: file });
    expect(await hosts(ca)).toMatchObject({ code: 0 });
    expect((await hosts('/nowhere.pem')).stderr).toMatch(/nobody whom we trust vouches for the fleet server/i);
    // It asks for TLS by itself; its name is looked at once it is trusted.
    configure({ ca: undefined, tlsName: undefined, servers: [`nats://127.0.0.1:${server.port}`] });
    expect((await hosts(ca)).stderr).toMatch(/made out to another name/);
    expect((await hosts('/nowhere.pem')).stderr).toMatch(/nobody whom we trust vouches for the fleet server/i);
    configure();
  });

  test('what a key may not do, the server refuses', async () => {
    const record = (host: string) => `$KV.${podsBucket(USER)}.${recordKey(null, host, podToken('/', 'x'))}`;
    const open = async ({ user, roles: [role], seed }: Member): Promise<Tried> => {
      if (role === undefined) throw new Error('No role');
      const nc = await connect({
        servers: `tls://127.0.0.1:${server.port}`,
        tls: { ca: fs.readFileSync(ca, 'utf8'), ...{ servername: NAME } },
        authenticator: nkeyAuthenticator(seed),
        inboxPrefix: inboxPrefix(user, role),
        reconnect: false,
      });
      return new Tried(nc);
    };
    const [agent, viewer, bob, reader] = await Promise.all([H1, VIEWER, BOB, READER].map(open));
    if (!agent || !viewer || !bob || !reader) throw new Error('Not connected');
    expect(await agent.mayPublish(record('h1'))).toBe(true);
    expect(await agent.mayPublish(record('h2'))).toBe(false);
    expect(await agent.mayPublish(`$KV.${podsBucket(USER)}.${hostKey(null, 'h2')}`)).toBe(false);
    expect(await agent.mayPublish(requestSubject(USER, 'rpc', 'h1'))).toBe(false);
    expect(await viewer.mayPublish(record('h1'))).toBe(false);
    expect(await viewer.mayPublish(requestSubject(USER, 'rpc', 'h1'))).toBe(true);
    expect(await reader.mayPublish(requestSubject(USER, 'rpc', 'h1'))).toBe(false);
    expect(await viewer.mayPublish(`$JS.API.STREAM.DELETE.KV_${podsBucket(USER)}`)).toBe(false);
    expect(await agent.mayPublish(`$JS.API.STREAM.PURGE.KV_${podsBucket(USER)}`)).toBe(false);
    expect(await viewer.maySubscribe(beatsOf(USER, null))).toBe(true);
    expect(await viewer.maySubscribe(`${inboxPrefix(USER, { kind: 'agent', host: 'h1' })}.>`)).toBe(false);
    for (const subject of ['>', beatsOf(USER, null), `${inboxPrefix(USER, { kind: 'viewer' })}.>`, '_INBOX.>']) {
      expect([subject, await bob.maySubscribe(subject)]).toEqual([subject, false]);
    }
    for (const kind of ['rpc', 'dial'] as const) {
      expect(await bob.mayPublish(requestSubject(USER, kind, 'h1'))).toBe(false);
    }
    // What is no record is one row less, and said.
    const listed = await run('ls', '--wait', '30');
    expect(listed).toMatchObject({ code: 0 });
    expect(listed.stdout).toContain('one');
    expect(listed.stderr).toContain('One row of it cannot be read');
    for (const tried of [agent, viewer, bob, reader]) await tried.close();
    expect(await run('stop', 'h1/one')).toMatchObject({ code: 0 });
  });
});

/** What one connection may do, by what the server says of it. */
class Tried {
  private refused = '';

  constructor(private readonly nc: NatsConnection) {
    void (async () => {
      for await (const status of nc.status()) if (status.type === 'error') this.refused += status.error.message;
    })();
  }

  async mayPublish(subject: string): Promise<boolean> {
    this.nc.publish(subject, 'x');
    return this.isAllowed(subject);
  }

  async maySubscribe(subject: string): Promise<boolean> {
    const subscription: Subscription = this.nc.subscribe(subject, { callback: () => {} });
    const isAllowed = await this.isAllowed(subject);
    subscription.unsubscribe();
    return isAllowed;
  }

  close(): Promise<void> {
    return this.nc.close();
  }

  /** The server has said by then what it refuses. */
  private async isAllowed(subject: string): Promise<boolean> {
    this.refused = '';
    await this.nc.flush();
    await this.nc.flush();
    await new Promise((resolve) => setImmediate(resolve));
    return !this.refused.includes(subject);
  }
}

describeNats('a server that is not as a fleet needs it', () => {
  let own: TempHome;
  let server: NatsServer;
  beforeAll(async () => {
    own = makeTempHome();
    server = await startNats(own.directory, '');
    writeConfig(own, { fleet: { servers: [server.url], user: USER } });
  });
  afterAll(async () => {
    await server.stop();
    await own.close();
  });

  test('says that JetStream is off, and then that nobody has made the records yet', async () => {
    expect((await own.podwatch(['hosts'])).stderr).toContain('JetStream is off on the fleet server');
    expect((await own.podwatch(['hosts', 'test', 'h1'])).stdout).toMatch(/^FAIL {2}server: JetStream is off/m);
    await server.stop();
    await server.start(JETSTREAM);
    const missing = await own.podwatch(['ls']);
    expect(missing).toMatchObject({ code: 0 });
    expect(missing.stderr).toContain('has no bucket pods_');
  });
});
