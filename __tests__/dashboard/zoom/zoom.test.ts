// Zoom: one Pod's screen large and live, back through what it kept, to the next Pod and out again.
import type { ScreenRow } from '../../../src/cells/podScreen';
import { viewDashboard } from '../../../src/dashboard/frame/viewDashboard';
import type { Effect } from '../../../src/dashboard/loop/effect';
import { selectedKey } from '../../../src/dashboard/loop/podSelection';
import type { ScrollbackOutcome } from '../../../src/dashboard/loop/ports';
import type { DashboardState } from '../../../src/dashboard/loop/state';
import { watchedEntries } from '../../../src/dashboard/loop/watchedEntries';
import { historyOfRows } from '../../../src/history/history';
import type { PodFacts } from '../../../src/podList/podFacts';
import { said } from '../../conversation/conversationFixtures';
import { livePod, names, storedPod } from '../../podList/facts';
import {
  conversationFeed,
  keyOf,
  listOf,
  mouse,
  NOW,
  play,
  SIZES,
  scene,
  screenFeed,
  terminalPod,
  textOf,
} from '../scene';

const zoomable = (name: string) => terminalPod(name, { extensions: ['terminal', 'screen', 'scrollback'] });
const live = (count: number) => Array.from({ length: count }, (_, i) => zoomable(`p${i}`));
const grid = (over: Partial<PodFacts> = { live: live(3) }, size: { cols: number; rows: number } = SIZES.usual) =>
  scene({ list: listOf(over), size, feeds: { p0: screenFeed(['live row', '$ ']) } });
const rows = (count: number): readonly ScreenRow[] =>
  Array.from({ length: count }, (_, i) => [{ text: `kept ${i + 1}`, fg: -1, bg: -1, flags: 0, width: 1 as const }]);
const read = (name: string, outcome: ScrollbackOutcome) => ({
  report: { kind: 'scrollbackRead' as const, key: keyOf(name), outcome },
});
const kinds = (effects: readonly Effect[]) => effects.map(({ kind }) => kind);
const kept = (text: string) => [...text.matchAll(/kept (\d+)/g)].map(([, n]) => Number(n));
const scrolled = (...keys: readonly string[]): DashboardState =>
  play(grid(), 'z', 'pageup', read('p0', { kind: 'rows', rows: rows(100) }), ...keys).state;

test('shows one live screen over the whole body, watches it alone, and goes back', () => {
  const { state } = play(grid(), 'z');
  expect(names(watchedEntries(state))).toEqual(['p0']);
  const lines = textOf(state).split('\n');
  expect(lines[1]).toMatch(/^╔═ ○ p0 ═+ idle 3s ═╗$/);
  expect(lines[2]).toMatch(/^║live row +║$/);
  expect(lines[22]).toMatch(/^╚═+╝$/);
  expect(lines[23]).toContain('Esc back');
  for (const name of ['escape', 'z', 'q']) expect(play(state, name).state.pane).toEqual({ kind: 'grid' });
  expect(play(grid(), 'p', 'z', 'z').state.pane).toEqual({ kind: 'picker' });
});

test.each(Object.values(SIZES))('fits %j', (size) => {
  const lines = textOf(play(grid(undefined, size), 'z').state).split('\n');
  expect(lines).toHaveLength(size.rows);
  expect(lines.at(-2)).toMatch(/^╚═+╝$/);
  expect(lines.every((line) => line.length <= size.cols)).toBe(true);
});

test('Enter attaches, left and right go to the Pods beside it, which are selected on return', () => {
  expect(kinds(play(grid(), 'z', 'enter').effects)).toEqual(['attach']);
  const next = play(grid(), 'z', 'right', 'l', 'l').state;
  expect(names(watchedEntries(next))).toEqual(['p2']);
  expect(selectedKey(play(next, 'h', 'escape').state)).toBe(keyOf('p1'));
});

test('PgUp asks once for what stood above, and shows it standing still until its end', () => {
  const asked = play(grid(), 'z', 'pageup', 'up');
  expect(kinds(asked.effects)).toEqual(['readScrollback']);
  const { state } = play(asked.state, read('p0', { kind: 'rows', rows: rows(100) }));
  // 20 rows are shown; the page left one of them in sight, and one row more was asked for.
  expect(kept(textOf(state))).toEqual(Array.from({ length: 20 }, (_, i) => 61 + i));
  expect(textOf(state)).toContain('rows 61–80 of 100, standing still');
  const later = play(state, { report: { kind: 'feed', key: keyOf('p0'), feed: screenFeed(['new']) } }).state;
  expect(kept(textOf(later))[0]).toBe(61);
});

test.each([
  [['pageup'], 43],
  [['home'], 1],
  [['home', 'pagedown'], 20],
  [['home', 'down', 'up', 'up'], 1],
])('then %j shows row %d first', (keys, first) => {
  expect(kept(textOf(scrolled(...keys)))[0]).toBe(first);
});

