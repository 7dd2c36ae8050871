// Metadata files: the examples of the format, what is an error, and what we write.
import fc from 'fast-check';
import { formatPodMetadata, type PodMetadata, parsePodMetadata } from '../../src/protocol/podMetadata';

const SESSION = '019e7789-fb40-7a10-8c11-5d2a70000001';
const SEGMENT = '019e7789-fb41-7b22-9d33-5d2a70000002';

const fullExample = {
  pod_name: 'demo',
  active: { session_id: SESSION, segment_id: SEGMENT },
  spawned_children: [
    {
      pod_name: 'demo-kid',
      socket_path: '/run/user/1000/insomnia/demo-kid/sock',
      scope_delegated: [{ target: '/w/demo/sub', permission: 'write', recursive: true }],
      callback_address: '/run/user/1000/insomnia/demo/sock',
    },
  ],
  reclaimed_children: [{ pod_name: 'old-kid', scope_delegated: [] }],
  resolved_manifest_snapshot: { pod: { name: 'demo' }, scope: { allow: [] } },
};

const parse = (record: unknown) => parsePodMetadata(JSON.stringify(record));

describe('parsePodMetadata', () => {
  it('reads the example of the format', () => {
    expect(parse(fullExample)).toEqual({
      ok: true,
      value: { podName: 'demo', active: { sessionId: SESSION, segmentId: SEGMENT }, launch: null },
    });
  });

  it.each([
    ['no active', { pod_name: 'p' }, null],
    ['active null', { pod_name: 'p', active: null }, null],
    [
      'no segment (pending)',
      { pod_name: 'p', active: { session_id: SESSION } },
      { sessionId: SESSION, segmentId: null },
    ],
    [
      'segment null (pending)',
      { pod_name: 'p', active: { session_id: SESSION, segment_id: null } },
      { sessionId: SESSION, segmentId: null },
    ],
    ['unknown fields', { pod_name: 'p', active: null, peers: [1], x: {} }, null],
    ['empty arrays', { pod_name: 'p', spawned_children: [], reclaimed_children: [] }, null],
  ])('accepts %s', (_, record, active) => {
    expect(parse(record)).toEqual({ ok: true, value: { podName: 'p', active, launch: null } });
  });

  it.each([
    ['no name', {}, 'pod_name'],
    ['a name that is no string', { pod_name: 1 }, 'pod_name'],
    ['active without session', { pod_name: 'p', active: {} }, 'active.session_id'],
    ['active that is text', { pod_name: 'p', active: 'x' }, 'active'],
    ['children null', { pod_name: 'p', spawned_children: null }, 'spawned_children'],
    ['reclaimed null', { pod_name: 'p', reclaimed_children: null }, 'reclaimed_children'],
    [
      'a child rule without recursive',
      {
        pod_name: 'p',
        reclaimed_children: [{ pod_name: 'k', scope_delegated: [{ target: '/w', permission: 'read' }] }],
      },
      'reclaimed_children.0.scope_delegated.0.recursive',
    ],
    [
      'a session that would leave its directory',
      { pod_name: 'p', active: { session_id: '../../x' } },
      'active.session_id',
    ],
    ['an empty segment', { pod_name: 'p', active: { session_id: SESSION, segment_id: '' } }, 'active.segment_id'],
    [
      'a segment that would leave its directory',
      { pod_name: 'p', active: { session_id: SESSION, segment_id: 'a/../../b' } },
      'active.segment_id',
    ],
    ['a list', [], ''],
    ['null', null, ''],
  ])('refuses %s and names the field', (_, record, field) => {
    const parsed = parse(record);
    expect(parsed).toMatchObject({ ok: false, error: expect.stringContaining(field) });
  });

  it.each(['', '{', '{"pod_name":"p"', '\0', '\u001b[2J'])('refuses %j as no JSON', (text) => {
    expect(parsePodMetadata(text)).toMatchObject({ ok: false, error: expect.stringMatching(/JSON/) });
  });

  it.each([
    ['no argv', { kind: 'terminal', argv: [], cwd: '/', cols: 80, rows: 24 }],
    ['another kind', { kind: 'vm', argv: ['sh'], cwd: '/', cols: 80, rows: 24 }],
    ['a size of nothing', { kind: 'terminal', argv: ['sh'], cwd: '/', cols: 0, rows: 24 }],
  ])('keeps a record whose launch has %s, without the launch', (_, podwatch) => {
    expect(parse({ pod_name: 'p', resolved_manifest_snapshot: { podwatch } })).toEqual({
      ok: true,
      value: { podName: 'p', active: null, launch: null },
    });
  });
});

