// The order of times, against a plain sort of them.
import fc from 'fast-check';
import { newestFirst } from '../../src/store/newestFirst';

/** Unix ms, as files and logs have them: with parts of a millisecond too. */
const time = fc.oneof(fc.nat(5), fc.integer({ min: 0, max: 1_900_000_000_000 }), fc.constant(0));

test('the latest first, equal ones in their order', () => {
  fc.assert(
    fc.property(fc.array(time, { maxLength: 40 }), (times) => {
      const sorted = times.map((at, place) => ({ at, place })).sort((a, b) => b.at - a.at || a.place - b.place);
      expect(newestFirst(times)).toEqual(sorted.map(({ place }) => place));
    }),
  );
});

test('each place once, however far the times lie apart', () => {
  const times = Array.from({ length: 1000 }, (_, place) => (place % 3 === 0 ? 8.64e15 : place * 1000));
  const order = newestFirst(times);
  expect([...order].sort((a, b) => a - b)).toEqual(times.map((_, place) => place));
  expect(order.slice(0, 334).every((place) => place % 3 === 0)).toBe(true);
});
