// What a fleet keeps of itself, and how its machines are named.
import {
  type Fleet,
  fleetText,
  memberWord,
  namedMembers,
  parseFleet,
  serverUrl,
} from '../../src/fleetSetup/fleetRecord';
import { newMemberKey } from '../../src/fleetSetup/memberKey';
import { parseServerName } from '../../src/fleetSetup/serverName';

const { key } = newMemberKey();
const server = { name: 'nats.example', port: 4223, directory: '/etc/f', store: '/etc/f/js', tls: null };
const fleet: Fleet = {
  podwatchFleet: 1,
  owner: 'anna',
  server,
  members: [{ user: 'anna', name: 'h1', roles: ['host'], key }],
  gone: [],
};

it('reads what it has written, and nothing of another kind', () => {
  expect(parseFleet(fleetText(fleet))).toEqual({ ok: true, value: fleet });
  expect(parseFleet('{}').ok).toBe(false);
  const bad = { ...fleet, members: [{ ...fleet.members[0], name: '../h1' }] };
  expect(parseFleet(JSON.stringify(bad)).ok).toBe(false);
});

it('takes a machine in several roles as one', () => {
  expect(namedMembers({ host: ['h1', 'h1', 'bob@h1'], viewer: ['h1'], reader: [] }, 'anna')).toEqual({
    ok: true,
    value: [
      { user: 'anna', name: 'h1', roles: ['host', 'viewer'] },
      { user: 'bob', name: 'h1', roles: ['host'] },
    ],
  });
});

it.each(['', '../x', 'a b', 'a/b', '@h1', 'bob@', 'x\u001b[2J', '-x'])('refuses %j as a machine', (name) => {
  expect(namedMembers({ host: [name], viewer: [], reader: [] }, 'anna').ok).toBe(false);
});

it('calls a machine of another user by both names', () => {
  expect(memberWord({ user: 'anna', name: 'h1' }, 'anna')).toBe('h1');
  expect(memberWord({ user: 'bob', name: 'h1' }, 'anna')).toBe('bob@h1');
});

it('makes another key each time, of which the seed is no part of what the server is told', () => {
  const [a, b] = [newMemberKey(), newMemberKey()];
  expect(a.key).toMatch(/^U[A-Z2-7]{55}$/);
  expect(a.seed).toMatch(/^SU[A-Z2-7]{56}$/);
  expect(a.key).not.toBe(b.key);
});

it.each([
  ['nats.example', { name: 'nats.example', port: 4222, isLoopback: false }],
  ['nats:4300', { name: 'nats', port: 4300, isLoopback: false }],
  ['localhost', { name: '127.0.0.1', port: 4222, isLoopback: true }],
  ['127.0.0.1:5000', { name: '127.0.0.1', port: 5000, isLoopback: true }],
])('reads %s as a server', (text, value) => {
  expect(parseServerName(text)).toEqual({ ok: true, value });
});

it.each(['10.0.0.7', '::1', 'nats.example:0', 'nats.example:70000', 'a b', '-x', 'x"y', 'tls://nats.example', ''])(
  'refuses %j as a server',
  (text) => {
    expect(parseServerName(text).ok).toBe(false);
  },
);

it('says tls to clients where there is a certificate', () => {
  expect(serverUrl(server)).toBe('nats://nats.example:4223');
  expect(serverUrl({ ...server, tls: { certificate: '/c', key: '/k' } })).toBe('tls://nats.example:4223');
});
