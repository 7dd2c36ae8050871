// The last lines of what is printed, however many come in one piece.
import { PassThrough } from 'node:stream';
import { LastLines } from '../../src/commands/lastLines';

test('a piece of more lines than a call takes arguments', () => {
  const output = new PassThrough();
  const last = new LastLines(output, 2);
  last.write('y\n'.repeat(1_000_000));
  last.write('the last but one\nthe last\n');
  last.release();
  expect(String(output.read())).toBe('the last but one\nthe last\n');
});
