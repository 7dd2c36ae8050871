// The words for why a Pod needs its user.
import { describeAttention, failureOf } from '../../src/podList/describeAttention';
import type { Attention } from '../../src/podList/podFacts';
import { entryOf, livePod, readableLog, storedPod } from './facts';

test.each<[Partial<Attention>, string]>([
  [{ kind: 'bell', message: '' }, 'bell'],
  [{ kind: 'bell', message: 'bell' }, 'bell'],
  [{ kind: 'finished', message: 'finished: make' }, 'finished: make'],
  [{ kind: 'failed', message: 'make failed with exit code 2' }, 'make failed with exit code 2'],
  [{ kind: 'notification', message: ' build is green ' }, 'notification: build is green'],
  [{ kind: 'permission', message: 'Edit a.txt', permissions: 1 }, 'asks: Edit a.txt'],
  [{ kind: 'permission', message: 'Edit a.txt', permissions: 3 }, 'asks for 3 permissions: Edit a.txt'],
  [{ kind: 'failed', message: 'exit 2' }, 'failed: exit 2'],
  [{ kind: 'finished', message: '' }, 'finished'],
])('%j: %s', (over, words) => {
  expect(describeAttention({ kind: 'bell', message: '', permissions: 0, since: 1, ...over })).toBe(words);
});

test('a failure is a code or a signal of a Pod that is not live', () => {
  const ended = (code: number | null, signal: string | null) =>
    storedPod('demo', { log: readableLog({ updatedAt: 7, lastExit: { code, signal } }) });
  const failure = { kind: 'failed', permissions: 0, since: 7 };
  expect(failureOf(entryOf({ stored: [ended(2, null)] }))).toEqual({ ...failure, message: 'exit 2' });
  expect(failureOf(entryOf({ stored: [ended(null, 'SIGKILL')] }))).toEqual({
    ...failure,
    message: 'killed by SIGKILL',
  });
  expect(failureOf(entryOf({ stored: [ended(null, 'SIGHUP')] }))).toBeNull();
  expect(failureOf(entryOf({ stored: [ended(0, null)] }))).toBeNull();
  expect(failureOf(entryOf({ stored: [storedPod('demo')] }))).toBeNull();
  expect(failureOf(entryOf({ live: [livePod('demo')], stored: [ended(2, null)] }))).toBeNull();
});
