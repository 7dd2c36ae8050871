// A list that is never changed, against an array.
import fc from 'fast-check';
import { BlockList } from '../../src/conversation/blockList';

type Step =
  | { readonly kind: 'append'; readonly count: number }
  | { readonly kind: 'with'; readonly at: number }
  | { readonly kind: 'cut'; readonly at: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('append' as const), count: fc.integer({ min: 1, max: 1200 }) }),
  fc.record({ kind: fc.constant('with' as const), at: fc.nat(3000) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(3000) }),
);

interface Pair {
  readonly list: BlockList<number>;
  readonly model: readonly number[];
}

/** Both after the step; `fresh`: a number that neither holds. */
function stepped({ list, model }: Pair, step: Step, fresh: number): Pair {
  if (step.kind === 'cut') return { list: list.cut(step.at), model: model.slice(0, step.at) };
  if (step.kind === 'with') {
    return { list: list.with(step.at, fresh), model: step.at < model.length ? model.with(step.at, fresh) : model };
  }
  const added = Array.from({ length: step.count }, (_, i) => fresh + i);
  return { list: added.reduce((all, item) => all.append(item), list), model: [...model, ...added] };
}

describe('BlockList', () => {
  test('behaves as an array, and no list ever changes', () => {
    fc.assert(
      // Each step goes on from one of the last lists, so that one list becomes several.
      fc.property(fc.array(fc.tuple(step, fc.nat(2)), { maxLength: 10 }), (steps) => {
        const held: Pair[] = [{ list: BlockList.empty(), model: [] }];
        for (const [index, [each, back]] of steps.entries()) {
          const from = held[Math.max(0, held.length - 1 - back)];
          if (from !== undefined) held.push(stepped(from, each, index * 10_000));
        }
        for (const { list, model } of held) {
          expect([...list]).toEqual(model);
          expect(list.at(model.length)).toBe(undefined);
          expect(list.at(-1)).toBe(undefined);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('what is given up is before the index, and all from there on goes on as before', () => {
    fc.assert(
      fc.property(fc.nat(3000), fc.nat(3200), fc.nat(50), (length, index, more) => {
        const items = Array.from({ length }, (_, at) => at);
        const whole = items.reduce((list, item) => list.append(item), BlockList.empty<number>());
        const late = Math.max(0, Math.min(index, length - 1));
        let list = whole.forgetting(index);
        expect(list.length).toBe(length);
        for (let at = length; at < length + more; at += 1) list = list.append(at);
        if (length > 0) list = list.with(late, -1);
        for (let at = late + 1; at < length + more; at += 1) expect(list.at(at)).toBe(at);
        expect(length === 0 ? -1 : list.at(late)).toBe(-1);
        expect([...whole]).toEqual(items);
        const held = [...list].length;
        if (index < length) expect(held).toBeLessThanOrEqual(length + more - late + 32);
      }),
      { numRuns: 60 },
    );
  });

  test('the same item in its place is the same list', () => {
    const list = BlockList.empty<string>().append('a');
    expect(list.with(0, 'a')).toBe(list);
    expect(list.with(3, 'b')).toBe(list);
    expect(list.cut(1)).toBe(list);
  });
});
