// The search by key: letters are text in it, what fits is shown and selected, in grid and picker.
import { shownDirectories } from '../../../src/dashboard/groups/groupsSelectors';
import { fieldText } from '../../../src/dashboard/kit/textField';
import { themeFor } from '../../../src/dashboard/kit/theme';
import { initialState } from '../../../src/dashboard/loop/initialState';
import { KEYMAP } from '../../../src/dashboard/loop/keymap';
import { selectedKey } from '../../../src/dashboard/loop/podSelection';
import { keyOf, mouse, play, SIZES, terminalPod, textOf } from '../scene';
import { grid, list, picker, pods, rows, tiles } from './scopedPods';

describe('the search', () => {
  test('letters are text, whatever they mean elsewhere; nothing happens to a Pod', () => {
    const { state, effects } = play(grid(), '/', 'q', 'j', 'k');
    expect(effects).toEqual([]);
    expect(fieldText(state.scope.search)).toBe('qjk');
    expect([tiles(state), selectedKey(state)]).toEqual(['qjk', keyOf('qjk')]);
  });

  test('a paste of a megabyte is not taken, and says so; what was typed stays', () => {
    const paste = { kind: 'paste' as const, text: 'words '.repeat(200_000) };
    const { state } = play(grid(), '/', 'a', 'p', paste);
    expect(fieldText(state.scope.search)).toBe('ap');
    expect(textOf(state)).toContain('A search has at most 1000 characters');
    expect(fieldText(play(state, 'i').state.scope.search)).toBe('api');
  });

  test('Enter keeps what was found and gives the keys back to the pane; Escape then shows all again', () => {
    const kept = play(grid(), '/', 'a', 'p', 'enter').state;
    expect(tiles(kept)).toBe('api');
    expect(play(kept, 'enter').effects).toMatchObject([{ kind: 'attach', entry: { id: { name: 'api' } } }]);
    const all = play(kept, 'escape').state;
    expect([tiles(all), selectedKey(all)]).toEqual(['api qjk web', keyOf('api')]);
    expect(selectedKey(play(all, 'escape').state)).toBe(keyOf('api'));
    expect(selectedKey(play(all, 'escape', 'escape').state)).toBeNull();
  });

  test('a branch is found where it is checked out, as soon as it is known', () => {
    const typed = play(grid(), '/', 'z', 'e', 'b', 'r', 'a').state;
    expect(tiles(typed)).toBe('');
    expect(shownDirectories(typed)).toEqual(['/w/api', '/x', '/w']);
    const repositories = new Map([['/x', { root: '/x', main: '/x', branch: 'zebra-stripes' }]]);
    const known = play(typed, { report: { kind: 'repositories', repositories } }).state;
    expect(tiles(known)).toBe('qjk');
    expect(shownDirectories(grid())).toEqual([]);
  });

  test('where a Pod is to be chosen the first letters choose it, and Enter goes on with it', () => {
    const started = initialState({
      ...{ mode: 'picker', searching: true, size: SIZES.usual, cwd: '/w', theme: themeFor(false), keymap: KEYMAP },
    });
    const shown = play(started, list(pods)).state;
    const typed = play(shown, 'w', 'b').state;
    expect([rows(typed), selectedKey(typed)]).toEqual(['web', keyOf('web')]);
    expect(textOf(typed)).toContain('Enter attach');
    expect(play(typed, 'enter').effects).toContainEqual(
      expect.objectContaining({ kind: 'attach', entry: expect.objectContaining({ key: keyOf('web') }) }),
    );
    const cleared = play(typed, 'escape');
    expect([cleared.effects, rows(cleared.state).split(' ').length]).toEqual([[], 5]);
    expect(play(cleared.state, 'escape').effects).toMatchObject([{ kind: 'end', result: { kind: 'quit' } }]);
  });

  test('Escape clears, then leaves', () => {
    const typed = play(picker(), '/', 'x');
    const cleared = play(typed.state, 'escape').state;
    expect([cleared.scope.searching, fieldText(cleared.scope.search)]).toEqual([true, '']);
    const left = play(cleared, 'escape');
    expect([left.state.scope.searching, left.effects]).toEqual([false, []]);
  });

  test('the picker ranks: live first, then the best fit, which is selected; arrows move meanwhile', () => {
    const found = play(picker(), '/', 'a', 'p', 'i').state;
    expect(rows(found)).toBe('api old-api notes');
    expect(selectedKey(found)).toBe(keyOf('api'));
    expect(selectedKey(play(found, 'down').state)).toBe(keyOf('old-api'));
  });

  test('in the grid too the best fit is selected, where its tile stands', () => {
    const live = [terminalPod('bash', { cwd: '/w/sh' }), terminalPod('sh'), terminalPod('zz', { cwd: '/ssh' })];
    for (const begun of [grid({ live }), play(grid({ live }), 'end').state]) {
      const { state } = play(begun, '/', 's', 'h');
      expect([tiles(state), selectedKey(state)]).toEqual(['bash sh zz', keyOf('sh')]);
      expect(play(state, 'enter', 'enter').effects).toMatchObject([{ kind: 'attach', entry: { id: { name: 'sh' } } }]);
      expect(selectedKey(play(state, 'down').state)).not.toBe(keyOf('sh'));
    }
    expect(selectedKey(play(grid({ live }), 'escape', 'escape', '/', 's').state)).toBeNull();
  });

  test('a paste goes into it; a click still selects', () => {
    const { state } = play(grid(), '/', { kind: 'paste', text: 'we' }, mouse({ x: 5, y: 5 }));
    expect([fieldText(state.scope.search), state.scope.searching, selectedKey(state)]).toEqual([
      'we',
      true,
      keyOf('web'),
    ]);
  });

  test('a list that comes meanwhile is searched too, and what is hidden is never selected', () => {
    const found = play(picker(), '/', 'w', 'e', 'b', 'enter').state;
    const gone = play(found, list({ ...pods, live: pods.live.filter(({ id }) => id.name !== 'web') })).state;
    expect([rows(gone), selectedKey(gone)]).toEqual(['', null]);
    expect(play(gone, 'x').state.message?.text).toBe('No Pod is selected.');
  });

  test('where nothing fits nothing is selected; what was selected is so again when it shows again', () => {
    for (const state of [play(picker(), 'down').state, play(grid(), 'right').state]) {
      const nothing = play(state, '/', 'x', 'x', 'x', 'enter').state;
      expect([selectedKey(nothing), play(nothing, 'enter').effects]).toEqual([null, []]);
      expect(selectedKey(play(nothing, 'escape').state)).toBe(keyOf('qjk'));
    }
    const none = play(grid(), 'escape', 'escape', '/', 'x', 'x', 'x', 'enter', 'escape').state;
    expect(selectedKey(none)).toBeNull();
  });

  test('a Pod that was just started is shown whatever was searched for', () => {
    const state = { ...play(grid(), '/', 'a', 'p', 'enter').state, selectWhenLive: keyOf('zzz') };
    const seen = play(state, list({ ...pods, live: [...pods.live, terminalPod('zzz')] })).state;
    expect([selectedKey(seen), tiles(seen)]).toEqual([keyOf('zzz'), 'api qjk web zzz']);
  });
});
