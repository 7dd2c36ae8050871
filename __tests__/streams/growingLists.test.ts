// Which lists are handed on while thousands of Pods are read: those twice as long, one a second, and all that say something else.
import { map } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { EMPTY_POD_LIST } from '../../src/podList/buildPodList';
import type { PodEntry } from '../../src/podList/podList';
import { growingLists, type MadeList } from '../../src/streams/growingLists';
import { facts, livePod } from '../podList/facts';

const [quiet, called] = [[livePod('a')], [livePod('a', { status: 'running' })]];
const PROBLEM = { source: 'store', place: '/home', message: 'It cannot be read.' };

/** A list of so many rows: only their number counts. */
function made(rows: number, over: { whole?: true; live?: typeof quiet; problem?: true } = {}): MadeList {
  const problems = over.problem === true ? [PROBLEM] : [];
  const entries = new Array<PodEntry>(rows);
  const list = { ...EMPTY_POD_LIST, entries, problems, loading: over.whole !== true };
  return { facts: facts({ live: [...(over.live ?? quiet)], problems }), list };
}

const LISTS: Readonly<Record<string, MadeList>> = {
  f: made(100),
  a: made(5000),
  b: made(9999),
  c: made(10_000),
  s: made(5001),
  g: made(4999),
  l: made(7000, { live: called }),
  p: made(7000, { problem: true }),
  w: made(7000, { whole: true }),
};

test.each([
  ['what is twice as long', 'f-a-c', 'f-a-c'],
  ['not what is less than that, but as it stands a second later', 'a-b', 'a 999ms b'],
  ['a second behind the last one that was shown, whatever has come since', 'a 600ms b 300ms b', 'a 999ms b'],
  ['at once what has come after a second', 'a 2s b', 'a 2s b'],
  ['not what the next one has made stale', 'a-b-c', 'a---c'],
  ['the whole list', 'a-b-w', 'a---w'],
  ['a row that has come or gone', 'a-s-g', 'a-s-g'],
  ['another word of a live Pod, with what has come meanwhile', 'a-b-l', 'a---l'],
  ['a problem', 'a-p', 'a-p'],
])('%s', (_, lists, expected) => {
  new TestScheduler((actual, wanted) => expect(actual).toEqual(wanted)).run(({ hot, expectObservable }) => {
    const handedOn$ = hot(lists, LISTS).pipe(
      growingLists(),
      map((list) => Object.keys(LISTS).find((name) => LISTS[name]?.list === list)),
    );
    expectObservable(handedOn$, '5s !').toBe(expected);
  });
});
