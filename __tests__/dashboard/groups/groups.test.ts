// Groups in grid and picker: what the keys do, what stays selected, and what is shown of a folded group.

import { selectedKey, selectedRowKey } from '../../../src/dashboard/loop/podSelection';
import type { DashboardState } from '../../../src/dashboard/loop/state';
import { groupKey } from '../../../src/podList/groupPods';
import { storedPod } from '../../podList/facts';
import { keyOf, listOf, mouse, NOW, play, SIZES, scene, terminalPod, textOf } from '../scene';

const call = { kind: 'bell' as const, message: '', permissions: 0, since: NOW };
const stopped = (name: string, cwd: string) =>
  storedPod(name, {
    metadata: {
      kind: 'ok',
      active: { sessionId: 's', segmentId: 'g' },
      launch: { kind: 'terminal', argv: ['sh'], cwd },
    },
  });
const live = [
  terminalPod('app-1', { cwd: '/w/app' }),
  terminalPod('app-2', { cwd: '/w/app' }),
  terminalPod('lib-1', { cwd: '/w/lib' }),
];
const list = listOf({ live, stored: [stopped('app-old', '/w/app'), stopped('other', '/w/other')] });
const rowsOf = (state: DashboardState) =>
  textOf(state)
    .split('\n')
    .filter((line) => /^[> ].*([▾▸]|app|lib|other)/.test(line))
    .map((line) => line.replace(/─+$/, '').trimEnd());
const pickerIn = (by: 'directory' | 'repository') =>
  play(scene({ mode: 'picker', list }), ...(by === 'directory' ? ['b'] : ['b', 'b'])).state;
const directory = pickerIn('directory');

describe('the picker in groups', () => {
  test('one key: by directory, by repository, not at all; each group says how many live', () => {
    expect(rowsOf(directory).map((row) => row.slice(0, 40).trimEnd())).toEqual([
      '  ▾ /w/app  2 live · 1 stopped',
      expect.stringMatching(/^> app-1 /),
      expect.stringMatching(/^ {2}app-2 /),
      expect.stringMatching(/^ {2}app-old /),
      '  ▾ /w/lib  1 live',
      expect.stringMatching(/^ {2}lib-1 /),
      '  ▾ /w/other  1 stopped',
      expect.stringMatching(/^ {2}other /),
    ]);
    const worktrees = new Map([
      ['/w/app', { root: '/w/app', main: '/w/app', branch: 'main' }],
      ['/w/lib', { root: '/w/lib', main: '/w/app', branch: 'side' }],
    ]);
    const { state } = play(pickerIn('repository'), {
      report: { kind: 'repositories', repositories: worktrees },
    });
    expect(rowsOf(state).filter((row) => row.includes('▾'))).toEqual([
      '  ▾ /w/app  3 live · 1 stopped',
      '  ▾ /w/other  1 stopped',
    ]);
    expect(textOf(play(state, 'b').state)).not.toContain('▾');
  });

  test('folded, its head is what is selected: keys for Pods act on none, Enter unfolds it', () => {
    expect(textOf(play(directory, 'down').state)).toMatch(/c fold /);
    const folded = play(directory, 'down', 'c');
    expect(textOf(folded.state)).toMatch(/c unfold /);
    expect(selectedRowKey(folded.state)).toBe(groupKey('/w/app'));
    expect(selectedKey(folded.state)).toBeNull();
    expect(rowsOf(folded.state)[0]).toBe('> ▸ /w/app  2 live · 1 stopped');
    const pressed = play(folded.state, 'x');
    expect(pressed.state.overlay).toBeNull();
    expect(pressed.state.message?.text).toMatch(/^A group is selected/);
    expect(selectedRowKey(play(pressed.state, 'down').state)).toBe(keyOf('lib-1'));
    const open = play(folded.state, 'enter');
    expect(open.effects).toEqual([]);
    expect(selectedKey(open.state)).toBe(keyOf('app-1'));
  });

  test('arrows fold and unfold; Escape leaves the selection where it was', () => {
    const folded = play(directory, 'left').state;
    expect(selectedRowKey(folded)).toBe(groupKey('/w/app'));
    expect(selectedRowKey(play(folded, 'left').state)).toBe(groupKey('/w/app'));
    expect(selectedKey(play(folded, 'right').state)).toBe(keyOf('app-1'));
    expect(selectedRowKey(play(folded, 'escape').state)).toBe(groupKey('/w/app'));
  });

  test('a search looks into folded groups, and they are folded again after it', () => {
    const folded = play(directory, 'c').state;
    const found = play(folded, '/', 'o', 'l', 'd', 'enter').state;
    expect(rowsOf(found).at(-1)).toMatch(/^> app-old /);
    const after = play(found, 'escape').state;
    expect(rowsOf(after)[0]).toBe('> ▸ /w/app  2 live · 1 stopped');
  });

  test('Space on a head marks all of its Pods, and takes the marks away again', () => {
    const marked = play(directory, 'c', 'space').state;
    expect([...marked.composer.marks].sort()).toEqual(['app-1', 'app-2', 'app-old'].map(keyOf).sort());
    expect(rowsOf(marked)[0]).toBe('> ▸ /w/app  2 live · 1 stopped · 3 marked');
    const asked = play(marked, 'x').state;
    expect(textOf(asked)).toContain('Stop 2 of 3 marked Pods: app-1, app-2? y/n');
    expect(play(marked, 'space').state.composer.marks.size).toBe(0);
  });

  test('a new list: the head stays selected; where its group is gone, a neighbour is', () => {
    const folded = play(directory, 'c').state;
    const fewer = listOf({ live: live.slice(1), stored: [stopped('other', '/w/other')] });
    expect(selectedRowKey(play(folded, { report: { kind: 'list', list: fewer } }).state)).toBe(groupKey('/w/app'));
    const gone = listOf({ live: live.slice(2) });
    expect(selectedRowKey(play(folded, { report: { kind: 'list', list: gone } }).state)).toBe(keyOf('lib-1'));
  });

  test('a jump to who needs the user unfolds his group; it comes first', () => {
    const calling = listOf({ live: [...live.slice(0, 2), terminalPod('lib-1', { cwd: '/w/lib', attention: call })] });
    const state = play(directory, { report: { kind: 'list', list: calling } }, 'down', 'down').state;
    const folded = play({ ...state, selection: keyOf('lib-1') }, 'c', 'home').state;
    expect(rowsOf(folded)[0]).toMatch(/▸ \/w\/lib {2}▲ 1 needs you {2}1 live$/);
    const jumped = play(folded, 'a').state;
    expect(selectedKey(jumped)).toBe(keyOf('lib-1'));
    expect(jumped.groups.folded.size).toBe(0);
  });

  test('of a folded group that is selected its Pods stand below the list, as many as fit', () => {
    const folded = play(directory, 'space', 'c').state;
    const text = textOf(folded);
    expect(text).toMatch(/─ \/w\/app ─+ 2 live · 1 stopped · 1 marked ─/);
    expect(text).toMatch(/✓ ○ app-1 {3,}idle/);
    expect(text).toMatch(/■ app-old {2,}stopped, restorable/);
    const many = listOf({ live: Array.from({ length: 40 }, (_, at) => terminalPod(`p${at}`, { cwd: '/w' })) });
    expect(textOf(play(scene({ mode: 'picker', list: many }), 'b', 'c').state)).toMatch(/\+\d+ more/);
  });

  test('a click on a head folds it', () => {
    const y = textOf(directory)
      .split('\n')
      .findIndex((line) => line.includes('▾ /w/lib'));
    const clicked = play(directory, mouse({ x: 5, y }));
    expect(rowsOf(clicked.state)).toContain('  ▸ /w/lib  1 live');
  });
});

