// The orders that can be asked for.
import fc from 'fast-check';
import { buildPodList } from '../../src/podList/buildPodList';
import { SORT_ORDERS, sortPods } from '../../src/podList/sortPods';
import { facts, livePod, names, readableLog, storedPod } from './facts';

const attention = { kind: 'bell' as const, message: '', permissions: 0, since: 5 };
const old = (name: string, updatedAt: number) => storedPod(name, { log: readableLog({ updatedAt }) });
const { entries } = buildPodList(
  facts({
    live: [livePod('m', { statusSince: 50 }), livePod('z', { statusSince: 10, attention })],
    stored: [old('b', 90), old('a', 20), old('é', 30)],
  }),
);

test.each([
  ['live-first', 'm z b é a'],
  ['attention', 'z m b é a'],
  ['name', 'a b m z é'],
  ['newest', 'b m é a z'],
] as const)('%s: %s', (order, expected) => {
  expect(names(sortPods(entries, order)).join(' ')).toBe(expected);
});

test('live first is the order of the list itself', () => {
  expect(sortPods(entries, 'live-first')).toBe(entries);
});

test('who needs the user is who the view says', () => {
  const sorted = sortPods(entries, 'attention', (entry) => (entry.id.name === 'a' ? attention : null));
  expect(names(sorted).join(' ')).toBe('a m z b é');
});

test('no order loses a row, and none depends on an order before it', () => {
  fc.assert(
    fc.property(fc.constantFrom(...SORT_ORDERS), (order) => {
      const sorted = sortPods(entries, order);
      expect(new Set(sorted)).toEqual(new Set(entries));
      expect(sortPods(sorted, order)).toEqual(sorted);
    }),
  );
});
