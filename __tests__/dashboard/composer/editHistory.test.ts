// Editing a draft: what was deleted comes back, changes are taken back, and a grapheme is one.
import fc from 'fast-check';
import { draftField, EMPTY_COMPOSER, editedDraft } from '../../../src/dashboard/composer/composerState';
import { EMPTY_FIELD, editField, type FieldEdit, fieldOf, fieldText } from '../../../src/dashboard/kit/textField';

const type = (text: string): FieldEdit => ({ kind: 'type', text });
const plain = (kind: Exclude<FieldEdit['kind'], 'type'>): FieldEdit => ({ kind });
const edited = (...edits: FieldEdit[]) => edits.reduce((all, edit) => editedDraft(all, 'a', edit), EMPTY_COMPOSER);
const textAfter = (...edits: FieldEdit[]) => fieldText(draftField(edited(...edits), 'a'));
const letters = (text: string) => [...text].map(type);

test('what was deleted to the start, by the word, or to the end comes back where the cursor stands', () => {
  expect(textAfter(type('one two'), plain('deleteToStart'), plain('yank'))).toBe('one two');
  expect(textAfter(type('one two'), plain('deleteWord'), plain('start'), plain('yank'))).toBe('twoone ');
  expect(textAfter(type('one two'), plain('start'), plain('deleteWordRight'), plain('end'), plain('yank'))).toBe(
    ' twoone',
  );
  expect(textAfter(type('one'), plain('yank'))).toBe('one');
});

test('what was deleted before stands in the place of what was put in, right behind that and in a circle', () => {
  const killed = [type('one'), plain('deleteToStart'), type('two x'), plain('deleteWord'), plain('deleteToStart')];
  const pop = plain('yankPop');
  expect(textAfter(...killed, plain('yank'))).toBe('two ');
  expect(textAfter(...killed, plain('yank'), pop)).toBe('x');
  expect(textAfter(...killed, plain('yank'), pop, pop)).toBe('one');
  expect(textAfter(...killed, plain('yank'), pop, pop, pop)).toBe('two ');
  expect(textAfter(...killed, plain('yank'), pop, plain('undo'))).toBe('two ');
  expect(textAfter(...killed, plain('yank'), type('!'), pop)).toBe('two !');
  expect(textAfter(...killed, plain('yank'), plain('left'), pop)).toBe('two ');
  expect(textAfter(type('a'), pop)).toBe('a');
});

test('undo takes back a word that was typed, a deletion, and what was put in again', () => {
  expect(textAfter(...letters('one two'), plain('undo'))).toBe('one ');
  expect(textAfter(type('a long text'), plain('deleteToStart'), plain('undo'))).toBe('a long text');
  expect(textAfter(type('a long text'), plain('deleteToStart'), plain('yank'), plain('undo'))).toBe('a long text');
  expect(textAfter(plain('undo'))).toBe('');
});

test('undo, as often as there was an edit, leads back to nothing', () => {
  const edit = fc.oneof(
    fc.constantFrom('a', ' ', 'bc', '🇩🇪', '\n').map(type),
    fc
      .constantFrom('backspace', 'deleteWord', 'deleteToStart', 'deleteToEnd', 'left', 'wordLeft', 'yank', 'yankPop')
      .map((kind) => plain(kind as 'left')),
  );
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 30 }), (edits) => {
      const undos = edits.map(() => plain('undo'));
      expect(textAfter(...edits, ...undos)).toBe('');
    }),
  );
});

describe('graphemes', () => {
  const CLUSTERS = ['🇩🇪', '👨‍👩‍👧', 'é', '👍🏽', 'क्षि', 'a', '漢', '❤️', '1️⃣'];

  test.each(CLUSTERS)('%s is one for Backspace, Delete and the arrows', (cluster) => {
    const field = fieldOf(`🇫🇷x${cluster}`);
    expect(fieldText(editField(field, plain('backspace')))).toBe('🇫🇷x');
    expect(editField(field, plain('left')).cursor).toBe(3);
    const before = { ...field, cursor: 3 };
    expect(fieldText(editField(before, plain('delete')))).toBe('🇫🇷x');
    expect(editField(before, plain('right')).cursor).toBe(field.chars.length);
  });

  test('a row of flags is taken one by one', () => {
    const backspace = plain('backspace');
    expect(fieldText(editField(editField(fieldOf('🇩🇪🇫🇷🇮🇹'), backspace), backspace))).toBe('🇩🇪');
  });
});

test('the cursor goes by words', () => {
  const end = fieldOf('one  two three');
  const left = (field = end) => editField(field, plain('wordLeft'));
  expect([left().cursor, left(left()).cursor, left(left(left())).cursor]).toEqual([9, 5, 0]);
  expect(editField({ ...end, cursor: 0 }, plain('wordRight')).cursor).toBe(3);
  expect(editField(EMPTY_FIELD, plain('wordLeft'))).toBe(EMPTY_FIELD);
});

test('of a draft as long as a file the last changes alone are taken back: each step holds all of it', () => {
  const file = type('x'.repeat(500_000));
  const words = letters('a b c d e f g h i j k l m n o p');
  const composer = edited(file, ...words);
  const held = [...(composer.histories.get('a')?.past ?? [])].reduce((sum, { chars }) => sum + chars.length, 0);
  expect(held).toBeLessThan(5_000_000);
  const back = [plain('undo'), plain('undo')].reduce((all, edit) => editedDraft(all, 'a', edit), composer);
  expect(fieldText(draftField(back, 'a')).slice(500_000)).toBe('a b c d e f g h i j k l m n o');
});
