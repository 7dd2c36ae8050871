// An agent's question answered from the grid: looked at first, once, by key, and gone when it is over.
import type { ConversationChange } from '../../../src/conversation/conversationChange';
import { selectedKey } from '../../../src/dashboard/loop/podSelection';
import { questionId } from '../../../src/dashboard/question/questionState';
import type { Attention } from '../../../src/podList/podFacts';
import { asked } from '../../conversation/conversationFixtures';
import { livePod } from '../../podList/facts';
import { conversationFeed, keyOf, listOf, NOW, play, SIZES, scene, terminalPod, textOf } from '../scene';

const attention: Attention = { kind: 'permission', message: 'Edit main.ts', permissions: 1, since: NOW - 1000 };
const list = listOf({
  live: [livePod('gem', { extensions: ['agent'], status: 'running', attention }), terminalPod('other')],
});

const askedFor = (lines: number): ConversationChange => {
  const after = Array.from({ length: lines }, (_, i) => `line ${i}\n`).join('');
  return asked({ changes: [{ path: 'main.ts', before: null, after }] });
};
const looked = { report: { kind: 'lookEnded' as const, id: questionId(keyOf('gem'), 'p1') } };
const feedOf = (...changes: ConversationChange[]) => ({
  report: { kind: 'feed' as const, key: keyOf('gem'), feed: conversationFeed(changes, { status: 'running' }) },
});
const inGrid = (lines = 1, size: { cols: number; rows: number } = SIZES.usual) =>
  scene({ list, size, feeds: { gem: conversationFeed([askedFor(lines)], { status: 'running' }) } });

test('the tile says what is asked and which key answers; y lays it over, and y allows it once', () => {
  const state = inGrid();
  expect(textOf(state)).toContain('▲ asks: Edit main.ts · y answers');
  expect(textOf(state)).toContain('y answer');
  const opened = play(state, 'y');
  expect(opened.effects).toMatchObject([{ kind: 'waitForLook' }]);
  expect(textOf(play(opened.state, looked).state)).toMatchInlineSnapshot(`
"podwatch  ▲ 1 needs you · 2 live · 1 running
╔═ ▲ ● gem ══════════════════ running ═╗┌─ ○ other ────────────────── idle 3s ─┐
║▸ ? Edit main.ts · waits for your per…║│                                      │
║                                      ║│                                      │
║                                      ║│                                      │
║                                      ║│                                      │
║                                      ║│                                      │
║                                      ║│                                      │
║                                      ║│                                      │
╔═ gem asks for permission ════════════════════════════════════════════════════╗
║ Edit main.ts (edit)                                                          ║
║ main.ts (new file) +1 -0                                                     ║
║ + line 0                                                                     ║
║ y allow once   n reject                                                      ║
╚══════════════════════════════════════════════════════════════════════════════╝
║                                      ║│                                      │
║                                      ║│                                      │
║                                      ║│                                      │
║                                      ║│                                      │
║                                      ║│                                      │
║                                      ║│                                      │
║                                      ║│                                      │
╚═ ▲ asks: Edit main.ts · y answers ═══╝└──────────────────────────────────────┘
Enter conversation  Esc later"
`);
  const { state: sent, effects } = play(opened.state, 'y', looked, 'y', 'y');
  expect(effects).toMatchObject([
    { kind: 'permit', requestId: 'p1', given: { answer: 'allow_once' }, entry: { id: { name: 'gem' } } },
  ]);
  const outcome = { kind: 'done' as const, message: 'gem: Allowed once: Edit main.ts' };
  const done = play(
    sent,
    { report: { kind: 'permitEnded', key: keyOf('gem'), requestId: 'p1', outcome } },
    feedOf(askedFor(1), { kind: 'answered', id: 'p1', callId: 'b', answered: { answer: 'allow_once', name: null } }),
  ).state;
  expect(done.overlay).toBeNull();
  expect(textOf(done)).toContain('gem: Allowed once: Edit main.ts');
});

test('n rejects; Esc leaves it open; Enter goes to the conversation', () => {
  const opened = play(inGrid(), 'y', looked).state;
  expect(play(opened, 'n').effects).toMatchObject([{ kind: 'permit', given: { answer: 'reject' } }]);
  expect(play(opened, 'escape')).toMatchObject({ effects: [], state: { overlay: null, pane: { kind: 'grid' } } });
  expect(play(opened, 'enter').state).toMatchObject({ overlay: null, pane: { kind: 'conversation', back: 'grid' } });
});

test('a change that is higher than the screen scrolls, also in 40 columns', () => {
  const opened = play(inGrid(100, SIZES.small), 'y', looked).state;
  expect(textOf(opened)).toContain('more, ↓ scrolls');
  expect(textOf(opened)).not.toContain('y allow once');
  expect(textOf(opened)).not.toContain('line 99');
  expect(play(opened, 'y').effects).toEqual([]);
  const end = play(opened, ...Array.from({ length: 40 }, () => 'pagedown')).state;
  expect(textOf(end)).toContain('line 99');
});

test('a failed answer can be given again; the words of the failure are shown', () => {
  const sent = play(inGrid(), 'y', looked, 'y').state;
  const outcome = { kind: 'failed' as const, message: 'It had been answered before.' };
  const failed = play(sent, { report: { kind: 'permitEnded', key: keyOf('gem'), requestId: 'p1', outcome } }).state;
  expect(textOf(failed)).toContain('! It had been answered before.');
  expect(play(failed, 'y').effects).toMatchObject([{ kind: 'permit' }]);
});

test('the hint at the tile is whole, or left out', () => {
  const text = textOf(inGrid(1, { cols: 36, rows: 12 }));
  expect(text).toContain('▲ asks: Edit main.ts ═');
  expect(text).not.toContain('· y a');
});

test('y on a Pod that asks nothing goes to the next one that does; a filter that hides it gives way', () => {
  const elsewhere = play(inGrid(), 'right').state;
  expect(textOf(elsewhere)).toContain('y answer');
  for (const state of [elsewhere, play(elsewhere, '/', ...'other', 'enter').state]) {
    const asking = play(state, 'y').state;
    expect(selectedKey(asking)).toBe(keyOf('gem'));
    expect(textOf(play(asking, looked).state)).toContain('gem asks for permission');
  }
});

test('where no agent asks, the key says so and is not offered', () => {
  const state = scene({ list: listOf({ live: [terminalPod('other')] }) });
  expect(textOf(state)).not.toContain('y answer');
  expect(play(state, 'y').state).toMatchObject({ overlay: null, message: { text: 'No agent asks for anything now.' } });
});

test('in the picker it is read as soon as it is wanted', () => {
  const state = play(scene({ list, mode: 'picker', size: SIZES.small }), 'y').state;
  expect(textOf(state)).toContain('reading what it asks…');
  expect(textOf(play(state, feedOf(askedFor(1)), looked).state)).toContain('y allow once');
});
