// Who lives is decided by what the store says, not by who looks.
import fc from 'fast-check';
import { holderBySchema } from '../../src/protocol/holderBySchema';
import { formatPodHolder, heldWords, type PodHolder, parsePodHolder } from '../../src/protocol/podHolder';

const holder: PodHolder = {
  pid: 7,
  startTime: '100',
  socket: '/run/a/sock',
  host: 'one',
  bootId: 'boot-1',
  pidNamespace: 'pid:[1]',
};

interface Case {
  readonly here?: Partial<PodHolder>;
  readonly was?: Partial<PodHolder>;
  readonly runs?: boolean;
  readonly isLocked?: boolean;
  readonly isShared?: boolean;
}

function words({ here, was, runs = false, isLocked = false, isShared = false }: Case): string | null {
  return heldWords(
    { ...holder, ...was },
    { here: { ...holder, pid: 8, ...here }, runs: () => runs, isLocked: () => isLocked, isShared: () => isShared },
  );
}

test.each<[string, Case, RegExp | null]>([
  ['its process runs', { runs: true }, /pid 7.*\/run\/a\/sock/],
  ['its process is gone, whatever the lock', { isLocked: true }, null],
  ['another container, locked', { here: { pidNamespace: 'pid:[2]', host: 'box' }, isLocked: true }, /pid 7/],
  ['another container, gone, though its pid runs here', { here: { pidNamespace: 'pid:[2]' }, runs: true }, null],
  ['the machine was started again', { here: { bootId: 'boot-2' }, runs: true, isLocked: true, isShared: true }, null],
  ['another host of a shared store', { here: { bootId: 'boot-2', host: 'two' }, isShared: true }, /host "one"/],
  ['another name of a machine that was started again', { here: { bootId: 'boot-2', host: 'two' } }, null],
  ['no boot id, same host, runs', { here: { bootId: null }, was: { bootId: null }, runs: true }, /pid 7/],
  ['no boot id, other host', { here: { host: 'two' }, was: { bootId: null }, isShared: true }, /host "one"/],
])('%s', (_, given, expected) => {
  if (expected === null) expect(words(given)).toBeNull();
  else expect(words(given)).toMatch(expected);
});

test('is written and read', () => {
  expect(parsePodHolder(formatPodHolder(holder))).toEqual({ ok: true, value: holder });
});

test.each(['', '{}', '[]', JSON.stringify({ ...holder, socket: '46587' }), JSON.stringify({ ...holder, pid: -1 })])(
  'says nothing: %j',
  (text) => {
    expect(parsePodHolder(text).ok).toBe(false);
  },
);

test('is read by hand as the schema reads it, whatever stands in it', () => {
  const odd = fc.constantFrom<unknown>(null, 0, -1, 1.5, 7, '', 'x', '/s', '/s\0', `/${'x'.repeat(200)}`, true, [], {});
  const usual = (value: unknown) => fc.oneof({ weight: 12, arbitrary: fc.constant(value) }, odd);
  const program = fc.record({ pid: usual(9), startTime: usual('1'), socket: usual('/s'), more: odd });
  const record = fc.record(
    {
      ...{ pid: usual(7), startTime: usual(null), socket: usual('/run/a/sock'), host: usual('one') },
      ...{ bootId: usual('b'), pidNamespace: usual(null), program: fc.oneof({ weight: 9, arbitrary: program }, odd) },
      more: odd,
    },
    { requiredKeys: ['pid', 'startTime', 'socket', 'bootId', 'pidNamespace', 'more'] },
  );
  fc.assert(
    fc.property(record, (found) => {
      const text = JSON.stringify(found);
      expect(parsePodHolder(text)).toEqual(holderBySchema(JSON.parse(text)));
    }),
    { numRuns: 1000 },
  );
});
