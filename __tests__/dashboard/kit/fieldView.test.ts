// What is seen of a field of one line: the end of what stands before the cursor, however long it is.
import { fieldView } from '../../../src/dashboard/kit/fieldView';
import { fieldOf } from '../../../src/dashboard/kit/textField';

test('the cursor is in sight, with what stands around it', () => {
  expect(fieldView(fieldOf('hello'), 10)).toEqual({ before: 'hello', after: '' });
  expect(fieldView({ ...fieldOf('hello world'), cursor: 8 }, 5)).toEqual({ before: 'o wo', after: 'rld' });
  expect(fieldView(fieldOf('a日本'), 5)).toEqual({ before: '日本', after: '' });
});

test('of a megabyte that was pasted only what is near the cursor is looked at', () => {
  const field = { ...fieldOf('x'.repeat(1_000_000)), cursor: 999_990 };
  const { before, after } = fieldView(field, 20);
  expect([before, after]).toEqual(['x'.repeat(19), 'x'.repeat(10)]);
});
