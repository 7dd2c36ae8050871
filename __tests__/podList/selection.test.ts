// The selection follows its Pod, not its row, and "none" stays none.
import { buildPodList } from '../../src/podList/buildPodList';
import { podKey } from '../../src/podList/podId';
import type { PodEntry } from '../../src/podList/podList';
import { keepSelection, moveSelection, type SelectionMove, selectedAmong } from '../../src/podList/selection';
import { facts, livePod, podId, storedPod } from './facts';

const rows = (...podNames: string[]): readonly PodEntry[] =>
  buildPodList(facts({ stored: podNames.map((name) => storedPod(name)) })).entries;
const key = (name: string) => podKey(podId(name));
const nameOf = (selection: string | null) => selection?.split('\u0000')[1] ?? null;

describe('when the rows change', () => {
  const before = rows('a', 'b', 'c', 'd');

  it('the selection stays with its Pod wherever the row goes', () => {
    const stored = ['a', 'b', 'c', 'd'].map((name) => storedPod(name));
    const after = buildPodList(facts({ stored, live: [livePod('c')] })).entries;
    expect(after[0]?.id.name).toBe('c');
    expect(keepSelection(key('c'), before, after)).toBe(key('c'));
  });

  it.each([
    ['the next row when the selected one vanished', 'b', rows('a', 'c', 'd'), 'c'],
    ['the next that is left', 'b', rows('a', 'd'), 'd'],
    ['the previous row when it was the last', 'd', rows('a', 'b'), 'b'],
    ['the first row when no old row is left', 'b', rows('x', 'y'), 'x'],
    ['the first row when it was never shown', 'nowhere', rows('a', 'b'), 'a'],
    ['none when no row is left', 'b', rows(), null],
  ])('%s', (_case, selected, after, expected) => {
    expect(nameOf(keepSelection(key(selected), before, after))).toBe(expected);
  });

  it('none stays none', () => {
    expect(keepSelection(null, before, rows('a', 'b'))).toBeNull();
    expect(keepSelection(null, rows(), before)).toBeNull();
  });
});

describe('a move', () => {
  const five = rows('a', 'b', 'c', 'd', 'e');

  it.each<[SelectionMove, string, string]>([
    ['next', 'b', 'c'],
    ['next', 'e', 'e'],
    ['previous', 'b', 'a'],
    ['previous', 'a', 'a'],
    ['first', 'd', 'a'],
    ['last', 'b', 'e'],
    ['pageDown', 'b', 'd'],
    ['pageDown', 'd', 'e'],
    ['pageUp', 'd', 'b'],
    ['pageUp', 'b', 'a'],
  ])('%s from %s selects %s', (move, from, to) => {
    expect(nameOf(moveSelection(five, key(from), move, 2))).toBe(to);
  });

  it.each<[SelectionMove, string]>([
    ['next', 'a'],
    ['pageDown', 'a'],
    ['first', 'a'],
    ['previous', 'e'],
    ['pageUp', 'e'],
    ['last', 'e'],
  ])('%s from none selects %s', (move, to) => {
    expect(nameOf(moveSelection(five, null, move, 2))).toBe(to);
  });

  it('selects nothing where there are no rows', () => {
    expect(moveSelection([], key('a'), 'next')).toBeNull();
    expect(moveSelection([], null, 'last')).toBeNull();
  });
});

describe('the selected row', () => {
  it('is found by identity, and is null for none or a Pod that is gone', () => {
    const entries = rows('a', 'b');
    expect(selectedAmong(entries, key('b'))).toBe(entries[1]);
    expect(selectedAmong(entries, null)).toBeNull();
    expect(selectedAmong(entries, key('gone'))).toBeNull();
  });

  it('is found anew for another selection, and in another list', () => {
    const [first, second] = [rows('a', 'b'), rows('b', 'c')];
    const found = (entries: readonly PodEntry[]) =>
      ['a', 'b', 'b', 'c', 'a'].map((name) => selectedAmong(entries, key(name))?.id.name ?? null);
    expect(found(first)).toEqual(['a', 'b', 'b', null, 'a']);
    expect(found(second)).toEqual([null, 'b', 'b', 'c', null]);
    expect(selectedAmong(second, key('b'))).toBe(second[0]);
  });
});
