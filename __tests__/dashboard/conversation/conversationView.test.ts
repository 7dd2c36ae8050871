import { applyChange } from '../../../src/conversation/applyChange';
import { type Conversation, EMPTY_CONVERSATION } from '../../../src/conversation/conversation';
import { createConversationLayout } from '../../../src/conversation/conversationLayout';
import {
  nextMatch,
  searchClosed,
  searchConfirmed,
  searchOpened,
  searchTyped,
} from '../../../src/dashboard/conversation/conversationSearch';
import {
  type ConversationScreen,
  type ConversationView,
  cancelPressed,
  cancelTakenBack,
  copiedText,
  INITIAL_VIEW,
  newRows,
  paged,
  scrolled,
  scrolledToEnd,
  scrolledToStart,
  selectedNext,
  shownOf,
  toggled,
  toggledAll,
} from '../../../src/dashboard/conversation/conversationView';
import { recalledInput } from '../../../src/dashboard/conversation/recalledInput';
import { conversationLookOf } from '../../../src/dashboard/kit/conversationLookOf';
import { themeFor } from '../../../src/dashboard/kit/theme';
import { call, conversationOf, result, said, textOf, user } from '../../conversation/conversationFixtures';

const layout = createConversationLayout(40, conversationLookOf(themeFor(true)));
const screenOf = (conversation: Conversation, height = 5): ConversationScreen => ({ layout, conversation, height });
const seen = (view: ConversationView, screen: ConversationScreen) =>
  textOf(layout.rows(shownOf(screen, view), view.top, screen.height).map(({ row }) => row)).filter((row) => row !== '');

const talk = conversationOf(
  user('first'),
  said('one'),
  call('a', 'Bash', '{"command":"grep needle"}'),
  result('a', 'exit 0', 'found the Needle\nand more'),
  said('two\n\nneedle [link](http://needle)'),
  { kind: 'ended', result: 'finished' },
  user('second'),
  said('three'),
);
const screen = screenOf(talk);

describe('scrolling', () => {
  test('up leaves the end, down to it follows again', () => {
    const up = scrolled(INITIAL_VIEW, screen, -2);
    expect(up.top).not.toBe(null);
    expect(scrolled(up, screen, 1).top).not.toBe(null);
    expect(scrolled(up, screen, 2)).toMatchObject({ top: null, left: null });
    expect(scrolled(INITIAL_VIEW, screen, 3)).toEqual(INITIAL_VIEW);
    expect(seen(scrolledToStart(INITIAL_VIEW, screen), screen)[0]).toBe('> first');
    expect(scrolledToEnd(up).top).toBe(null);
  });

  test('a page keeps a row of the one before', () => {
    const tall = screenOf(conversationOf(...Array.from({ length: 50 }, (_, i) => user(`${i}`))), 5);
    const up = paged(INITIAL_VIEW, tall, -1);
    expect(seen(INITIAL_VIEW, tall)).toEqual(['> 47', '> 48', '> 49']);
    expect(seen(up, tall)).toEqual(['> 45', '> 46', '> 47']);
    expect(paged(up, tall, 1).top).toBe(null);
  });

  test('counts what comes while the end is left, from when it was left', () => {
    const up = scrolled(INITIAL_VIEW, screen, -2);
    const more = screenOf(applyChange(talk, user('third')));
    expect(newRows(up, screen)).toBe(0);
    expect(newRows(up, more)).toBe(2);
    expect(newRows(scrolled(up, more, -1), more)).toBe(2);
    expect(newRows(scrolledToEnd(up), more)).toBe(0);
    expect(seen(up, more)).toEqual(seen(up, screen));
  });
});

