// Which rows a view shows, while blocks grow, open, close and change their width.
import fc from 'fast-check';
import { rowText } from '../../src/cells/podScreen';
import { applyChange } from '../../src/conversation/applyChange';
import type { Conversation } from '../../src/conversation/conversation';
import type { ConversationChange } from '../../src/conversation/conversationChange';
import { createConversationLayout, type RowPosition } from '../../src/conversation/conversationLayout';
import { layoutBlock } from '../../src/conversation/layoutBlock';
import {
  CLOSED,
  call,
  conversationOf,
  grow,
  LOOK,
  OPEN,
  result,
  said,
  shown,
  textOf,
  user,
} from './conversationFixtures';

const layoutOf = (width = 40) => createConversationLayout(width, LOOK);

/** A layout that says which blocks it laid out since it was asked last. */
function counted(width = 40) {
  let ids: string[] = [];
  const layout = createConversationLayout(width, LOOK, (block, place) => {
    ids.push(block.id);
    return layoutBlock(block, place);
  });
  return {
    layout,
    taken: (): string[] => {
      const taken = ids;
      ids = [];
      return taken;
    },
  };
}

const texts = (
  layout: ReturnType<typeof layoutOf>,
  conversation: Conversation,
  top: RowPosition | null,
  height: number,
) => textOf(layout.rows(shown(conversation), top, height).map(({ row }) => row));

const lines = (count: number, from = 0): ConversationChange[] =>
  Array.from({ length: count }, (_, i) => user(`line ${i + from}`));

