// When what has been read so far is shown: soon, then more seldom; and of very many after so many more.
import { ReadingProgress } from '../../src/streams/readingProgress';

let now = 0;
beforeEach(() => {
  now = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => jest.restoreAllMocks());

/** Of 1,000 Pods read in each ms those after which the list is shown. */
function shownOf(progress: ReadingProgress, count: number, each: number): number[] {
  const shown: number[] = [];
  for (let read = each; read < count; read += each) {
    now += 1;
    if (!progress.isDue(read)) continue;
    progress.asked();
    expect(progress.isDue(read)).toBe(false);
    progress.shown(read, count);
    shown.push(read);
  }
  return shown;
}

test('of some thousands after a quarter of a second, then more seldom each time', () => {
  expect(shownOf(new ReadingProgress(false), 5000, 1)).toEqual([250, 750, 2250]);
});

test('of very many after the first, then by their number: no turn has more of them to merge', () => {
  expect(shownOf(new ReadingProgress(false), 30_000, 10)).toEqual([2500, 7500, 12_500, 17_500, 22_500, 27_500]);
});

test('with a first page no further list comes for the time it takes, where there are very many', () => {
  const many = new ReadingProgress(false);
  many.firstPage(12_000);
  expect(shownOf(many, 12_000, 1)).toEqual([5000]);
  now = 0;
  const few = new ReadingProgress(false);
  few.firstPage(3000);
  expect(shownOf(few, 3000, 1)).toEqual([750, 2250]);
});

test('who looks once is shown no more for there being many', () => {
  expect(shownOf(new ReadingProgress(true), 30_000, 10)).toEqual([2500, 7500, 22_500]);
});
