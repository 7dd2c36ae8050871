// What differs between two lists, found from their objects alone.
import fc from 'fast-check';
import { changedItems } from '../../src/podList/changedItems';

const pool = Array.from({ length: 12 }, (_, number) => ({ number }));
const some = fc.shuffledSubarray(pool);

test('what has gone and what has come, and nothing of what has only moved', () => {
  fc.assert(
    fc.property(some, some, (before, after) => {
      const { gone, come } = changedItems(before, after);
      expect(gone).toEqual(before.filter((item) => !after.includes(item)));
      expect(come).toEqual(after.filter((item) => !before.includes(item)));
    }),
  );
});

test('a list that has grown in its middle has lost nothing', () => {
  fc.assert(
    fc.property(fc.subarray(pool), (before) => {
      expect(changedItems(before, pool).gone).toEqual([]);
      expect(changedItems(before, pool).come).toEqual(pool.filter((item) => !before.includes(item)));
    }),
  );
});
