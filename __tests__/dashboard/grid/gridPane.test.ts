// The grid as text at three sizes: what a user sees, borders and all.
import { textWidth } from '../../../src/cells/cellWidth';
import { STYLE } from '../../../src/cells/textStyle';
import { viewDashboard } from '../../../src/dashboard/frame/viewDashboard';
import { createLineCache } from '../../../src/dashboard/kit/lineCache';
import { said, user } from '../../conversation/conversationFixtures';
import { livePod, readableLog, storedPod } from '../../podList/facts';
import { conversationFeed, keyOf, listOf, NOW, play, SIZES, scene, screenFeed, terminalPod, textOf } from '../scene';

const stopped = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    storedPod(`old-${i}`, {
      log: readableLog({
        updatedAt: NOW - (i + 1) * 3_600_000,
        preview: `task ${i}`,
        lastExit: { code: i, signal: null },
      }),
    }),
  );

const two = listOf({
  live: [
    terminalPod('api', { status: 'running', title: 'vim app.ts' }),
    terminalPod('shell', { status: 'idle', statusSince: NOW - 120_000 }),
  ],
  stored: stopped(5),
});
const twoFeeds = {
  api: screenFeed(['hello', 'world']),
  shell: screenFeed(['$ echo hi', 'hi', '$ '], { cursor: { x: 2, y: 2, visible: true } }),
};

describe('the grid', () => {
  test('80×24: tiles with real screens, the closed Pods in short, the keys', () => {
    expect(textOf(scene({ list: two, feeds: twoFeeds }))).toMatchInlineSnapshot(`
"podwatch  2 live · 1 running · 5 stopped
╔═ ● api · vim app.ts ════ running 3s ═╗┌─ ○ shell ────────────────── idle 2m ─┐
║hello                                 ║│$ echo hi                             │
║world                                 ║│hi                                    │
║                                      ║│$                                     │
║                                      ║│                                      │
║                                      ║│                                      │
║                                      ║│                                      │
║                                      ║│                                      │
║                                      ║│                                      │
║                                      ║│                                      │
║                                      ║│                                      │
║                                      ║│                                      │
║                                      ║│                                      │
║                                      ║│                                      │
║                                      ║│                                      │
║                                      ║│                                      │
║                                      ║│                                      │
╚══════════════════════════════════════╝└──────────────────────────────────────┘
─ 5 stopped, the newest 3 (p shows all) ────────────────────────────────────────
  ■ old-0                  1h  task 0
  ■ old-1                  2h  exit 1 · task 1
  ■ old-2                  3h  exit 2 · task 2
Enter attach  n new  x stop  p list  / search  i write  z zoom  ? help  q quit"
`);
  });

  test('40×10: one tile, and the number of its page', () => {
    const state = scene({ list: two, feeds: twoFeeds, size: SIZES.small });
    expect(textOf(play(state, 'right').state)).toMatchInlineSnapshot(`
"2 live · 1 running · 5 stopped  page 2/2
╔═ ○ shell ══════════════════ idle 2m ═╗
║$ echo hi                             ║
║hi                                    ║
║$                                     ║
║                                      ║
║                                      ║
║                                      ║
╚══════════════════════════════════════╝
Enter attach  n new  ? help  q quit"
`);
  });

  test('200×60: every border ends at the right edge, whatever stands in names and screens', () => {
    const live = ['日本語のポッド', 'émoji 🎉', '👩‍👩‍👧 family', 'a'.repeat(60), '\u001b[31mred', 'x\u202ey'].map(
      (name, i) => terminalPod(name, { status: i % 2 === 0 ? 'running' : 'paused', title: '漢字 title' }),
    );
    const list = listOf({ live, stored: stopped(2) });
    const feeds = Object.fromEntries(live.map(({ id }) => [id.name, screenFeed(['漢字'.repeat(40), '🎉'.repeat(39)])]));
    for (const size of Object.values(SIZES)) {
      const lines = textOf(scene({ list, feeds, size })).split('\n');
      expect(lines).toHaveLength(size.rows);
      const tileRows = lines.filter((line) => /^[║│╔┌╚└]/.test(line));
      expect(tileRows.length).toBeGreaterThan(0);
      for (const line of tileRows) {
        expect([textWidth(line), line]).toEqual([size.cols, line]);
        expect(line).toMatch(/[║│╗┐╝┘]$/);
      }
    }
  });

  test('shows the rows around the cursor, and never less than the screen has', () => {
    const rows = Array.from({ length: 24 }, (_, i) => `row ${i}`);
    const list = listOf({ live: [terminalPod('demo')] });
    const shown = (y: number) => {
      const feeds = { demo: screenFeed(rows, { cursor: { x: 0, y, visible: false } }) };
      return textOf(scene({ list, feeds, size: SIZES.small })).match(/row \d+/g);
    };
    expect(shown(0)).toEqual(['row 0', 'row 1', 'row 2', 'row 3', 'row 4', 'row 5']);
    expect(shown(12)).toEqual(['row 9', 'row 10', 'row 11', 'row 12', 'row 13', 'row 14']);
    expect(shown(23)).toEqual(['row 18', 'row 19', 'row 20', 'row 21', 'row 22', 'row 23']);
  });

  test('shows the cursor as an inverse cell, also behind the end of the row', () => {
    const list = listOf({ live: [terminalPod('demo')] });
    const feeds = { demo: screenFeed(['$ '], { cursor: { x: 4, y: 0, visible: true } }) };
    const frame = viewDashboard(scene({ list, feeds }), NOW);
    const body = frame.placements.find(({ key }) => key === `tile:${keyOf('demo')}:body`);
    const row = body?.lines[0] ?? [];
    expect(row.map(({ text, flags }) => [text, flags])).toEqual([
      ['$', 0],
      [' ', 0],
      ['  ', 0],
      [' ', STYLE.inverse],
    ]);
  });

  test('says what it waits for, and why it shows nothing more', () => {
    const list = listOf({ live: [terminalPod('demo')] });
    expect(textOf(scene({ list }))).toContain('connecting…');
    const lost = scene({ list, feeds: { demo: { kind: 'lost', reason: 'refused \u001b[31m{bold}' } } });
    expect(textOf(lost)).toContain('! refused {bold}');
    const after = play(scene({ list, feeds: { demo: screenFeed(['still here']) } }), {
      report: { kind: 'feed', key: keyOf('demo'), feed: { kind: 'lost', reason: 'closed' } },
    });
    expect(textOf(after.state)).toContain('still here');
    expect(textOf(after.state)).toContain('! closed');
  });

  test('shows the tail of a conversation where there is no terminal', () => {
    const list = listOf({ live: [livePod('chat')] });
    const feed = conversationFeed([user('first'), said('one  \ntwo \u001b[2Jthree')], { title: 'Fix it' });
    const text = textOf(scene({ list, feeds: { chat: feed }, size: SIZES.small }));
    expect(text).toContain('║> first');
    expect(text).toContain('║  two three');
    expect(text).toContain('chat · Fix it');
  });

  test('an empty home says what to do next; one that is being read says so', () => {
    expect(textOf(scene({}))).toContain('Press n to start one, or run: podwatch run NAME -- COMMAND');
    expect(textOf(scene({ list: listOf({ loading: true }) }))).toContain('Reading Pods…');
    expect(textOf(scene({ list: listOf({ stored: stopped(1) }) }))).toContain('Press p for the list of stopped Pods');
  });

  test('what could not be read is said under the header, safely', () => {
    const problems = [
      { source: 'store' as const, place: '/h', message: 'Cannot read \u001b]0;x\u0007/h/pods: EACCES' },
    ];
    const list = listOf({ live: [terminalPod('demo')], problems });
    expect(textOf(scene({ list })).split('\n')[1]).toBe('! Cannot read /h/pods: EACCES');
    expect(textOf(scene({ list, size: SIZES.small })).split('\n')[0]).toBe('! 1 live');
  });

  test('the selected tile differs without colour, and a page keeps its place in the header', () => {
    const live = Array.from({ length: 9 }, (_, i) => terminalPod(`pod-${i}`));
    const first = scene({ list: listOf({ live }), colour: false });
    expect(textOf(first)).toMatch(/╔═ ○ pod-0/);
    const last = play(first, 'G').state;
    expect(textOf(last)).toMatch(/╔═ ○ pod-8/);
    expect(textOf(last).split('\n')[0]).toMatch(/page 3\/3$/);
    expect(textOf(last)).not.toContain('pod-0');
  });

  const BELL = { kind: 'bell', message: '', permissions: 0, since: NOW } as const;
  test('where the header is narrow, the page stays, and counts go', () => {
    const live = Array.from({ length: 9 }, (_, i) => terminalPod(`pod-${i}`, { status: i < 2 ? 'running' : 'idle' }));
    const list = listOf({ live: [terminalPod('rings', { attention: BELL }), ...live], stored: stopped(3) });
    const headerAt = (cols: number) => textOf(scene({ list, size: { cols, rows: 10 } })).split('\n')[0];
    expect(headerAt(80)).toMatch(/^podwatch {2}▲ 1 needs you · 10 live · 2 running · 3 stopped +page 1\/5$/);
    expect(headerAt(61)).toMatch(/^▲ 1 needs you · 10 live · 2 running · 3 stopped +page 1\/10$/);
    expect(headerAt(40)).toMatch(/^▲ 1 needs you · 10 live +page 1\/10$/);
  });
});

