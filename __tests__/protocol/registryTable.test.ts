// The runtime registry: the format's example, what may be missing, and bad records that stay bad records.
import { formatRegistryTable, parseRegistryTable } from '../../src/protocol/registryTable';

const example = {
  pod_name: 'demo',
  pid: 4711,
  socket: '/run/user/1000/insomnia/demo/sock',
  scope_allow: [{ target: '/w/demo', permission: 'write', recursive: true }],
  scope_deny: [],
  delegated_from: null,
  segment_id: '019e7789-fb41-7b22-9d33-5d2a70000002',
};
const minimal = { pod_name: 'm', pid: 1, socket: '/s', scope_allow: [] };

const parse = (table: unknown) => parseRegistryTable(JSON.stringify(table));

describe('parseRegistryTable', () => {
  it('reads the example of the format', () => {
    expect(parse({ allocations: [example] })).toEqual({
      ok: true,
      value: { allocations: [example], broken: [], faults: [], unread: [], others: {} },
    });
  });

  it('fills what may be missing', () => {
    const rule = { target: '/w', permission: 'read' };
    expect(parse({ allocations: [{ ...minimal, scope_allow: [rule] }] })).toEqual({
      ok: true,
      value: {
        allocations: [
          {
            ...minimal,
            scope_allow: [{ ...rule, recursive: true }],
            scope_deny: [],
            delegated_from: null,
            segment_id: null,
          },
        ],
        broken: [],
        faults: [],
        unread: [],
        others: {},
      },
    });
  });

  it.each(['', ' \n\t', '{}', '{"allocations":[]}'])('reads %j as no allocations', (text) => {
    expect(parseRegistryTable(text)).toEqual({
      ok: true,
      value: { allocations: [], broken: [], faults: [], unread: [], others: {} },
    });
  });

  it.each(['{', '{"allocations":[', '[]', 'null', '{"allocations":null}', '{"allocations":{}}'])(
    'refuses %j as a table',
    (text) => {
      expect(parseRegistryTable(text)).toMatchObject({ ok: false, error: expect.any(String) });
    },
  );

  it.each([
    ['no name', { ...minimal, pod_name: undefined }, 'pod_name'],
    ['a name that is a path', { ...minimal, pod_name: '../x' }, 'pod_name'],
    ['no pid', { ...minimal, pid: undefined }, 'pid'],
    ['half a pid', { ...minimal, pid: 1.5 }, 'pid'],
    ['no socket', { ...minimal, socket: undefined }, 'socket'],
    ['no scope', { ...minimal, scope_allow: undefined }, 'scope_allow'],
    [
      'another permission',
      { ...minimal, scope_allow: [{ target: '/', permission: 'own' }] },
      'scope_allow.0.permission',
    ],
    ['a segment that is a path', { ...minimal, segment_id: '../x' }, 'segment_id'],
    ['no record at all', 'x', ''],
  ])('keeps the other rows when one has %s', (_, bad, field) => {
    const parsed = parse({ allocations: [minimal, bad, example] });
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        allocations: [{ pod_name: 'm' }, { pod_name: 'demo' }],
        faults: [expect.stringContaining(`allocation 1: ${field}`)],
        unread: [JSON.parse(JSON.stringify(bad))],
        others: {},
      },
    });
  });
});

it.each([
  ['a port', '46587', 'its socket path is not an absolute path'],
  ['nothing', '', 'its socket path is not an absolute path'],
  ['a relative path', 'run/a/sock', 'its socket path is not an absolute path'],
  ['an abstract name', '/tmp/\0x', 'its socket path is not an absolute path'],
  ['more than the system takes', `/${'x'.repeat(300)}`, 'its socket path is longer than 107 bytes'],
  ['a number', 46587, 'its socket path is not a text'],
  ['null', null, 'its socket path is not a text'],
])('a record whose socket is %s is one broken row, and no allocation', (_, socket, fault) => {
  const bad = { ...example, pod_name: 'bad', socket };
  expect(parse({ allocations: [bad, example] })).toEqual({
    ok: true,
    value: {
      allocations: [example],
      broken: [{ pod_name: 'bad', segment_id: example.segment_id, fault }],
      faults: [],
      unread: [bad],
      others: {},
    },
  });
});

describe('formatRegistryTable', () => {
  it('round-trips, with the fields of others', () => {
    const foreign = { ...example, later_field: { deep: [1] }, scope_allow: [{ ...example.scope_allow[0], note: 'x' }] };
    const parsed = parse({ allocations: [foreign] });
    if (!parsed.ok) throw new Error(parsed.error);
    expect(JSON.parse(formatRegistryTable(parsed.value.allocations))).toEqual({ allocations: [foreign] });
  });

  it('puts back the records that were left out on reading, and the fields beside them', () => {
    const bad = { pod_name: 'later', shape: 'unknown' };
    const parsed = parse({ allocations: [bad, example], theirs: 1 });
    if (!parsed.ok) throw new Error(parsed.error);
    const written = JSON.parse(formatRegistryTable(parsed.value.allocations, parsed.value));
    expect(written).toEqual({ allocations: [example, bad], theirs: 1 });
  });
});
