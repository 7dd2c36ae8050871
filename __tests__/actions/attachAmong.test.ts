// One attach after the other: the key leads to whom it was pressed for, with what was typed for that one.
import { type AttachRound, attachAmong, type CallingPod } from '../../src/actions/attachAmong';
import { saidWith } from '../../src/actions/attachTerminal';
import { TypedAhead } from '../../src/actions/typedAhead';

type Round = AttachRound<string, string>;

function ahead(...typed: readonly string[]): TypedAhead {
  const all = new TypedAhead();
  for (const each of typed) all.put(Buffer.from(each));
  return all;
}

function goRound(attach: Round['attach'], watch: Round['watch'] = () => () => {}): Promise<string> {
  return attachAmong<string, string>({ first: { key: 'a', pod: 'first' }, nextKey: null, watch, attach });
}

test('what was typed behind the key is for the next one alone, who is shown though somebody has answered meanwhile', async () => {
  const seen: (readonly [string, string])[] = [];
  let tell: (calling: readonly CallingPod<string>[]) => void = () => {};
  const end = await goRound(
    async (pod, others, typed) => {
      others.watch(() => {});
      seen.push([pod, typed.take().toString()]);
      if (seen.length === 3) return { go: 'nowhere', end: `left ${pod}` };
      expect(others.canGo()).toBe(true);
      tell([]);
      return { go: 'on', typed: seen.length === 1 ? ahead('for ', 'it') : ahead() };
    },
    (told) => {
      tell = told;
      told([{ key: 'b', since: 1, pod: 'second' }]);
      return () => {};
    },
  );
  expect(seen).toEqual([
    ['first', ''],
    ['second', 'for it'],
    ['first', ''],
  ]);
  expect(end).toBe('left first');
});

test('what nobody has got is said behind a failure, safe and cut, and behind nothing else', () => {
  const failed = { kind: 'failed', message: 'It cannot be reached.' } as const;
  expect(saidWith(failed, ahead('yes\r')).message).toBe('It cannot be reached. Nobody has got what you typed: "yes "');
  expect(saidWith(failed, ahead('long '.repeat(100))).message.length).toBeLessThan(140);
  expect(saidWith(failed, ahead())).toBe(failed);
  const exited = { kind: 'exited', exit: { code: 0, signal: null } } as const;
  expect(saidWith(exited, ahead('yes'))).toBe(exited);
});