describe('work is saved where nothing changes', () => {
  const state = scene({ list: two, feeds: twoFeeds });

  test('the same state gives the same lines', () => {
    const cache = createLineCache();
    const before = viewDashboard(state, NOW, cache);
    const after = viewDashboard(state, NOW, cache);
    expect(after.placements.map(({ lines }) => lines)).toEqual(before.placements.map(({ lines }) => lines));
    after.placements.forEach(({ lines }, index) => {
      expect(lines).toBe(before.placements[index]?.lines);
    });
  });

  test('a changed screen changes its own body alone, and in it only the rows that changed', () => {
    const cache = createLineCache();
    const before = viewDashboard(state, NOW, cache);
    const screen = twoFeeds.api.kind === 'screen' ? twoFeeds.api.screen : null;
    if (screen === null) throw new Error('the scene has a screen');
    const lines = screen.lines.map((row, y) => (y === 1 ? [] : row));
    const feed = { kind: 'screen' as const, screen: { ...screen, lines } };
    const next = play(state, { report: { kind: 'feed', key: keyOf('api'), feed } }).state;
    const after = viewDashboard(next, NOW, cache);
    const changed = after.placements.filter((placement, i) => placement.lines !== before.placements[i]?.lines);
    expect(changed.map(({ key }) => key)).toEqual([`tile:${keyOf('api')}:body`]);
    expect(changed[0]?.lines[0]).toBe(screen.lines[0]);
  });
});

test('long names are cut in the middle in tiles and rows, so that they differ', () => {
  const long = (end: string) => `a-very-long-project-name-of-the-team-${end}`;
  const state = scene({
    list: listOf({
      live: ['one', 'two'].map((end) => terminalPod(long(end))),
      stored: ['three', 'four'].map((end) => storedPod(long(end))),
    }),
  });
  const text = textOf(state);
  for (const end of ['one', 'two', 'three', 'four']) expect(text).toMatch(new RegExp(`a-ver\\S*…\\S*${end}\\b`));
});
