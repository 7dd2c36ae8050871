// A line that a search over everything has found is found again in the history: by its text, its time, its place.
import type { History } from '../../src/history/history';
import { matchOfHit } from '../../src/history/historyHit';
import { HistoryLayout } from '../../src/history/historyLayout';
import { END_OF_HISTORY, topRow } from '../../src/history/historyView';
import { reduceHistory } from '../../src/history/reduceHistory';

const history = (...lines: readonly (readonly [text: string, at: number])[]): History => ({
  lines: lines.map(([text, at]) => ({ row: [{ text, fg: -1, bg: -1, flags: 0, width: 1 }], at, marks: '' })),
  isCut: false,
});
const many = Array.from({ length: 100 }, (_, i) => [`line ${i}`, i] as const);

test('the same words printed again and again: the one of that time', () => {
  const printed = history(['a needle', 1000], ['x', 2000], ['a needle', 3000], ['a needle', 9000]);
  const at = (time: number) => matchOfHit(printed, { at: time, line: 'a needle', column: 2, query: 'needle' })?.line;
  expect([at(1000), at(3000), at(8000)]).toEqual([0, 2, 3]);
});

test('twice in one line: the one at that place; characters are code points', () => {
  const printed = history(['🚀 needle and needle', 1]);
  const of = (column: number) =>
    matchOfHit(printed, { at: 1, line: '🚀 needle and needle', column, query: 'needle' })?.from;
  expect([of(3), of(14)]).toEqual([2, 13]);
});

test('of a long line only what stands around the text is known', () => {
  const printed = history([`needle ${'far '.repeat(500)}needle ${'off '.repeat(500)}`, 1]);
  const line = `${'far '.repeat(75)}needle ${'off '.repeat(60)}`;
  expect(matchOfHit(printed, { at: 1, line, column: 300, query: 'needle' })?.from).toBe(2007);
});

test('other words around it are another line', () => {
  expect(matchOfHit(history(['a needle', 1]), { at: 1, line: 'needle 10%', column: 0, query: 'needle' })).toBeNull();
});

test('it is shown, and stays sought', () => {
  const screen = { layout: new HistoryLayout(history(...many), 40), height: 10 };
  const at = { line: 30, from: 0, to: 4 };
  const view = reduceHistory(END_OF_HISTORY, screen, { kind: 'found', query: 'line', at });
  expect([topRow(view, screen), view.search?.at, view.search?.isTyping]).toEqual([25, at, false]);
  expect(reduceHistory(view, screen, { kind: 'match', by: -1 }).search?.at?.line).toBe(29);
});
