// What an agent says in one burst: told in a few pieces, whole, in order, and before anything else.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { DeltaBurst } from '../../../src/pod/agent/deltaBurst';

interface Sent {
  readonly event: string;
  readonly data?: { readonly text: string; readonly message?: number };
}

function burst() {
  const sent: Sent[] = [];
  return { sent, subject: new DeltaBurst((event) => sent.push(event as Sent)) };
}
const text = (words: string, more: object = {}) => ({ event: 'text_delta', data: { text: words, ...more } });
const thought = (words: string) => ({ event: 'thinking_delta', data: { text: words } });
const whole = (sent: readonly Sent[], name: string) =>
  sent.flatMap(({ event, data }) => (event === name ? [data?.text] : [])).join('');

test('thousands of pieces become a few, and nothing of them is lost', async () => {
  const { sent, subject } = burst();
  for (let at = 0; at < 3000; at += 1) {
    subject.say(text(`w${at} `));
    subject.say(thought(`t${at} `));
  }
  await nextTurn();
  await nextTurn();
  expect(sent.length).toBeLessThan(70);
  expect(whole(sent, 'text_delta')).toBe(Array.from({ length: 3000 }, (_, at) => `w${at} `).join(''));
  expect(whole(sent, 'thinking_delta')).toMatch(/t2999 $/);
});

test('a few pieces are told as they come', () => {
  const { sent, subject } = burst();
  for (let at = 0; at < 10; at += 1) subject.say(text('x'));
  expect(sent).toHaveLength(10);
});

test('whatever else is said comes behind the words before it', () => {
  const { sent, subject } = burst();
  for (let at = 0; at < 100; at += 1) subject.say(text('x'));
  subject.say({ event: 'text_done', data: { text: 'x'.repeat(100) } });
  expect(whole(sent, 'text_delta')).toHaveLength(100);
  expect(sent.at(-1)?.event).toBe('text_done');
});

test('pieces of different texts are not mixed', () => {
  const { sent, subject } = burst();
  for (let at = 0; at < 100; at += 1) subject.say(text('x'));
  subject.say(text('a', { message: 0 }));
  subject.say(text('b', { message: 0 }));
  subject.flush();
  expect(sent.at(-1)).toEqual({ event: 'text_delta', data: { message: 0, text: 'ab' } });
});
