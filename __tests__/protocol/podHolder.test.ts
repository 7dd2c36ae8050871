// Who lives is decided by what the store says, not by who looks.
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
