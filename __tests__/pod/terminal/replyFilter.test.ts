// What a viewer types, and the answers of its terminal to the Pod's own questions among it.
import { ReplyFilter } from '../../../src/pod/terminal/replyFilter';
import { until } from '../../fixtures/until';

function filtered() {
  const passed: string[] = [];
  const told: string[] = [];
  const filter = new ReplyFilter(
    (typed) => passed.push(typed.toString('latin1')),
    (slot, colour) => told.push(`${slot} ${colour}`),
  );
  const push = (text: string) => filter.push(Buffer.from(text, 'latin1'));
  return { filter, push, passed, told };
}

test('keys before, between and behind answers reach the program, in their order', () => {
  const { filter, push, passed, told } = filtered();
  filter.expect('11');
  filter.expect('4;1');
  push('ab\x1b]11;rgb:0000/0000/0000\x07cd\x1b]4;1;rgb:ffff/0000/0000\x1b\\ef');
  expect(passed.join('')).toBe('abcdef');
  expect(told).toEqual(['11 rgb:0000/0000/0000', '4;1 rgb:ffff/0000/0000']);
});

test('cut anywhere it is one answer, and what comes with each piece passes', () => {
  const answer = '\x1b]11;rgb:1234/5678/9abc\x1b\\';
  for (let at = 1; at < answer.length; at++) {
    const { filter, push, passed, told } = filtered();
    filter.expect('11');
    push(`x${answer.slice(0, at)}`);
    push(`${answer.slice(at)}y`);
    expect([passed.join(''), told]).toEqual(['xy', ['11 rgb:1234/5678/9abc']]);
  }
});

test('an answer that nobody has asked for is input, and so is one more than was asked for', () => {
  const { filter, push, passed, told } = filtered();
  const answer = '\x1b]10;rgb:0/0/0\x07';
  push(answer);
  filter.expect('10');
  push(`${answer}${answer}`);
  expect(passed.join('')).toBe(`${answer}${answer}`);
  expect(told).toHaveLength(1);
});

test('what only looks like the beginning of an answer is passed on soon, and at the end at once', async () => {
  const { filter, push, passed } = filtered();
  filter.expect('11');
  push('\x1b');
  expect(passed).toEqual([]);
  await until(() => passed.join('') === '\x1b');
  push('\x1b]1');
  filter.stop();
  expect(passed.join('')).toBe('\x1b\x1b]1');
});
