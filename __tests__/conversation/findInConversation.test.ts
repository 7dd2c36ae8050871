// Search: which blocks and rows hold the words, and where in the row.
import { wrapSpans } from '../../src/cells/wrapSpans';
import { blockText, rowsText } from '../../src/conversation/conversationText';
import { findInConversation, findInRows, matchesInRow } from '../../src/conversation/findInConversation';
import { layoutBlock } from '../../src/conversation/layoutBlock';
import { call, conversationOf, LOOK, result, said, user } from './conversationFixtures';

const rowsOf = (text: string, width: number) => wrapSpans([{ text, style: LOOK.text }], width);

describe('search', () => {
  const conversation = conversationOf(
    user('Find the Needle'),
    said('nothing here'),
    call('a', 'Bash', '{"command":"grep needle"}'),
    result('a', 'exit 0', 'haystack'),
    { kind: 'ended', result: 'finished' },
  );

  test.each<[string, readonly number[]]>([
    ['needle', [0, 2]],
    ['Needle', [0]],
    ['haystack', [2]],
    ['absent', []],
    ['', []],
  ])('%p stands in blocks %p', (query, expected) => {
    expect(findInConversation(conversation, query)).toEqual(expected);
  });

  test('finds rows, also where the words go on in the next one', () => {
    expect(findInRows(rowsOf('one two three two', 8), 'two')).toEqual([0, 2]);
    expect(findInRows(rowsOf('one two three', 8), 'two three')).toEqual([0]);
    expect(findInRows(rowsOf('abcdefgh', 4), 'def')).toEqual([0]);
    expect(findInRows(rowsOf('one', 8), 'TWO')).toEqual([]);
    expect(findInRows(rowsOf('one', 8), '')).toEqual([]);
  });

  test('finds the places in a row, by characters', () => {
    const [row = []] = rowsOf('漢a漢A aa', 40);
    expect(matchesInRow(row, 'a')).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
      [6, 7],
    ]);
    expect(matchesInRow(row, 'A')).toEqual([[3, 4]]);
    expect(matchesInRow(row, '')).toEqual([]);
  });
});

describe('copying', () => {
  test('a block gives its whole text as it was said', () => {
    const { blocks } = conversationOf(
      said('**a**\n- b'),
      call('a', 'edit', '{"path":"x"}'),
      {
        kind: 'callDetails',
        callId: 'a',
        title: 'Edit x',
        toolKind: 'edit',
        locations: [],
        changes: [{ path: 'x', before: 'a\n', after: 'b\n' }],
      },
      result('a', 'Edit x', 'ok'),
      { kind: 'plan', entries: [{ content: 'p', status: 'completed' }] },
    );
    expect([...blocks].map(blockText)).toEqual(['**a**\n- b', 'Edit x\npath: x\n--- x\n+++ x\n-a\n+b\nok', '- [x] p']);
  });

  test('rows give what is shown, without the gutter', () => {
    const block = { kind: 'user', id: '0', text: 'one two\nthree  ' } as const;
    expect(rowsText(layoutBlock(block, { width: 7, look: LOOK, isOpen: false }))).toBe('one\ntwo\nthree');
  });
});