test('the end is live again, by any way; so is another Pod', () => {
  for (const keys of [['end'], ['pagedown'], ['escape', 'z']]) {
    expect(textOf(scrolled(...keys))).toContain('live row');
  }
  expect(scrolled('right').pane).toMatchObject({ entry: { id: { name: 'p1' } }, scroll: null });
});

test('the wheel scrolls, two clicks attach', () => {
  const wheel = mouse({ action: 'wheelup', button: 'none' });
  const up = play(grid(), 'z', wheel);
  expect(kinds(up.effects)).toEqual(['readScrollback']);
  const { state } = play(up.state, read('p0', { kind: 'rows', rows: rows(100) }));
  expect(kept(textOf(state))[0]).toBe(78);
  const click = mouse({ x: 10, y: 10 });
  expect(kinds(play(grid(), 'z', click, click).effects)).toEqual(['attach']);
  // What stands still is selected in.
  expect(kinds(play(state, click, click).effects)).toEqual([]);
});

test('says why there is nothing to scroll to, and drops what comes too late', () => {
  const asked = play(grid(), 'z', 'pageup').state;
  const lost = play(asked, read('p0', { kind: 'lost', reason: 'refused' })).state;
  expect(lost.message?.text).toBe('p0: what stood above its screen cannot be read: refused.');
  expect(textOf(play(asked, read('p0', { kind: 'rows', rows: rows(5) })).state)).toContain('Nothing stands above');
  const old = play(grid({ live: [terminalPod('p0')] }), 'z', 'pageup');
  expect([kinds(old.effects), old.state.message?.text]).toEqual([[], 'p0 cannot say what stood above its screen.']);
  expect(play(asked, 'escape', read('p0', { kind: 'rows', rows: rows(50) })).state.pane).toEqual({ kind: 'grid' });
});

test('a Pod that ends keeps its last screen; a stopped one has none', () => {
  const ended = play(grid(), 'z', { report: { kind: 'list', list: listOf({ stored: [storedPod('p0')] }) } }).state;
  expect(textOf(ended)).toContain('live row');
  expect(textOf(ended)).toContain('■ p0');
  const stopped = play(grid({ stored: [storedPod('old', { log: { kind: 'missing' } })] }), 'p', 'z').state;
  expect([stopped.pane.kind, stopped.message?.text]).toEqual(['picker', 'old has no live screen to look at.']);
});

test('the composer writes to the Pod that is zoomed', () => {
  const { state, effects } = play(grid(), 'z', 'right', 'i', 'z', 'q', 'enter');
  expect(effects).toMatchObject([{ kind: 'send', text: 'zq', entry: { id: { name: 'p1' } } }]);
  expect(state.pane.kind).toBe('zoom');
});

test('a conversation is followed at its end, scrolled back, and opened by Enter', () => {
  const words = Array.from({ length: 40 }, (_, i) => said(`word ${i}`));
  const list = listOf({ live: [livePod('chat', { extensions: ['agent'] }), terminalPod('shell')] });
  const zoomed = play(scene({ list, feeds: { chat: conversationFeed(words) } }), 'z').state;
  expect(textOf(zoomed)).toContain('word 39');
  const back = play(zoomed, 'pageup').state;
  expect(textOf(back)).not.toContain('word 39');
  expect(textOf(back)).toContain('% · End: live');
  expect(textOf(play(back, 'g').state)).toContain('word 0');
  const report = { kind: 'feed' as const, key: keyOf('chat'), feed: conversationFeed([...words, said('new')]) };
  expect(textOf(play(back, { report }).state)).not.toContain('new');
  expect(textOf(play(back, { report }, 'end').state)).toContain('new');
  expect(play(back, mouse({ action: 'wheeldown' }), 'enter').state.pane).toMatchObject({
    kind: 'conversation',
    back: 'grid',
  });
  expect(play(back, 'right').state.pane).toMatchObject({
    kind: 'zoom',
    entry: { id: { name: 'shell' } },
    conversationTop: null,
  });
});

test('a search in what was printed marks every match; n goes to the one before; Esc leaves', () => {
  const asked = play(grid(), 'z', '/');
  expect(kinds(asked.effects)).toEqual(['readScrollback']);
  const { state } = play(asked.state, read('p0', { kind: 'rows', rows: rows(100) }), 'k', 'e', 'p', 't', ' ', '7');
  expect(textOf(state)).toMatch(/\/kept 7▏ · 11 of 11 · rows \d+–\d+ of 100/);
  const before = play(state, 'enter', 'n', 'n').state;
  expect(textOf(before)).toContain('/kept 7 · 9 of 11');
  expect(textOf(play(before, 'escape').state)).toContain('standing still');
});

test('copy mode copies the lines that are selected', () => {
  const copied = play(scrolled(), 'v', 'V', 'up', 'y');
  expect(copied.effects).toMatchObject([{ kind: 'copy', text: 'kept 80\nkept 81' }]);
  expect(textOf(copied.state)).toContain('standing still');
});

