// The server's configuration: one account a user, one key a machine, rights of its roles only.
import type { Fleet, FleetMember } from '../../src/fleetSetup/fleetRecord';
import { serverConfigText } from '../../src/fleetSetup/serverConfigText';

const KEY = `U${'A'.repeat(55)}`;

function fleetOf(members: readonly FleetMember[], server: Partial<Fleet['server']> = {}): Fleet {
  return {
    podwatchFleet: 1,
    owner: 'anna',
    server: { name: 'nats.example', port: 4222, directory: '/etc/f', store: '/etc/f/js', tls: null, ...server },
    members: [...members],
    gone: [],
  };
}

const member = (user: string, name: string, ...roles: FleetMember['roles']): FleetMember => ({
  user,
  name,
  roles,
  key: KEY,
});

/** The lines of one machine. */
function partOf(text: string, name: string): string {
  return text.split(/^ {6}# /m).find((part) => part.startsWith(`${name}:`)) ?? '';
}

it('gives each user an account of its own', () => {
  const text = serverConfigText(
    fleetOf([member('anna', 'h1', 'host'), member('bob', 'h2', 'host'), member('anna', 'pc', 'viewer')]),
  );
  const [, anna = '', bob = ''] = text.split(/^ {2}"(?:anna|bob)" \{$/m);
  expect(anna).toContain('# h1: host');
  expect(anna).toContain('# pc: viewer');
  expect(anna).not.toContain('# h2');
  expect(bob).toContain('# h2: host');
});

it('lets a host write its own records and nobody else’s, and a reader write none and ask for nothing', () => {
  const text = serverConfigText(fleetOf([member('anna', 'h1', 'host'), member('anna', 'wall', 'reader')]));
  const token = Buffer.from('h1').toString('base64url');
  const host = /publish: (.*)/.exec(partOf(text, 'h1'))?.[1] ?? '';
  expect(host).toContain(`$KV.pods_YW5uYQ.*.${token}.>`);
  expect(host).not.toContain('$KV.pods_YW5uYQ.>');
  const reader = partOf(text, 'wall');
  expect(reader).not.toMatch(/\$KV\.|\.rpc\.|\.dial\.|\.up\./);
  expect(reader).not.toContain('allow_responses');
});

it('gives a machine of several roles one key with all of them', () => {
  const part = partOf(serverConfigText(fleetOf([member('anna', 'h1', 'host', 'viewer')])), 'h1');
  expect(part.match(/nkey:/g)).toHaveLength(1);
  expect(part).toContain('pw.YW5uYQ.dial.>');
  expect(part).toContain('allow_responses');
});

it('listens on loopback alone without TLS', () => {
  expect(serverConfigText(fleetOf([]))).toContain('listen: "127.0.0.1:4222"');
  const withTls = serverConfigText(fleetOf([], { tls: { certificate: '/c "1".pem', key: '/k.pem' } }));
  expect(withTls).toContain('listen: "0.0.0.0:4222"');
  expect(withTls).toContain('cert_file: "/c \\"1\\".pem"');
});
