// Names on a NATS server: one token each, whatever they hold, and rights that reach no further than a role.
import fc from 'fast-check';
import {
  beatSubject,
  beatsOf,
  bucketStream,
  type FleetRole,
  groupKeys,
  hostKey,
  hostKeys,
  hostsBucket,
  inboxPrefix,
  nameToken,
  parseKey,
  permissionsOf,
  podsBucket,
  podToken,
  recordKey,
  requestSubject,
  rollCallSubject,
  streamSubject,
  tokenName,
} from '../../../src/hosts/nats/subjects';

/** As the server takes it: `*` stands for one token, `>` for all that follow. */
function covers(pattern: string, subject: string): boolean {
  const [first, ...rest] = pattern.split('.');
  const [token, ...more] = subject.split('.');
  if (first === '>') return token !== undefined;
  if (first === undefined || token === undefined) return first === token;
  return (
    (first === '*' || first === token) && (rest.length + more.length === 0 || covers(rest.join('.'), more.join('.')))
  );
}

const may = (roles: readonly FleetRole[], side: 'publish' | 'subscribe', subject: string): boolean =>
  permissionsOf('anna', roles)[side].some((pattern) => covers(pattern, subject));

const name = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' });

describe('names', () => {
  test('become one token, and are read back as they were', () => {
    fc.assert(
      fc.property(name, (text) => {
        expect(nameToken(text)).toMatch(/^[\w-]+$/);
        expect(tokenName(nameToken(text))).toBe(text);
      }),
    );
    expect(tokenName('-')).toBeNull();
    expect(tokenName('a b')).toBeNull();
  });

  test('are told apart in keys', () => {
    fc.assert(
      fc.property(fc.option(name), name, name, (group, host, pod) => {
        const token = podToken('/home', pod);
        expect(parseKey(recordKey(group, host, token))).toEqual({ group, host, pod: token });
        expect(parseKey(hostKey(group, host))).toEqual({ group, host, pod: null });
        expect(covers(hostKeys(host), recordKey(group, host, token))).toBe(true);
        expect(covers(groupKeys(group), hostKey(group, host))).toBe(true);
        expect(covers(groupKeys(null), hostKey(group, host))).toBe(true);
      }),
    );
    expect(podToken('/a', 'b')).not.toBe(podToken('/a\0', 'b'));
    expect(['', 'a', 'a.b', 'a.b.c.d', 'h..x', '-.-.-'].map(parseKey)).toEqual(Array(6).fill(null));
  });
});

describe('rights', () => {
  const viewer: FleetRole = { kind: 'viewer' };
  const reader: FleetRole = { kind: 'reader' };
  const agent: FleetRole = { kind: 'agent', host: 'h1' };
  const record = (host: string) => `$KV.${podsBucket('anna')}.${recordKey('lab', host, podToken('/', 'x'))}`;
  const stream = bucketStream(podsBucket('anna'));

  test('of an agent are those of its host', () => {
    for (const subject of [
      record('h1'),
      `$KV.${hostsBucket('anna')}.${hostKey(null, 'h1')}`,
      beatSubject('anna', 'lab', 'h1'),
      streamSubject('anna', 'dn', 'h1', 'v.1'),
    ]) {
      expect([subject, may([agent], 'publish', subject)]).toEqual([subject, true]);
    }
    for (const subject of [
      record('h2'),
      beatSubject('anna', null, 'h2'),
      streamSubject('anna', 'dn', 'h2', 'v.1'),
      requestSubject('anna', 'rpc', 'h2'),
      requestSubject('anna', 'rpc', 'h1'),
      beatSubject('bob', null, 'h1'),
      `$JS.API.STREAM.PURGE.${stream}`,
      `$JS.API.STREAM.DELETE.${stream}`,
      `$JS.API.STREAM.UPDATE.${stream}`,
    ]) {
      expect([subject, may([agent], 'publish', subject)]).toEqual([subject, false]);
    }
    expect(may([agent], 'subscribe', requestSubject('anna', 'dial', 'h1'))).toBe(true);
    expect(may([agent], 'subscribe', requestSubject('anna', 'dial', 'h2'))).toBe(false);
    expect(may([agent], 'subscribe', streamSubject('anna', 'dn', 'h1', 'v.1'))).toBe(false);
  });

  test('of a viewer are to look at all hosts and to ask them, and no record is its own', () => {
    for (const way of ['rpc', 'dial'] as const) {
      expect(may([viewer], 'publish', requestSubject('anna', way, 'h1'))).toBe(true);
      expect(may([reader], 'publish', requestSubject('anna', way, 'h1'))).toBe(false);
      expect(may([viewer], 'publish', requestSubject('bob', way, 'h1'))).toBe(false);
    }
    expect(may([viewer], 'publish', streamSubject('anna', 'up', 'h1', 'v.1'))).toBe(true);
    expect(may([reader], 'publish', streamSubject('anna', 'up', 'h1', 'v.1'))).toBe(false);
    expect(may([viewer], 'subscribe', streamSubject('anna', 'dn', 'h1', 'v.1'))).toBe(true);
    expect(may([reader], 'subscribe', streamSubject('anna', 'dn', 'h1', 'v.1'))).toBe(false);
    for (const role of [viewer, reader]) {
      expect(may([role], 'publish', record('h1'))).toBe(false);
      expect(may([role], 'publish', beatSubject('anna', null, 'h1'))).toBe(false);
      expect(may([role], 'publish', rollCallSubject('anna'))).toBe(true);
      expect(may([role], 'subscribe', beatsOf('anna', 'lab'))).toBe(true);
    }
  });

  test('do not reach the answers to others', () => {
    const roles = [viewer, reader, agent, { kind: 'agent', host: 'h2' } as const];
    for (const own of roles) {
      for (const other of roles) {
        expect(may([own], 'subscribe', `${inboxPrefix('anna', other)}.x`)).toBe(own === other);
      }
      expect(may([own], 'subscribe', `${inboxPrefix('bob', own)}.x`)).toBe(false);
    }
    expect(may([viewer, agent], 'publish', record('h1'))).toBe(true);
    expect(may([viewer, agent], 'publish', requestSubject('anna', 'rpc', 'h2'))).toBe(true);
  });
});