describe('the grid in groups', () => {
  const grid = play(scene({ list, size: SIZES.large }), 'b').state;

  test('a head over the tiles of each group; arrows lead from tile to tile, and over a folded one', () => {
    const text = textOf(grid);
    expect(text).toMatch(/▾ \/w\/app {2}2 live · 1 stopped ─/);
    expect(text).toMatch(/▾ \/w\/lib {2}1 live ─/);
    expect(selectedKey(play(grid, 'right').state)).toBe(keyOf('app-2'));
    expect(selectedKey(play(grid, 'down').state)).toBe(keyOf('lib-1'));
    expect(selectedKey(play(grid, 'down', 'down').state)).toBe(keyOf('app-old'));
    expect(selectedKey(play(grid, 'down', 'down', 'up').state)).toBe(keyOf('lib-1'));
    const folded = play(grid, 'down', 'c').state;
    expect(selectedRowKey(folded)).toBe(groupKey('/w/lib'));
    expect(textOf(folded)).toMatch(/> ▸ \/w\/lib/);
    expect(selectedKey(play(folded, 'up').state)).toBe(keyOf('app-2'));
    expect(selectedRowKey(play(folded, 'up', 'down').state)).toBe(groupKey('/w/lib'));
  });

  test('tiles of folded groups are not watched, and zoom passes them over', () => {
    const folded = play(grid, 'c').state;
    expect(textOf(folded)).not.toContain('app-1');
    const zoomed = play(folded, 'down', 'z', 'left').state;
    expect(selectedKey(zoomed)).toBe(keyOf('lib-1'));
  });

  test('on pages, the page of what is selected is shown', () => {
    const many = listOf({
      live: Array.from({ length: 9 }, (_, at) => terminalPod(`p${at}`, { cwd: `/w/d${at % 2}` })),
    });
    const state = play(scene({ list: many }), 'b').state;
    expect(textOf(state)).toMatch(/by directory · page 1\/\d/);
    const last = play(state, 'end').state;
    expect(selectedKey(last)).toBe(keyOf('p7'));
    expect(textOf(last)).toMatch(/page (\d)\/\1/);
    expect(selectedKey(play(last, '[', '[', '[', '[', '[').state)).toBe(keyOf('p0'));
  });
});

test('where there are no groups, folding says which key makes them; arrows in the picker say nothing', () => {
  const state = scene({ mode: 'picker', list });
  expect(play(state, 'c').state.message?.text).toBe('There are no groups. b makes them.');
  expect(play(state, 'left').state.message).toBeNull();
});
