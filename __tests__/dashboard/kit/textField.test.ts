// Editing one line: every edit, and nothing lost.
import fc from 'fast-check';
import type { FieldEdit } from '../../../src/dashboard/kit/textField';
import { EMPTY_FIELD, editField, fieldOf, fieldText } from '../../../src/dashboard/kit/textField';
import { splitWords } from '../../../src/dashboard/prompt/splitWords';

type Key = Exclude<FieldEdit['kind'], 'type'>;
const run = (...edits: readonly (Key | { type: string })[]) =>
  edits.reduce(
    (field, edit) => editField(field, typeof edit === 'string' ? { kind: edit } : { kind: 'type', text: edit.type }),
    EMPTY_FIELD,
  );

test.each([
  ['insert in the middle', run({ type: 'ac' }, 'left', { type: 'b' }), 'abc', 2],
  ['backspace', run({ type: 'a漢' }, 'backspace', 'backspace', 'backspace'), '', 0],
  ['delete', run({ type: 'ab' }, 'start', 'delete', 'end', 'delete'), 'b', 1],
  ['delete a word', run({ type: 'one two  ' }, 'deleteWord'), 'one ', 4],
  ['delete to the start', run({ type: 'abc' }, 'left', 'deleteToStart'), 'c', 0],
  ['stay within the ends', run('left', 'right', { type: 'x' }, 'right'), 'x', 1],
])('%s', (_, field, text, cursor) => {
  expect([fieldText(field), field.cursor]).toEqual([text, cursor]);
});

const lines = (text: string, ...edits: readonly Key[]) =>
  edits.reduce((field, kind) => editField(field, { kind }, true), fieldOf(text));

test.each([
  ['newline', lines('ab', 'left', 'newline'), 'a\nb', 2],
  ['no newline where there are no lines', run({ type: 'ab' }, 'newline'), 'ab', 2],
  ['up keeps the column', lines('abc\nde', 'up'), 'abc\nde', 2],
  ['up in cells, not in characters', lines('漢字\nab', 'up'), '漢字\nab', 1],
  ['up at the top goes to the start', lines('ab', 'up'), 'ab', 0],
  ['down at the bottom goes to the end', lines('ab', 'start', 'down'), 'ab', 2],
  ['down into a shorter line', lines('abc\nd', 'up', 'end', 'down'), 'abc\nd', 5],
  ['start and end of the line', lines('ab\ncd', 'start'), 'ab\ncd', 3],
  ['delete to the start of the line', lines('ab\ncd', 'deleteToStart'), 'ab\n', 3],
  ['delete to the end of the line', lines('ab\ncd', 'up', 'start', 'deleteToEnd'), '\ncd', 0],
  ['then the line end itself', lines('ab\ncd', 'up', 'start', 'deleteToEnd', 'deleteToEnd'), 'cd', 0],
  ['a whole family is one step', lines('a👩‍👩‍👧', 'left'), 'a👩‍👩‍👧', 1],
  ['and one delete', lines('a👍🏽e\u0301', 'backspace', 'backspace'), 'a', 1],
])('%s', (_, field, text, cursor) => {
  expect([fieldText(field), field.cursor]).toEqual([text, cursor]);
});

describe('splitWords', () => {
  test.each([
    ['', []],
    ['  a  b ', ['a', 'b']],
    [`'a b'"c d"e`, ['a bc de']],
    [`'' ""`, ['', '']],
    ['"a\\"b" "\\n" \\  \\\'', ['a"b', '\\n', ' ', "'"]],
    ["'\\'", ['\\']],
    ['$HOME *.ts a|b; 漢字 `x`', ['$HOME', '*.ts', 'a|b;', '漢字', '`x`']],
  ])('%j', (line, words) => {
    expect(splitWords(line)).toEqual({ kind: 'words', words });
  });

  test('any words, quoted, come back as they were', () => {
    const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (words) => {
        expect(splitWords(words.map(quoted).join(' '))).toEqual({ kind: 'words', words });
      }),
    );
  });
});