describe('blocks', () => {
  test('are selected one after the other, without the ends of turns, and scroll into view', () => {
    const ids: (string | null)[] = [];
    let view = INITIAL_VIEW;
    for (let i = 0; i < 8; i += 1) {
      view = selectedNext(view, screen, -1);
      ids.push(view.selected);
    }
    expect(ids).toEqual(['6', '5', '3', '2', '1', '0', '0', '0']);
    expect(seen(view, screen)).toContain('> first');
    expect(selectedNext(view, screen, 1).selected).toBe('1');
  });

  test('open and close, one or all', () => {
    const call = { ...INITIAL_VIEW, selected: '2' };
    const open = toggled(call, screen);
    expect(shownOf(screen, open).open).toEqual({ all: false, flipped: new Set(['2']) });
    expect(toggled(open, screen).open.flipped.size).toBe(0);
    expect(toggled({ ...INITIAL_VIEW, selected: '0' }, screen).open.flipped.size).toBe(0);
    const all = toggledAll(open);
    expect(all.open).toEqual({ all: true, flipped: new Set() });
    expect(toggled({ ...all, selected: '2' }, screen).open).toEqual({ all: true, flipped: new Set(['2']) });
    expect(toggled(INITIAL_VIEW, screenOf(talk, 30)).open.flipped).toEqual(new Set(['2']));
  });

  test('are copied whole as they were said, else what is on the screen', () => {
    expect(copiedText({ ...INITIAL_VIEW, selected: '3' }, screen)).toBe('two\n\nneedle [link](http://needle)');
    expect(copiedText(INITIAL_VIEW, screenOf(talk, 3))).toBe('second\n\nthree');
    expect(copiedText({ ...INITIAL_VIEW, selected: 'gone' }, screenOf(talk, 1))).toBe('three');
  });
});

describe('search', () => {
  const opened = searchOpened(scrolledToStart(INITIAL_VIEW, screen), screen);

  test('shows the first match while typing, opens what is closed, and goes round', () => {
    const typed = searchTyped(opened, screen, 'needle');
    expect(typed.search).toMatchObject({ blocks: 2, at: { index: 2 } });
    expect(seen(typed, screen)).toContain('▸ ✓ Bash grep needle · exit 0');
    const inside = searchTyped(typed, screen, 'Needle');
    expect(inside.search).toMatchObject({ blocks: 1, at: { index: 2 } });
    expect(inside.open.flipped).toEqual(new Set(['2']));
    expect(seen(inside, screen)).toContain('    found the Needle');
    const next = nextMatch(searchConfirmed(typed), screen, 1);
    expect(next.search?.at?.index).toBe(3);
    expect(nextMatch(next, screen, 1).search?.at).toEqual(typed.search?.at);
    expect(nextMatch(next, screen, -1).search?.at).toEqual(typed.search?.at);
    expect(nextMatch(typed, screen, -1).search?.at?.index).toBe(3);
  });

  test('finds each row of a block, down and up', () => {
    const tall = screenOf(conversationOf(user('x\ny\nx\ny\nx')), 3);
    const rows: (number | undefined)[] = [];
    let view = searchTyped(searchOpened(scrolledToStart(INITIAL_VIEW, tall), tall), tall, 'x');
    for (const by of [1, 1, 1, -1, -1] as const) {
      rows.push(view.search?.at?.row);
      view = nextMatch(view, tall, by);
    }
    expect([...rows, view.search?.at?.row]).toEqual([0, 2, 4, 0, 4, 2]);
  });

  test('nothing is found, and nothing moves', () => {
    const typed = searchTyped(opened, screen, 'absent');
    expect(typed.search).toMatchObject({ at: null, blocks: 0 });
    expect(typed.top).toEqual(opened.top);
    expect(nextMatch(typed, screen, 1).search?.at).toBe(null);
    expect(searchClosed(typed).search).toBe(null);
    expect(searchConfirmed(searchTyped(opened, screen, '')).search).toBe(null);
  });
});

test('Esc asks once before it cancels a turn', () => {
  const asked = cancelPressed(INITIAL_VIEW, true);
  expect(asked).toEqual({ view: { ...INITIAL_VIEW, isCancelAsked: true }, cancels: false });
  expect(cancelPressed(asked.view, true)).toEqual({ view: INITIAL_VIEW, cancels: true });
  expect(cancelPressed(asked.view, false)).toEqual({ view: INITIAL_VIEW, cancels: false });
  expect(cancelTakenBack(asked.view)).toEqual(INITIAL_VIEW);
});

test('what was said before comes back into the composer, and the draft after it', () => {
  const first = recalledInput(INITIAL_VIEW, talk, 1, 'draft');
  expect(first.text).toBe('second');
  const older = recalledInput(first.view, talk, 1, 'second');
  expect(older.text).toBe('first');
  expect(recalledInput(older.view, talk, 1, 'first')).toEqual({ view: older.view, text: null });
  const newer = recalledInput(older.view, talk, -1, 'first');
  expect(newer.text).toBe('second');
  const draft = recalledInput(newer.view, talk, -1, 'second');
  expect(draft).toEqual({ view: INITIAL_VIEW, text: 'draft' });
  expect(recalledInput(draft.view, talk, -1, 'draft').text).toBe(null);
  expect(recalledInput(INITIAL_VIEW, EMPTY_CONVERSATION, 1, '').text).toBe(null);
});