describe('the layout', () => {
  test('follows the end, with blank rows between blocks, but not between calls', () => {
    const conversation = conversationOf(
      user('go'),
      said('ok'),
      call('a', 'Read'),
      result('a', ''),
      call('b', 'Bash'),
      { kind: 'ended', result: 'finished' },
      user('next'),
    );
    expect(texts(layoutOf(10), conversation, null, 20)).toEqual([
      '> go',
      '',
      '  ok',
      '',
      '▸ ✓ Read',
      '▸ ◐ Bash',
      '',
      '──────────',
      '> next',
    ]);
    expect(texts(layoutOf(10), conversation, null, 2)).toEqual(['──────────', '> next']);
    expect(texts(layoutOf(10), conversationOf(), null, 5)).toEqual([]);
  });

  test('of thousands of blocks only those on the screen are laid out', () => {
    const { layout, taken } = counted();
    const conversation = conversationOf(...lines(10_000));
    expect(texts(layout, conversation, null, 5)).toEqual(['> line 9997', '', '> line 9998', '', '> line 9999']);
    expect(taken().length).toBeLessThan(6);
    const top = layout.start(shown(conversation), 5);
    expect(texts(layout, conversation, top, 3)).toEqual(['> line 0', '', '> line 1']);
    expect(taken().length).toBeLessThan(6);
    const up = layout.moved(shown(conversation), null, -100, 5);
    expect(texts(layout, conversation, up, 1)).toEqual(['> line 9947']);
    expect(taken().length).toBeLessThan(60);
  });

  test('while words stream, only the last block is laid out again', () => {
    const { layout, taken } = counted();
    let conversation = conversationOf(...lines(1000), grow('word'));
    layout.rows(shown(conversation), null, 20);
    taken();
    for (let i = 0; i < 50; i += 1) {
      conversation = applyChange(conversation, { kind: 'grow', block: 'text', text: ' word' });
      layout.rows(shown(conversation), null, 20);
      layout.newRows(shown(conversation), { blocks: 1000, height: 2, width: 40 });
    }
    expect(new Set(taken())).toEqual(new Set(['1000']));
  });

  test('rows that did not change are the same objects', () => {
    const layout = layoutOf();
    const conversation = conversationOf(...lines(3), grow('a'));
    const before = layout.rows(shown(conversation), null, 20);
    const after = layout.rows(shown(applyChange(conversation, { kind: 'grow', block: 'text', text: 'b' })), null, 20);
    expect(after[0]?.row).toBe(before[0]?.row);
    expect(after.at(-1)?.row).not.toBe(before.at(-1)?.row);
  });

  test('a view that is held stays where it is while blocks above and below grow', () => {
    const layout = layoutOf();
    const before = conversationOf(...lines(20), call('a', 'Read'), ...lines(20, 20).map(plain), grow('end'));
    const top = layout.moved(shown(before), null, -10, 5);
    const seen = texts(layout, before, top, 5);
    const grown = [result('a', 'much'), grow('\n\nmore\n\nand more'), said('whole'), user('next')].reduce(
      applyChange,
      before,
    );
    expect(texts(layout, grown, top, 5)).toEqual(seen);
    const opened = { conversation: grown, open: { all: false, flipped: new Set(['20']) } };
    expect(textOf(layout.rows(opened, top, 5).map(({ row }) => row))).toEqual(seen);
  });

  test('with another width it stays at the same part of its block', () => {
    const words = Array.from({ length: 400 }, (_, i) => `w${i}`).join(' ');
    const conversation = conversationOf(user('go'), said(words), ...lines(50));
    const wide = layoutOf(80);
    const start = wide.start(shown(conversation), 5);
    const top = wide.moved(shown(conversation), start, 14, 5);
    const [row = ''] = texts(wide, conversation, top, 1);
    const [narrow = ''] = texts(layoutOf(40), conversation, top, 1);
    const number = (text: string) => Number(/w(\d+)/.exec(text)?.[1]);
    expect(Math.abs(number(row) - number(narrow))).toBeLessThan(30);
    expect(number(narrow)).toBeGreaterThan(100);
  });

  test('counts the rows that have come since the end was left', () => {
    const layout = layoutOf();
    const before = conversationOf(...lines(10), grow('a'));
    const mark = layout.endMark(shown(before));
    expect(layout.newRows(shown(before), mark)).toBe(0);
    const grown = applyChange(before, { kind: 'grow', block: 'text', text: '\nb\nc' });
    expect(layout.newRows(shown(grown), mark)).toBe(2);
    expect(layout.newRows(shown(applyChange(applyChange(grown, said('')), user('x'))), mark)).toBe(4);
    expect(layout.newRows(shown(conversationOf(user('one'))), mark)).toBe(0);
  });

  test('whatever is scrolled: up and down again is the same place, and the end is followed', () => {
    const change = fc.oneof(
      fc.string({ maxLength: 200 }).map(user),
      fc.constantFrom('# a\n\nb', '- a\n- b', '```\nx\ny\n```', ' ').map(said),
      fc.constantFrom('a', 'b').map((id) => call(id, 'Read')),
    );
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 30 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 20, max: 60 }),
        fc.boolean(),
        (changes, height, width, isOpen) => {
          const all = shown(conversationOf(...changes), isOpen ? OPEN : CLOSED);
          const layout = layoutOf(width);
          const whole = layout.rows(all, null, 1_000_000).map(({ row }) => row);
          const walked: string[] = [];
          let top = layout.start(all, height);
          for (let step = 0; top !== null && step < whole.length; step += 1) {
            walked.push(textOf(layout.rows(all, top, 1).map(({ row }) => row))[0] ?? '');
            expect(layout.moved(all, layout.moved(all, top, -3, height), 3, height)).toEqual(
              step >= 3 ? top : layout.moved(all, layout.start(all, height), 3, height),
            );
            top = layout.moved(all, top, 1, height);
          }
          expect(walked).toEqual(textOf(whole).slice(0, Math.max(0, whole.length - height)));
          expect(layout.rows(all, null, height).map(({ row }) => row)).toEqual(whole.slice(-height));
        },
      ),
      { numRuns: 150 },
    );
  });

  test('shows a row that is asked for, and how far down the view stands', () => {
    const layout = layoutOf();
    const conversation = conversationOf(...lines(100));
    const top = layout.showing(shown(conversation), 50, 1, 9);
    expect(texts(layout, conversation, top, 9)[3]).toBe('> line 50');
    expect(layout.progress(shown(conversation), top, 9)).toBeCloseTo(0.48, 1);
    expect(layout.progress(shown(conversation), null, 9)).toBe(1);
    expect(layout.showing(shown(conversation), 99, 1, 9)).toBe(null);
  });

  test('a block that is gone gives way to who stands in its place', () => {
    const layout = layoutOf();
    const conversation = conversationOf(...lines(10), { kind: 'begin' }, ...lines(10, 10));
    const top = layout.showing(shown(conversation), 15, 1, 3);
    const undone = applyChange(conversationOf(...lines(30)), { kind: 'undone' });
    expect(layout.rows(shown(undone), top, 3).length).toBe(3);
    expect(layout.rows(shown(conversationOf()), top, 3)).toEqual([]);
  });

  test('what is kept is bounded, and counts are kept longer than rows', () => {
    const { layout, taken } = counted();
    const long = Array.from({ length: 30 }, (_, i) => `${i}`).join('\n');
    const conversation = conversationOf(...Array.from({ length: 2000 }, () => user(long)));
    const all = shown(conversation);
    expect(layout.newRows(all, { blocks: 0, height: 0, width: 40 })).toBe(2000 * 31 - 1);
    expect(taken().length).toBe(2000);
    expect(layout.newRows(all, { blocks: 0, height: 0, width: 40 })).toBe(2000 * 31 - 1);
    expect(taken()).toEqual([]);
    layout.rows(all, layout.start(all, 5), 5);
    expect(taken()).toEqual(['0']);
  });
});

/** What stands in the same run. */
function plain(change: ConversationChange): ConversationChange {
  return change.kind === 'user' ? said(change.text) : change;
}

test('a place is held by its text where the width changes while the text grows', () => {
  const words = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, at) => `word${from + at}`).join(' ');
  const wide = createConversationLayout(80, LOOK);
  const narrow = createConversationLayout(23, LOOK);
  const before = conversationOf(user('go'), grow(`${words(0, 400)}\n\n`));
  const top = wide.showing(shown(before), 1, 20, 10);
  const held = wide.rows(shown(before), top, 10)[0]?.row ?? [];
  const [first = ''] = rowText(held).trim().split(' ');
  const after = [grow(words(400, 3000))].reduce(applyChange, before);
  const [row = []] = narrow.rows(shown(after), top, 10).map((visible) => visible.row);
  expect(rowText(row).split(' ')).toContain(first);
});
