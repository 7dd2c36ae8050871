// A deed is told as done once the facts that everybody reads show it: the name of a living Pod only when it answers to it.
import type { LivePod } from '../../src/podList/podFacts';
import { isLive, isSeen } from '../../src/serve/isSeen';
import { facts as factsOf, livePod, podId, storedPod } from '../podList/facts';

const HOME = podId('before').place;
const before = { home: HOME, name: 'before' };
const renamed = { deed: 'rename', pod: before, args: { newName: 'after' }, ownHome: HOME };
const facts = (stored: readonly string[], live: readonly LivePod[]) =>
  factsOf({ stored: stored.map((name) => storedPod(name)), live });

test('a living Pod has its new name when it answers to it, and the old one is gone', () => {
  const done = { ...renamed, wasLive: true };
  expect(isSeen(done, facts(['before'], [livePod('before')]))).toBe(false);
  expect(isSeen(done, facts(['after'], []))).toBe(false);
  expect(isSeen(done, facts(['after'], [livePod('after', { reach: 'probing' })]))).toBe(false);
  expect(isSeen(done, facts(['after'], [livePod('before'), livePod('after')]))).toBe(false);
  expect(isSeen(done, facts(['after'], [livePod('after')]))).toBe(true);
});

test('a stopped one has it with its record', () => {
  const done = { ...renamed, wasLive: false };
  expect(isSeen(done, facts(['before'], []))).toBe(false);
  expect(isSeen(done, facts(['after'], []))).toBe(true);
});

test('only one that answers is live', () => {
  expect(isLive([livePod('before')], before)).toBe(true);
  expect(isLive([livePod('before', { reach: 'probing' })], before)).toBe(false);
  expect(isLive([livePod('other')], before)).toBe(false);
});
