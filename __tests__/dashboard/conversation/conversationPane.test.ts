// The conversation's pane as text, at the usual sizes.

import { STYLE } from '../../../src/cells/textStyle';
import { applyChange } from '../../../src/conversation/applyChange';
import type { Conversation, PermissionAsk } from '../../../src/conversation/conversation';
import type { ConversationChange } from '../../../src/conversation/conversationChange';
import { createConversationLayout } from '../../../src/conversation/conversationLayout';
import { type ConversationScene, conversationAreas } from '../../../src/dashboard/conversation/conversationAreas';
import { conversationPane } from '../../../src/dashboard/conversation/conversationPane';
import { searchOpened, searchTyped } from '../../../src/dashboard/conversation/conversationSearch';
import { INITIAL_VIEW, scrolled } from '../../../src/dashboard/conversation/conversationView';
import { conversationLookOf } from '../../../src/dashboard/kit/conversationLookOf';
import { frameToText } from '../../../src/dashboard/kit/frameToText';
import { createLineCache } from '../../../src/dashboard/kit/lineCache';
import { themeFor } from '../../../src/dashboard/kit/theme';
import { call, conversationOf, result, said, user } from '../../conversation/conversationFixtures';
import { scene as dashboard, NOW, SIZES } from '../scene';

const theme = themeFor(true);
const cache = createLineCache();
const moment = { state: dashboard({}), now: NOW, cache };

const ANSWER = `# Done

The fix is in \`main.ts\`:

\`\`\`ts
const a = 1;
\`\`\`

| file | lines |
|------|------:|
| main.ts | 1 |`;

const talk = conversationOf(
  user('Fix the bug in main.ts, please'),
  {
    kind: 'plan',
    entries: [
      { content: 'Read it', status: 'completed' },
      { content: 'Fix it', status: 'in_progress' },
    ],
  },
  { kind: 'said', block: 'thinking', text: 'Where is it?' },
  call('a', 'Bash', '{"command":"ls src"}'),
  result('a', 'exit 0', 'main.ts'),
  said(ANSWER),
  { kind: 'usage', usage: { used: 12_400, size: 200_000, output: null, cost: { amount: 0.126, currency: 'USD' } } },
);

const ask: PermissionAsk = {
  id: 'p1',
  callId: 'b',
  title: 'Edit main.ts',
  toolKind: 'edit',
  arguments: '{"path":"main.ts"}',
  changes: [{ path: 'main.ts', before: 'let a;\n', after: 'const a = 1;\n' }],
  answers: ['allow_always', 'allow_once', 'reject'],
  options: [],
  content: '',
  directory: null,
  whose: null,
  fields: [],
};

function sceneOf(
  conversation: Conversation | null,
  cols: number,
  over: Partial<ConversationScene> = {},
): ConversationScene {
  return {
    name: 'gem',
    status: { text: '● running 3s', style: theme.running },
    title: 'Fix the bug',
    conversation,
    isReading: false,
    view: INITIAL_VIEW,
    layout: createConversationLayout(cols, conversationLookOf(theme)),
    lost: null,
    answers: { isReady: true, isRead: true, isAlt: false, values: {}, top: 0 },
    composer: { rows: [''], cursorRow: 0, cursorX: 0, isFocused: true, hint: 'Write to gem', commands: [], files: [] },
    settings: [],
    ...over,
  };
}

function drawn(
  conversation: Conversation | null,
  size: { cols: number; rows: number },
  over: Partial<ConversationScene> = {},
) {
  const area = { x: 0, y: 0, width: size.cols, height: size.rows };
  const { placements, cursor } = conversationPane(moment, area, sceneOf(conversation, size.cols, over));
  return { text: frameToText({ ...size, placements, cursor, title: '' }), cursor, placements };
}

