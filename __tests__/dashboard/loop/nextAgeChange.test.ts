// The timer of ages: too late would show a wrong age, early would wake an idle screen.
import fc from 'fast-check';
import { nextAgeChange } from '../../../src/dashboard/loop/nextAgeChange';
import { untilAgeChanges } from '../../../src/dashboard/loop/untilAgeChanges';
import { humanAge } from '../../../src/podList/humanAge';
import { readableLog, storedPod } from '../../podList/facts';
import { listOf, NOW, play, SIZES, scene, terminalPod } from '../scene';

const DAY = 86_400_000;

test('nothing changes before the wait is over', () => {
  const age = fc.oneof(
    fc.integer({ min: -5000, max: 70_000 }),
    fc.integer({ min: 0, max: 2 * DAY }),
    fc.nat(800 * DAY),
  );
  fc.assert(
    fc.property(age, fc.double({ min: 0, max: 0.999, noNaN: true }), (ms, part) => {
      const at = NOW - ms;
      const wait = untilAgeChanges(at, NOW);
      if (wait === null) throw new Error('a known time has an age');
      expect(wait).toBeGreaterThan(0);
      expect(humanAge(at, NOW + Math.floor(wait * part))).toBe(humanAge(at, NOW));
    }),
  );
});

test.each([
  [0, 1000],
  [400, 600],
  [59_500, 500],
  [60_000, 60_000],
  [90_000, 30_000],
  [3_599_000, 1000],
  [DAY + 1, DAY - 1],
])('after %d ms the wait is %d ms, and then it reads differently', (age, wait) => {
  expect(untilAgeChanges(NOW - age, NOW)).toBe(wait);
  expect(humanAge(NOW - age, NOW + wait)).not.toBe(humanAge(NOW - age, NOW));
});

test('only what is shown counts', () => {
  const live = [terminalPod('old', { statusSince: NOW - 3_600_000 }), terminalPod('unknown', { statusSince: null })];
  const stored = [storedPod('gone', { log: readableLog({ updatedAt: NOW - 30_500 }) })];
  expect(nextAgeChange(scene({ list: listOf({ live, stored }) }), NOW)).toBe(500 + 6000);
  expect(nextAgeChange(scene({ list: listOf({ live, stored }), size: SIZES.small }), NOW)).toBe(3_600_000 + 360_000);
  const list = listOf({ live });
  expect(nextAgeChange(play(scene({ list, size: SIZES.small }), 'right').state, NOW)).toBeNull();
  expect(nextAgeChange(play(scene({ list }), 'enter').state, NOW)).toBeNull();
});

const at = (...ages: readonly number[]) =>
  scene({ list: listOf({ live: ages.map((age, n) => terminalPod(`pod${n}`, { statusSince: NOW - age })) }) });

test('ages of many Pods that count in minutes change in one frame', () => {
  expect(nextAgeChange(at(90_000, 92_000, 94_000), NOW)).toBe(26_000 + 6000);
});

test.each([
  ['just now: on time', 0, 1000],
  ['in seconds: late by a fifth of it', 10_500, 500 + 2100],
  ['the youngest counts', 2500, 500 + 500],
  ['never later than one of a minute', 59_900, 100 + 6000],
  ['of a clock that runs ahead: on time', -400, 1400],
])('ages in seconds change in few frames, %s', (_, youngest, wait) => {
  expect(nextAgeChange(at(90_000, 59_900, youngest), NOW)).toBe(wait);
});
