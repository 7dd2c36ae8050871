// What an agent writes on its stdout: messages, also behind chatter in the same line, and chatter.
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { agentLines, messagesIn } from '../../../src/pod/agent/agentLines';

const note = (n: number) => ({ jsonrpc: '2.0' as const, method: 'note', params: { n, deep: { id: n, method: 'x' } } });
const text = (n: number) => JSON.stringify(note(n));

test.each([
  ['a message', text(1), [note(1)], ''],
  ['one behind a log without an end of line', `[debug] started ${text(1)}`, [note(1)], '[debug] started '],
  ['one behind an object that is none', `{"level":"info"}${text(1)}`, [note(1)], '{"level":"info"}'],
  ['two in one line', text(1) + text(2), [note(1), note(2)], ''],
  ['two behind a log', `log ${text(1)}${text(2)}`, [note(1), note(2)], 'log '],
  ['one without its version', '{"id":1,"result":{}}', [{ jsonrpc: '2.0', id: 1, result: {} }], ''],
  ['a log line', 'npm warn something', [], 'npm warn something'],
  ['an object that is no message', '{"level":"info","id":3}', [], '{"level":"info","id":3}'],
  ['half of a message', text(1).slice(0, -3), [], text(1).slice(0, -3)],
  ['a number', '42', [], '42'],
])('%s', (_, line, messages, chatter) => {
  expect(messagesIn(line)).toEqual({ messages, chatter });
});

test('a line of nothing but beginnings costs a bounded number of tries', () => {
  const line = '{"id":'.repeat(20_000);
  expect(messagesIn(line)).toEqual({ messages: [], chatter: line });
});

test('whatever the pieces that it comes in, and wrong UTF-8 beside it, each message is read once and in order', async () => {
  const kinds = fc.constantFrom('message', 'log', 'glued', 'wrong');
  await fc.assert(
    fc.asyncProperty(
      fc.array(kinds, { minLength: 1, maxLength: 12 }),
      fc.infiniteStream(fc.integer({ min: 1, max: 40 })),
      async (said, sizes) => {
        const parts = said.map((kind, n) => {
          if (kind === 'message') return Buffer.from(`${text(n)}\n`);
          if (kind === 'glued') return Buffer.from(`é log ${text(n)}\r\n`);
          return kind === 'log' ? Buffer.from('just words\n') : Buffer.from([0xff, 0xfe, 0x41, 0x0a]);
        });
        const stdout = new PassThrough();
        const { readable } = agentLines({ stdin: new PassThrough(), stdout, onChatter: () => {} });
        const bytes = Buffer.concat(parts);
        for (let at = 0; at < bytes.length; ) {
          const { value: size } = sizes.next();
          stdout.write(bytes.subarray(at, at + size));
          at += size;
        }
        stdout.end();
        const read: unknown[] = [];
        const reader = readable.getReader();
        for (let next = await reader.read(); !next.done; next = await reader.read()) read.push(next.value);
        expect(read).toEqual(said.flatMap((kind, n) => (kind === 'message' || kind === 'glued' ? [note(n)] : [])));
      },
    ),
    { numRuns: 60 },
  );
});

test('an answer whose id is the text of our number answers that request, once; no other id is changed', async () => {
  const stdout = new PassThrough();
  const { readable, writable } = agentLines({ stdin: new PassThrough(), stdout, onChatter: () => {} });
  const writer = writable.getWriter();
  await writer.write({ jsonrpc: '2.0', id: 3, method: 'initialize', params: {} });
  const result = {};
  const said = [
    { id: '7', result },
    { id: '3', method: 'fs/read_text_file', params: {} },
    { id: '03', result },
    { id: '3', result },
    { id: '3', result },
  ];
  stdout.end(said.map((message) => `${JSON.stringify(message)}\n`).join(''));
  const ids: unknown[] = [];
  const reader = readable.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read())
    ids.push('id' in next.value ? next.value.id : undefined);
  expect(ids).toEqual(['7', '3', '03', 3, '3']);
});
