// Every pane, and what can lie over it, at the three sizes that count: whole, within the screen, the way on in sight.

import { textWidth } from '../../../src/cells/cellWidth';
import type { ConversationChange } from '../../../src/conversation/conversationChange';
import { viewDashboard } from '../../../src/dashboard/frame/viewDashboard';
import type { DashboardState } from '../../../src/dashboard/loop/state';
import { questionId } from '../../../src/dashboard/question/questionState';
import { asked, said } from '../../conversation/conversationFixtures';
import { livePod } from '../../podList/facts';
import { conversationFeed, keyOf, listOf, NOW, play, SIZES, scene, screenFeed, terminalPod, textOf } from '../scene';

type Size = { cols: number; rows: number };

const attention = { kind: 'permission' as const, message: 'Edit main.ts', permissions: 1, since: NOW - 1000 };
const agent = livePod('gem', { extensions: ['agent'], status: 'running', attention });
const after = Array.from({ length: 90 }, (_, i) => `漢 ${i}\n`).join('');
const ask = asked({ changes: [{ path: 'main.ts', before: null, after }] });
const words = said('words '.repeat(200));
const looked = { report: { kind: 'lookEnded' as const, id: questionId(keyOf('gem'), 'p1') } };

const pods = (size: Size) => scene({ list: listOf({ live: [terminalPod('demo'), terminalPod('日本')] }), size });
const talk = (size: Size, ...changes: ConversationChange[]) =>
  scene({ list: listOf({ live: [agent] }), size, feeds: { gem: conversationFeed(changes, { status: 'running' }) } });

/** What a user must find there at any size. */
const PANES: readonly (readonly [what: string, state: (size: Size) => DashboardState, signs: readonly string[]])[] = [
  ['the grid', pods, ['demo', '? help']],
  ['the picker', (size) => play(pods(size), 'p').state, ['> demo', '? help']],
  ['zoom', (size) => play(pods(size), 'z').state, ['demo', 'Esc back']],
  ['the search', (size) => play(pods(size), '/', 'd').state, ['/ d', 'Esc']],
  ['the search in output', (size) => play(pods(size), '/', 'd', 'tab').state, ['Searching…', 'Enter open', 'Esc back']],
  ['the composer', (size) => play(pods(size), 'i', 'h', 'e', 'y').state, ['hey', 'Enter send']],
  ['the new Pod', (size) => play(pods(size), 'n', 'a').state, ['>Name      a', 'Command', 'Esc cancel']],
  ['the help', (size) => play(pods(size), '?').state, ['╔═ Keys', 'Esc back']],
  ['why', (size) => play(pods(size), 'w').state, ['status', 'Esc back']],
  ['a question to the user', (size) => play(pods(size), 'x').state, ['Stop demo? y/n']],
  ['a question of an agent', (size) => play(talk(size, ask), 'y', looked).state, ['Edit main.ts', 'n reject']],
  ['a conversation', (size) => play(talk(size, words), 'enter').state, ['words', 'Esc twice cancels', 'Enter send']],
  ['a question in it', (size) => play(talk(size, words, ask), 'enter', looked).state, ['gem', 'n reject']],
  ['copy mode', (size) => play(talk(size, words), 'enter', 'tab', 'v').state, ['words', 'copy: v marks']],
];

describe.each(Object.values(SIZES).map((size) => [`${size.cols}×${size.rows}`, size] as const))('at %s', (_, size) => {
  test.each(PANES)('%s', (__, state, signs) => {
    const shown = state(size);
    const frame = viewDashboard(shown, NOW);
    const text = textOf(shown);
    for (const sign of signs) expect(text).toContain(sign);
    expect(text.split('\n').length).toBeLessThanOrEqual(size.rows);
    for (const { rect, lines } of frame.placements) {
      expect([rect.x + rect.width <= size.cols, rect.y + rect.height <= size.rows]).toEqual([true, true]);
      for (const line of lines) {
        const width = line.reduce((sum, span) => sum + textWidth(span.text), 0);
        expect(width).toBeLessThanOrEqual(rect.width);
      }
    }
  });
});

/** What stands in a pane however low the screen is: no border takes its place. */
const INSIDE: readonly (readonly [what: string, state: (size: Size) => DashboardState, inside: RegExp])[] = [
  ['a tile', (size) => scene({ list: listOf({ live: [terminalPod('demo')] }), size, feeds }), /demo[\s\S]*all is well/],
  [
    'zoom',
    (size) => play(scene({ list: listOf({ live: [terminalPod('demo')] }), size, feeds }), 'z').state,
    /all is well/,
  ],
  ['the picker', (size) => play(pods(size), 'p').state, /> demo/],
  ['the new Pod', (size) => play(pods(size), 'n', 'a').state, />Name {6}a/],
  ['the search', (size) => play(pods(size), '/', 'd').state, /\/ d/],
  ['the search in output', (size) => play(pods(size), '/', 'd', 'tab').state, /\/ .*d/],
  ['a text for a Pod', (size) => play(pods(size), 'i', 'a', 'b').state, /› ab/],
  ['the help', (size) => play(pods(size), '?').state, /^Enter {2,}attach/m],
  ['why', (size) => play(pods(size), 'w').state, /status/],
  ['a question of an agent', (size) => play(talk(size, ask), 'y', looked).state, /n reject/],
  ['a conversation', (size) => play(talk(size, words), 'enter').state, /words/],
];
const feeds = { demo: screenFeed(['all is well']) };

test.each(INSIDE)('80×4: %s shows what it is for', (_, state, inside) => {
  const text = textOf(state({ cols: 80, rows: 4 }));
  expect(text).toMatch(inside);
  expect(text.split('\n').length).toBeLessThanOrEqual(4);
});

test.each(INSIDE.filter(([what]) => what !== 'a tile' && what !== 'zoom'))('80×3: %s, too', (_, state, inside) => {
  expect(textOf(state({ cols: 80, rows: 3 }))).toMatch(inside);
});

test.each([1, 2])('80×%d: nothing is stopped by a key of a question that is not seen', (rows) => {
  const text = textOf(play(pods({ cols: 80, rows }), 'x').state);
  expect(text).toContain('Stop demo? y/n');
  expect(text.split('\n')).toHaveLength(rows);
});

test('the bar offers nothing that would do nothing here: with no Pod neither search, zoom nor overview', () => {
  const bar =
    textOf(scene({ size: SIZES.large }))
      .split('\n')
      .at(-1) ?? '';
  expect(bar).toContain('n new');
  for (const hint of ['/ search', 'z zoom', 'o overview', 'Enter', 'x stop', 'c fold']) expect(bar).not.toContain(hint);
  const one =
    textOf(scene({ size: SIZES.large, list: listOf({ live: [terminalPod('a')] }) }))
      .split('\n')
      .at(-1) ?? '';
  for (const hint of ['/ search', 'z zoom', 'o overview', 'Enter', 'x stop']) expect(one).toContain(hint);
});