test('a conversation in 80 columns: header, words, plan and usage, composer', () => {
  const { text, cursor } = drawn(talk, SIZES.usual);
  expect(text).toMatchInlineSnapshot(`
"gem · Fix the bug                                                   ● running 3s
> Fix the bug in main.ts, please

  Plan 1/2
  ☑ Read it
  ▶ Fix it

▸ thought Where is it?
▸ ✓ Bash ls src · exit 0

  Done

  The fix is in main.ts:

  │ ts
  │ const a = 1;

  file    │ lines
  ────────┼──────
  main.ts │     1


plan 1/2 Fix it · 12k/200k tokens (6%) · 0.13 USD
> Write to gem"
`);
  expect(cursor).toEqual({ x: 2, y: 23 });
});

test('in 40 columns and few rows', () => {
  expect(drawn(talk, SIZES.small).text).toMatchInlineSnapshot(`
"gem · Fix the bug           ● running 3s

  │ ts
  │ const a = 1;

  file    │ lines
  ────────┼──────
  main.ts │     1
plan 1/2 Fix it · 12k/200k tokens (6%)…
> Write to gem"
`);
});

test('a question in front of the conversation, with its change and the keys that the agent offers', () => {
  const asked = applyChange(talk, { kind: 'asked', ask });
  expect(drawn(asked, SIZES.usual).text).toMatchInlineSnapshot(`
"gem · Fix the bug                                                   ● running 3s
▸ ✓ Bash ls src · exit 0

  Done

  The fix is in main.ts:

  │ ts
  │ const a = 1;

  file    │ lines
  ────────┼──────
  main.ts │     1

▸ ? Edit main.ts · waits for your permission
╔═ Permission ═════════════════════════════════════════════════════════════════╗
║ Edit main.ts (edit)                                                          ║
║ main.ts +1 -1                                                                ║
║ - let a;                                                                     ║
║ + const a = 1;                                                               ║
║ y allow once   a always   n reject                                           ║
╚══════════════════════════════════════════════════════════════════════════════╝
plan 1/2 Fix it · 12k/200k tokens (6%) · 0.13 USD
> Write to gem"
`);
  const two = applyChange(asked, { kind: 'asked', ask: { ...ask, id: 'p2' } });
  expect(drawn(two, SIZES.usual).text).toContain('1 of 2');
  const once = applyChange(talk, { kind: 'asked', ask: { ...ask, answers: [] } });
  expect(drawn(once, SIZES.usual).text).toContain('║ n reject ');
});

test('where there are few rows the question keeps its keys, and a large change is cut', () => {
  const big = { ...ask, changes: [{ path: 'x', before: null, after: 'line\n'.repeat(300) }] };
  const asked = applyChange(talk, { kind: 'asked', ask: big });
  const { text } = drawn(asked, SIZES.small);
  expect(text).toContain('y allow once   a always   n reject');
  expect(text).toContain('more, ↓ scrolls');
  expect(drawn(asked, { cols: 40, rows: 3 }).text).toContain('y allow once');
});

test('the composer grows up to half of the screen and scrolls with its cursor', () => {
  const rows = Array.from({ length: 20 }, (_, i) => `row ${i}`);
  const composer = { rows, cursorRow: 12, cursorX: 4, isFocused: true, hint: '', commands: [], files: [] };
  const { text, cursor } = drawn(talk, SIZES.usual, { composer });
  expect(text.split('\n').slice(-8)).toEqual([5, 6, 7, 8, 9, 10, 11, 12].map((i) => `  row ${i}`));
  expect(cursor).toEqual({ x: 6, y: 23 });
  expect(drawn(talk, SIZES.small, { composer }).text.split('\n').slice(-4).at(-1)).toBe('  row 12');
  expect(drawn(talk, SIZES.usual, { composer: { ...composer, isFocused: false } }).cursor).toBe(null);
  expect(drawn(talk, SIZES.usual, { composer: null }).text).not.toContain('> row');
});

const lastRow = (text: string, fromEnd = 2) => text.split('\n').at(-fromEnd) ?? '';

