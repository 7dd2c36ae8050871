// The picker as text: live first, as many rows as there is room for, how many more, at every width.
import { textWidth } from '../../../src/cells/cellWidth';
import { viewDashboard } from '../../../src/dashboard/frame/viewDashboard';
import { createLineCache } from '../../../src/dashboard/kit/lineCache';
import { NEW_PICKER } from '../../../src/dashboard/picker/pickerState';
import { corruptPod, livePod, pendingPod, readableLog, storedPod } from '../../podList/facts';
import { keyOf, listOf, NOW, play, SIZES, scene, screenFeed, terminalPod, textOf } from '../scene';

const stopped = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    storedPod(`old-${i}`, { log: readableLog({ updatedAt: NOW - (i + 1) * 3_600_000, preview: `user: task ${i}` }) }),
  );
const picker = { mode: 'picker' as const };
const pending = terminalPod('demo', { status: 'running' });

describe('the picker', () => {
  test('names that look alike are told apart, in rows and on tiles', () => {
    const [composed, decomposed] = ['caf\u00e9', 'cafe\u0301'];
    const list = listOf({ live: [terminalPod(composed), terminalPod(decomposed)], stored: [storedPod('plain')] });
    // As terminals compose them: what differs is said.
    const rows = textOf(scene({ ...picker, list })).normalize('NFC');
    expect(rows).toMatch(/> caf\u00e9 \(U\+0301\) /);
    expect(rows).toMatch(/ {2}caf\u00e9 \(U\+00E9\) /);
    expect(rows).toMatch(/ {2}plain {2}/);
    const grid = textOf(scene({ list })).normalize('NFC');
    expect(grid).toContain('caf\u00e9 (U+0301)');
    expect(grid).toContain('caf\u00e9 (U+00E9)');
  });

  test('also below the tiles and in the overview', () => {
    const list = listOf({ live: [terminalPod('caf\u00e9')], stored: [storedPod('cafe\u0301')] });
    const state = scene({ list, size: SIZES.usual });
    expect(textOf(state).normalize('NFC')).toMatch(/ caf\u00e9 \(U\+0301\) /);
    expect(textOf(play(state, 'o').state).normalize('NFC')).toMatch(/> caf\u00e9 \(U\+00E9\) /);
  });

  test('80×24: a pending live Pod stands first among 60 stopped ones; the rest is counted', () => {
    const list = listOf({ live: [pending], stored: stopped(60) });
    const feeds = { demo: screenFeed(['$ make', 'all good']) };
    expect(textOf(scene({ ...picker, list, feeds }))).toMatchInlineSnapshot(`
"podwatch  1 live · 1 running · 60 stopped                             1–10 of 61
  NAME      STATE                 UPDATED  PREVIEW
> demo      [live running]             3s  [live, pending segment]
  old-0     [stopped/restorable]       1h  user: task 0
  old-1     [stopped/restorable]       2h  user: task 1
  old-2     [stopped/restorable]       3h  user: task 2
  old-3     [stopped/restorable]       4h  user: task 3
  old-4     [stopped/restorable]       5h  user: task 4
  old-5     [stopped/restorable]       6h  user: task 5
  old-6     [stopped/restorable]       7h  user: task 6
  old-7     [stopped/restorable]       8h  user: task 7
  old-8     [stopped/restorable]       9h  user: task 8
  +51 more · 1–10 of 61 Pods
┌─ ● demo ──────────────────────────────────────────────────────── running 3s ─┐
│$ make                                                                        │
│all good                                                                      │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
└──────────────────────────────────────────────────────────────────────────────┘
Enter attach  n new  x stop  / search  i write  z zoom  ? help  Esc quit"
`);
  });

  test('40×10: no ids, short words, as many rows as there is room for', () => {
    const list = listOf({ live: [pending], stored: [...stopped(60), corruptPod('bad')] });
    expect(textOf(scene({ ...picker, list, size: SIZES.small }))).toMatchInlineSnapshot(`
"1 live · 1 running · 60 stopped · 1 cor…
  NAME     STATE      UPDATED PREVIEW
> demo     running         3s [live, pe…
  old-0    restorable      1h user: tas…
  old-1    restorable      2h user: tas…
  old-2    restorable      3h user: tas…
  old-3    restorable      4h user: tas…
  old-4    restorable      5h user: tas…
  +56 more · 1–6 of 62 Pods
Enter attach  n new  ? help  Esc quit"
`);
  });

  test('200×60: everything in full', () => {
    const list = listOf({ live: [pending, livePod('chat', { status: 'paused' })], stored: stopped(2) });
    const lines = textOf(scene({ ...picker, list, size: SIZES.large }))
      .split('\n')
      .slice(0, 6);
    expect(lines.join('\n')).toMatchInlineSnapshot(`
"podwatch  2 live · 1 running · 1 paused · 2 stopped
  NAME      STATE                 UPDATED  SESSION/SEGMENT        PREVIEW                                             ┌─ ◐ chat ────────────────────────────────────────────────────────────── paused ─┐
> chat      [live paused]               -  s:-------- g:019e7799  [live, pending segment]                             │                                                                                │
  demo      [live running]             3s  s:-------- g:019e7799  [live, pending segment]                             │                                                                                │
  old-0     [stopped/restorable]       1h  s:019e7789 g:019e7789  user: task 0                                        │                                                                                │
  old-1     [stopped/restorable]       2h  s:019e7789 g:019e7789  user: task 1                                        │                                                                                │"
`);
  });

  test('the end says so, and a list that is shown whole says nothing of rows', () => {
    const many = play(scene({ ...picker, list: listOf({ stored: stopped(25) }) }), 'G').state;
    expect(textOf(many)).toContain('the end · 16–25 of 25 Pods');
    expect(textOf(scene({ ...picker, list: listOf({ stored: stopped(10) }) }))).not.toMatch(/the end|of 10/);
  });

  const shownRows = (text: string) => text.match(/^[> ] {1}old-\d+/gm)?.map((row) => row.slice(2)) ?? [];

  test('fills the height of its pane: 37 Pods at 200×60, and half of a high, narrow one', () => {
    const list = listOf({ stored: stopped(37) });
    expect(shownRows(textOf(scene({ ...picker, list, size: SIZES.large })))).toHaveLength(37);
    expect(shownRows(textOf(scene({ ...picker, list, size: { cols: 90, rows: 60 } })))).toHaveLength(28);
  });

  test('scrolls by as little as it must, and stays there', () => {
    const list = listOf({ stored: stopped(25) });
    const down = play(scene({ ...picker, list }), ...new Array<string>(11).fill('down')).state;
    expect(shownRows(textOf(down))).toEqual(Array.from({ length: 10 }, (_, i) => `old-${i + 2}`));
    const up = play(down, ...new Array<string>(9).fill('up')).state;
    expect(shownRows(textOf(up))[0]).toBe('old-2');
    expect(shownRows(textOf(play(up, 'up').state))[0]).toBe('old-1');
  });

  test('--rows bounds it', () => {
    const state = { ...scene({ ...picker, size: SIZES.large }), picker: { ...NEW_PICKER, mostRows: 10 } };
    const listed = play(state, { report: { kind: 'list', list: listOf({ stored: stopped(37) }) } }).state;
    expect(shownRows(textOf(listed))).toHaveLength(10);
    expect(textOf(listed)).toContain('+27 more');
  });

  test('long names are cut in the middle, so that they differ', () => {
    const names = ['a-very-long-project-name-of-a-team-one', 'a-very-long-project-name-of-a-team-two'];
    const text = textOf(scene({ ...picker, list: listOf({ stored: names.map((name) => storedPod(name)) }) }));
    expect(text).toMatch(/a-very-long\S*…\S*a-team-one/);
    expect(text).toMatch(/a-very-long\S*…\S*a-team-two/);
  });

  test("says where a Pod works, from the user's home, where there is room", () => {
    const live = [terminalPod('demo', { cwd: '/home/u/src/app' })];
    const state = {
      ...scene({ ...picker, list: listOf({ live }), size: { cols: 100, rows: 30 } }),
      userHome: '/home/u',
    };
    expect(textOf(state)).toMatch(/UPDATED {2}DIRECTORY +PREVIEW\n> demo .* ~\/src\/app /);
  });

  test('says which branch is checked out there, as soon as that is read', () => {
    const live = [terminalPod('a', { cwd: '/w/app' }), terminalPod('b', { cwd: '/x' })];
    const state = scene({ ...picker, list: listOf({ live }), size: { cols: 110, rows: 30 } });
    expect(textOf(state)).not.toContain('BRANCH');
    const repositories = new Map([
      ['/w/app', { root: '/w/app', main: '/w/app', branch: 'main' }],
      ['/x', null],
    ]);
    const read = play(state, { report: { kind: 'repositories', repositories } });
    expect(textOf(read.state)).toMatch(/DIRECTORY +BRANCH +PREVIEW/);
    expect(textOf(read.state)).toMatch(/a .* \/w\/app +main /);
  });

  test('says of a stopped Pod what it was, and why it cannot be restored', () => {
    const list = listOf({ stored: [pendingPod('half'), ...stopped(2)] });
    const state = scene({ ...picker, list });
    expect(textOf(state)).toContain('Enter starts it again and attaches');
    const text = textOf(play(state, 'G').state);
    expect(text).toMatch(/> half/);
    expect(text).toContain('its session is still pending');
  });

  test('the row says what is being done with its Pod', () => {
    const state = play(scene({ ...picker, list: listOf({ stored: stopped(2) }) }), 'enter').state;
    expect(textOf(state)).toMatch(/> old-0 +restoring…/);
  });

  test('wide characters keep the columns in line', () => {
    const names = ['日本語', 'emoji 🎉', 'plain'];
    const stored = names.map((name) => storedPod(name, { log: readableLog({ preview: '漢字 🎉 e\u0301' }) }));
    const lines = textOf(scene({ ...picker, list: listOf({ stored }) })).split('\n');
    const starts = lines
      .filter((line) => line.includes('漢字 🎉'))
      .map((line) => textWidth(line.slice(0, line.indexOf('漢字'))));
    expect(starts.length).toBeGreaterThanOrEqual(3);
    expect(new Set(starts.slice(0, 3)).size).toBe(1);
  });

  test('escapes and tags in names and previews are text or nothing', () => {
    const evil = '\u001b[2J\u001b]0;owned\u0007{bold}{/}\u009b31m\u202eabc\r\nnext';
    const stored = [storedPod('a', { log: readableLog({ preview: evil }) }), storedPod('b\u001b[31m')];
    const frame = viewDashboard(scene({ ...picker, list: listOf({ stored }) }), NOW);
    const text = frame.placements.flatMap(({ lines }) => lines.flat().map((run) => run.text)).join('\n');
    expect(text).toContain('{bold}{/}abc next');
    expect(text).toContain('b\\x1b[31m');
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]|owned/);
  });

  test('the selected row is marked without colour, and "none" marks no row', () => {
    const state = scene({ ...picker, list: listOf({ stored: stopped(3) }), colour: false });
    expect(textOf(state).match(/^> .*/gm)).toHaveLength(1);
    const grid = play(scene({ list: listOf({ live: [pending], stored: stopped(3) }) }), 'escape', 'escape', 'p').state;
    expect(textOf(grid).match(/^> .*/gm)).toBeNull();
  });

  test('moving the selection redraws two rows of the list, not all', () => {
    const state = scene({ ...picker, list: listOf({ stored: stopped(10) }) });
    const cache = createLineCache();
    const before = viewDashboard(state, NOW, cache);
    const after = viewDashboard(play(state, 'down').state, NOW, cache);
    const rows = (key: string) => key.startsWith('picker:');
    const changed = after.placements.filter(({ lines }, i) => lines !== before.placements[i]?.lines);
    expect(changed.filter(({ key }) => rows(key)).map(({ key }) => key)).toEqual(['picker:0', 'picker:1']);
  });

  test('an empty home is no error', () => {
    expect(textOf(scene(picker))).toContain('No Pods yet.');
  });
});

test.each([60, 80, 100, 140, 200])('a state is said in full at %d columns, whatever has to go for it', (cols) => {
  const names = ['a-very-long-project-name-of-a-team-one', 'b'];
  const live = names.map((name) => terminalPod(name, { cwd: `/w/${name}` }));
  const state = scene({ mode: 'picker', list: listOf({ live, stored: [storedPod('old')] }), size: { cols, rows: 20 } });
  const pods = new Map(live.map(({ id }) => [keyOf(id.name), { cpu: 3, memory: 1e8 }]));
  const text = textOf(play(state, { report: { kind: 'usage', pods } }).state);
  expect(text).toContain('[live idle]');
  expect(text).toContain('[stopped/restorable]');
});