test('e shows all of it elsewhere, Y wants marks', () => {
  const shown = play(scrolled(), 'e');
  expect(shown.effects).toMatchObject([{ kind: 'showText' }]);
  const back = play(shown.state, { report: { kind: 'textShown', outcome: { kind: 'failed', message: 'No less.' } } });
  expect(textOf(back.state)).toContain('No less.');
  expect(textOf(play(scrolled(), 'Y').state)).toContain('OSC 133');
});

test('of a stopped Pod its history is shown', () => {
  const launch = { kind: 'terminal' as const, argv: ['sh'], cwd: '/' };
  const active = { sessionId: 's', segmentId: 'g' };
  const old = storedPod('old', { metadata: { kind: 'ok', active, launch } });
  const stopped = scene({ list: listOf({ stored: [old] }), size: SIZES.usual });
  const asked = play(stopped, 'p', 'down', 'z');
  expect(kinds(asked.effects)).toContain('readScrollback');
  const { state } = play(asked.state, read('old', { kind: 'rows', rows: rows(100) }));
  expect(textOf(state)).toContain('rows 81–100 of 100');
  expect(play(state, 'q').state.pane).toEqual({ kind: 'picker' });
});

describe('the mouse selects', () => {
  const at = (x: number, y: number, over: Parameters<typeof mouse>[0] = {}) => mouse({ x, y, ...over });
  const drag = (x: number, y: number, isAlt?: true) => at(x, y, { action: 'drag', ...(isAlt && { isAlt }) });
  const up = (x: number, y: number) => at(x, y, { action: 'up' });
  const copies = (effects: readonly Effect[]) => effects.flatMap((each) => (each.kind === 'copy' ? [each.text] : []));
  // Rows 81 to 100 are shown from line 2 on, behind a border.
  const standing = () => scrolled('up');

  test('characters by a drag, a block with Alt, a word by two clicks, the line by three; letting go copies', () => {
    const state = play(scrolled('home'), 'down').state;
    const copied = (...inputs: Parameters<typeof play>[1][]) => copies(play(state, ...inputs).effects);
    expect(copied(at(3, 2), drag(5, 3), up(5, 3))).toEqual(['pt 2\nkept']);
    expect(copied(at(6, 2), drag(6, 2), drag(7, 4), up(7, 4))).toEqual(['2\nkept 3\nkept 4']);
    expect(copied(at(1, 2), drag(4, 4, true), up(4, 4))).toEqual(['kept\nkept\nkept']);
    expect(copied(at(2, 2), up(2, 2), at(2, 2), up(2, 2))).toEqual(['kept']);
    expect(copied(at(2, 2), up(2, 2), at(2, 2), up(2, 2), at(2, 2), up(2, 2))).toEqual(['kept', 'kept 2']);
  });

  test('a click alone begins nothing; in copy mode it moves the cursor', () => {
    const state = standing();
    const clicked = play(state, at(3, 3), up(3, 3));
    expect([copies(clicked.effects), clicked.state.pane]).toMatchObject([[], { scroll: { view: { copying: null } } }]);
    const copying = play(state, 'v', at(3, 3), up(3, 3)).state;
    expect(copying.pane).toMatchObject({ scroll: { view: { copying: { anchor: null, cursor: { character: 2 } } } } });
    expect(copies(play(copying, 'v', 'right', 'y').effects)[0]).toHaveLength(2);
  });

  test('a drag over the live screen asks for the history, and selects in it', () => {
    const { state, effects } = play(grid(), 'z', at(1, 2), drag(4, 2), drag(6, 2), up(6, 2));
    expect(kinds(effects)).toEqual(['readScrollback']);
    expect(copies(play(state, read('p0', { kind: 'rows', rows: rows(100) })).effects)).toEqual(['kept 8']);
    const frame = (own: DashboardState) => viewDashboard(own, NOW).wantsDrags;
    expect([frame(state), frame(grid()), frame(play(state, 'escape').state)]).toEqual([true, false, false]);
  });
});

test('without the marks of a shell the keys from prompt to prompt say so, and the screen stays live', () => {
  const tried = play(grid(), 'z', 'K', read('p0', { kind: 'rows', rows: rows(100) })).state;
  expect([tried.message?.text, tried.pane]).toMatchObject([expect.stringContaining('OSC 133'), { scroll: null }]);
  const marked = historyOfRows(rows(50)).lines.map((line, at) => ({ ...line, marks: at === 10 ? 'A' : '' }));
  const history = { lines: marked, isCut: false };
  const at = play(grid(), 'z', 'K', read('p0', { kind: 'history', history })).state;
  expect(kept(textOf(at))[0]).toBe(11);
  expect(play(at, 'K').state.message?.text).toBe('There is no prompt further up.');
});