test('says how much has come since the end was left, and how far up the view is', () => {
  const size = SIZES.small;
  const scene = sceneOf(talk, size.cols);
  const { body } = conversationAreas({ x: 0, y: 0, width: size.cols, height: size.rows }, scene, theme);
  const view = scrolled(INITIAL_VIEW, { layout: scene.layout, conversation: talk, height: body.height }, -3);
  const noFacts = (conversation: Conversation): Conversation => ({ ...conversation, plan: [] });
  expect(lastRow(drawn(noFacts(talk), size, { view }).text)).toMatch(/\d+%$/);
  const more = applyChange(talk, user('go on'));
  expect(lastRow(drawn(noFacts(more), size, { view }).text)).toMatch(/↓ 2 new lines$/);
});

test('a search marks what it found, a selection its block', () => {
  const scene = sceneOf(talk, 80);
  const screen = { layout: scene.layout, conversation: talk, height: 20 };
  const view = { ...searchTyped(searchOpened(INITIAL_VIEW, screen), screen, 'main'), selected: '0' };
  const { placements, text } = drawn(talk, SIZES.usual, { view });
  expect(lastRow(text)).toContain('/main▏ · in 3 blocks');
  const runs = placements.flatMap(({ lines }) => lines.flat()).filter(({ flags }) => (flags & STYLE.inverse) !== 0);
  expect(runs.map(({ text: word }) => word)).toEqual(['>', 'main', 'main', 'main']);
});

test('before the Pod has spoken, when nothing was said, and when the connection is lost', () => {
  expect(drawn(null, SIZES.small).text).toContain('connecting…');
  expect(drawn(conversationOf(), SIZES.small).text).toContain('Nothing has been said yet.');
  expect(drawn(null, SIZES.small, { lost: 'refused' }).text).toContain('The connection is lost: refused');
  expect(lastRow(drawn({ ...talk, plan: [] }, SIZES.usual, { lost: 'it was killed' }).text)).toMatch(
    /! it was killed$/,
  );
  const asking = { ...INITIAL_VIEW, isCancelAsked: true };
  expect(lastRow(drawn(talk, SIZES.usual, { view: asking }).text)).toMatch(/Esc again cancels the turn$/);
});

test('what did not change is the same array for the painter', () => {
  const scene = sceneOf(talk, 80);
  const area = { x: 0, y: 0, width: 80, height: 24 };
  const once = conversationPane(moment, area, scene).placements;
  const again = conversationPane(moment, area, scene).placements;
  again.forEach((placement, index) => {
    expect(placement.lines).toBe(once[index]?.lines);
  });
});

test('hostile words move nothing: header, question and facts stay one row each', () => {
  const evil = '{bold}\x1b[2J\n\r\u202e\x1b]0;x\x07';
  const changes: readonly ConversationChange[] = [
    user(evil),
    { kind: 'plan', entries: [{ content: evil, status: 'in_progress' }] },
    { kind: 'asked', ask: { ...ask, title: evil, toolKind: evil, arguments: evil, changes: [] } },
  ];
  const { text } = drawn(conversationOf(...changes), SIZES.usual, { title: evil, lost: evil });
  expect(text.split('\n')).toHaveLength(24);
  expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
  expect(text.match(/\{bold\}/g)?.length).toBeGreaterThan(3);
});

test.each([1, 2, 3, 4, 5, 6, 8])('with %d rows the parts still lie in the area, none over another', (height) => {
  const asked = applyChange(talk, { kind: 'asked', ask });
  const area = { x: 0, y: 2, width: 30, height };
  const parts = Object.values(conversationAreas(area, sceneOf(asked, 30), theme));
  expect(parts.reduce((sum, part) => sum + part.height, 0)).toBe(height);
  expect(parts.every((part) => part.height >= 0 && part.y >= 2 && part.y + part.height <= 2 + height)).toBe(true);
});
