// How often the user may be called.
import fc from 'fast-check';
import { allowCall, NO_CALLS, type NotifyHistory } from '../../src/actions/allowCall';

/** Which of these calls (Pod, Unix ms) are let through. */
function allowed(calls: readonly (readonly [pod: string, at: number])[]): readonly boolean[] {
  let history: NotifyHistory = NO_CALLS;
  return calls.map(([pod, at]) => {
    const next = allowCall(history, pod, at);
    history = next ?? history;
    return next !== null;
  });
}

test('one Pod is heard once in ten seconds, another at once', () => {
  expect(
    allowed([
      ['a', 0],
      ['a', 9999],
      ['b', 9999],
      ['a', 10_000],
      ['a', 10_001],
    ]),
  ).toEqual([true, false, true, true, false]);
});

test('all together are heard six times a minute', () => {
  const calls = Array.from({ length: 8 }, (_, i) => [`p${i}`, i * 1000] as const);
  expect(allowed([...calls, ['late', 59_999], ['later', 60_000]])).toEqual([
    ...Array.from({ length: 6 }, () => true),
    false,
    false,
    false,
    true,
  ]);
});

test('a clock that was set back does not silence anybody', () => {
  expect(
    allowed([
      ['a', 1_000_000],
      ['a', 5],
    ]),
  ).toEqual([true, true]);
});

test('what is remembered stays small, and no minute has more than six calls', () => {
  const call = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), fc.nat(20_000));
  fc.assert(
    fc.property(fc.array(call, { maxLength: 60 }), (gaps) => {
      let history: NotifyHistory = NO_CALLS;
      let now = 0;
      const heard: number[] = [];
      for (const [pod, gap] of gaps) {
        now += gap;
        const next = allowCall(history, pod, now);
        if (next !== null) heard.push(now);
        history = next ?? history;
      }
      expect(history.recent.length).toBeLessThanOrEqual(6);
      expect(history.lastOf.size).toBeLessThanOrEqual(6);
      for (const at of heard)
        expect(heard.filter((other) => other >= at && other < at + 60_000).length).toBeLessThan(7);
    }),
  );
});
