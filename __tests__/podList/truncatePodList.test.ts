// Cutting the sorted list to rows and pages, and counting what is out of sight.
import fc from 'fast-check';
import { buildPodList } from '../../src/podList/buildPodList';
import { pagePodList, truncatePodList } from '../../src/podList/truncatePodList';
import { facts, livePod, names, storedPod } from './facts';

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

describe('pagePodList', () => {
  it.each([
    ['the first page', 0, 0, 10, 0, 15],
    ['a middle page', 1, 1, 10, 10, 5],
    ['the last page', 2, 2, 5, 20, 0],
    ['a page past the end: the last one', 9, 2, 5, 20, 0],
    ['a page before the start: the first one', -1, 0, 10, 0, 15],
  ])('%s', (_case, asked, page, rows, hiddenBefore, hiddenAfter) => {
    const shown = pagePodList(listOf(25), { page: asked, pageSize: 10 });
    expect(shown).toMatchObject({ page, pageCount: 3, total: 25, hiddenBefore, hiddenAfter });
    expect(shown.entries).toHaveLength(rows);
  });

  it('has one empty page for an empty list', () => {
    expect(pagePodList(listOf(0), { page: 0, pageSize: 10 })).toEqual({
      entries: [],
      page: 0,
      pageCount: 1,
      total: 0,
      hiddenBefore: 0,
      hiddenAfter: 0,
    });
  });

  it('puts the live Pod on the first page', () => {
    const stored = listOf(25).entries.map(({ id }) => storedPod(id.name));
    const list = buildPodList(facts({ stored, live: [livePod('zz')] }));
    expect(pagePodList(list, { page: 0, pageSize: 10 }).entries[0]?.id.name).toBe('zz');
  });

  it('shows every row on exactly one page, for any size', () => {
    fc.assert(
      fc.property(fc.nat(30), fc.integer({ min: 1, max: 12 }), (count, pageSize) => {
        const list = listOf(count);
        const { pageCount } = pagePodList(list, { page: 0, pageSize });
        const pages = Array.from({ length: pageCount }, (_, page) => pagePodList(list, { page, pageSize }));
        expect(pages.flatMap(({ entries }) => entries)).toEqual(list.entries);
        for (const page of pages) expect(page.hiddenBefore + page.entries.length + page.hiddenAfter).toBe(count);
      }),
    );
  });
});