it('reads a usual record as the schema reads it, whatever stands in it', () => {
  const word = fc.constantFrom<unknown>('one', '', '.', '..', 'a/b', 'a\0', null, undefined, 7, true, [], {});
  const side = fc.constantFrom<unknown>(80, 1, 1000, 0, 1001, 1.5, '80', null, undefined);
  const usual = <T>(value: T, other: fc.Arbitrary<unknown>) =>
    fc.oneof({ weight: 6, arbitrary: fc.constant<unknown>(value) }, { weight: 1, arbitrary: other });
  const launch = fc.record({
    kind: usual('terminal', fc.constantFrom('agent', 'other', 1)),
    argv: usual(['sh', '-c'], fc.oneof(word, fc.constant(['sh', 1]))),
    cwd: usual('/', word),
    cols: usual(80, side),
    rows: usual(24, side),
    parent: usual(undefined, word),
    policy: usual(undefined, fc.constantFrom('ask', 'other')),
    recordBytes: usual(undefined, fc.constantFrom(0, 1.5, 'x')),
    clientTools: usual(undefined, fc.constantFrom(true, false, 'x')),
    more: usual(undefined, word),
  });
  const active = fc.record({ session_id: usual(SESSION, word), segment_id: usual(SEGMENT, word), more: word });
  const record = fc.record({
    pod_name: usual('demo', word),
    active: fc.oneof({ weight: 4, arbitrary: active }, word),
    resolved_manifest_snapshot: fc.oneof({ weight: 4, arbitrary: fc.record({ podwatch: launch, pod: word }) }, word),
  });
  fc.assert(
    fc.property(record, (usualOne) => {
      // Only the schema knows what children are.
      expect(parse(usualOne)).toEqual(parse({ ...usualOne, spawned_children: [] }));
    }),
    { numRuns: 2000 },
  );
});

describe('formatPodMetadata', () => {
  const id = fc.uuid();
  const metadata: fc.Arbitrary<PodMetadata> = fc.record({
    podName: fc.string({ unit: 'grapheme' }),
    active: fc.option(fc.record({ sessionId: id, segmentId: fc.option(id) })),
    launch: fc.option(
      fc.record({
        kind: fc.constantFrom('terminal', 'agent'),
        argv: fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 }),
        cwd: fc.string(),
        cols: fc.integer({ min: 1, max: 1000 }),
        rows: fc.integer({ min: 1, max: 1000 }),
      }),
    ),
  });

  it('round-trips', () => {
    fc.assert(
      fc.property(metadata, (value) => {
        expect(parsePodMetadata(formatPodMetadata(value))).toEqual({ ok: true, value });
      }),
    );
  });

  it('leaves out what is absent, as readers of the format expect', () => {
    expect(JSON.parse(formatPodMetadata({ podName: 'p', active: null, launch: null }))).toEqual({ pod_name: 'p' });
    const pending = formatPodMetadata({ podName: 'p', active: { sessionId: SESSION, segmentId: null }, launch: null });
    expect(JSON.parse(pending)).toEqual({ pod_name: 'p', active: { session_id: SESSION } });
  });
});

describe('a record that is written over an earlier one', () => {
  const theirs = {
    pod_name: 'demo',
    active: { session_id: 'old', segment_id: 'older' },
    spawned_children: [{ pod_name: 'kid', socket_path: '/s', scope_delegated: [], callback_address: '/c' }],
    reclaimed_children: [{ pod_name: 'k2', scope_delegated: [] }],
    resolved_manifest_snapshot: { pod: { name: 'demo', model: 'm' }, scope: { allow: [] } },
    their_own: { deep: [1] },
  };
  const ours = {
    podName: 'demo',
    active: { sessionId: 's', segmentId: null },
    launch: { kind: 'terminal' as const, argv: ['sh'], cwd: '/', cols: 80, rows: 24 },
  };

  it('changes only what is ours', () => {
    const written = JSON.parse(formatPodMetadata(ours, JSON.stringify(theirs)));
    expect(written).toEqual({
      ...theirs,
      active: { session_id: 's' },
      resolved_manifest_snapshot: { ...theirs.resolved_manifest_snapshot, podwatch: ours.launch },
    });
  });

  it('leaves the snapshot alone where nothing is known to start again', () => {
    const written = JSON.parse(formatPodMetadata({ ...ours, launch: null }, JSON.stringify(theirs)));
    expect(written.resolved_manifest_snapshot).toEqual(theirs.resolved_manifest_snapshot);
  });

  it.each(['', '[1]', '{"pod_name"', 'null', '{"resolved_manifest_snapshot":[1]}'])('makes do with %j', (before) => {
    expect(JSON.parse(formatPodMetadata(ours, before))).toEqual(JSON.parse(formatPodMetadata(ours)));
  });
});
