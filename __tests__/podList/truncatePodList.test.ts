// Cutting the sorted list, and counting what is out of sight.
import { buildPodList } from '../../src/podList/buildPodList';
import { truncatePodList } from '../../src/podList/truncatePodList';
import { facts, names, storedPod } from './facts';

const listOf = (count: number) =>
  buildPodList(facts({ stored: Array.from({ length: count }, (_, i) => storedPod(`p${String(i).padStart(2, '0')}`)) }));

describe('truncatePodList', () => {
  it('keeps the first rows and counts the rest', () => {
    const cut = truncatePodList(listOf(5), 2);
    expect([names(cut.entries), cut.total, cut.hidden]).toEqual([['p00', 'p01'], 5, 3]);
  });

  it('hides nothing without a limit or below it', () => {
    expect(truncatePodList(listOf(3), null)).toMatchObject({ total: 3, hidden: 0 });
    expect(truncatePodList(listOf(3), 10)).toMatchObject({ total: 3, hidden: 0 });
  });

  it('shows nothing at a limit of 0 or less', () => {
    expect(truncatePodList(listOf(3), 0)).toMatchObject({ entries: [], hidden: 3 });
    expect(truncatePodList(listOf(3), -1)).toMatchObject({ entries: [], hidden: 3 });
  });
});
