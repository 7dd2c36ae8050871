// The records of a host of a fleet: each under its own key, bounded, and one that cannot be read is one row less.
import { encodeRecord } from '../../../src/hosts/nats/fleetWire';
import { HostRecords } from '../../../src/hosts/nats/hostRecords';
import { podToken } from '../../../src/hosts/nats/subjects';
import { MAX_HOST_ROWS } from '../../../src/protocol/hostWire';
import { HOME, livePod } from '../../podList/facts';

const bytes = (text: string) => Buffer.from(text);
const record = (name: string) => bytes(encodeRecord(null, [livePod(name)]));
const tokenOf = (name: string) => podToken(HOME, name);
const namesIn = (records: HostRecords) => records.all.flatMap(({ live }) => live.map(({ id }) => id.name));

it('are kept under the keys of their Pods, the latest of each, until they are deleted', () => {
  const records = new HostRecords();
  for (const name of ['a', 'b', 'a']) records.take(`k-${name}`, tokenOf(name), record(name));
  expect(namesIn(records).sort()).toEqual(['a', 'b']);
  records.take('k-a', tokenOf('a'), null);
  expect(namesIn(records)).toEqual(['b']);
  records.sweep(new Set());
  expect(records).toMatchObject({ size: 0, problem: null });
});

it('under the key of another Pod are none: no Pod is there twice', () => {
  const records = new HostRecords();
  records.take('k-a', tokenOf('a'), record('a'));
  records.take('k-b', tokenOf('b'), record('a'));
  expect(namesIn(records)).toEqual(['a']);
  expect(records.problem).toBe('One row of it cannot be read: It stands in the place of another Pod');
  records.take('k-b', tokenOf('b'), record('b'));
  expect(records).toMatchObject({ size: 2, problem: null });
});

it('that are no records are one row less each, and are said once', () => {
  const records = new HostRecords();
  records.take('k-a', tokenOf('a'), record('a'));
  records.take('k-a', tokenOf('a'), bytes('{"stored":'));
  records.take('k-b', tokenOf('b'), Buffer.alloc(300_000, 32));
  expect(namesIn(records)).toEqual([]);
  expect(records.problem).toMatch(/^2 rows of it cannot be read: /);
  records.sweep(new Set(['k-a']));
  expect(records.problem).toMatch(/^One row of it/);
});

it('are as many as are kept, and no more', () => {
  const records = new HostRecords();
  const none = bytes('{"stored":null,"live":[]}');
  for (let at = 0; at < MAX_HOST_ROWS + 10; at += 1) records.take(`k-${at}`, 'x', none);
  expect(records.size).toBe(MAX_HOST_ROWS);
  expect(records.problem).toBe('10 rows of it cannot be read: It is too much');
  // A place that is free is taken.
  records.take('k-0', 'x', null);
  records.take('k-new', 'x', none);
  expect(records.size).toBe(MAX_HOST_ROWS);
});
