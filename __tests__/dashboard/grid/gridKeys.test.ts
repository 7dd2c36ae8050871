// The grid's keys and mouse, the questions, the message line: tables over the pure loop.
import { planGrid } from '../../../src/dashboard/grid/gridPlan';
import { selectedKey } from '../../../src/dashboard/loop/podSelection';
import type { DashboardState } from '../../../src/dashboard/loop/state';
import { watchedEntries } from '../../../src/dashboard/loop/watchedEntries';
import type { PodFacts } from '../../../src/podList/podFacts';
import { names, storedPod } from '../../podList/facts';
import { keyOf, listOf, mouse, NOW, play, SIZES, scene, screenFeed, terminalPod, textOf } from '../scene';

const grid = (over: Partial<PodFacts>, size = SIZES.usual as { cols: number; rows: number }): DashboardState =>
  scene({ list: listOf(over), size });
const live = (count: number) => Array.from({ length: count }, (_, i) => terminalPod(`p${i}`));
const list = (over: Partial<PodFacts>) => ({ report: { kind: 'list' as const, list: listOf(over) } });

describe('moving over 6 tiles in 2 columns, 4 a page', () => {
  const state = grid({ live: live(6) });

  test.each([
    [[], 'p0'],
    [['right'], 'p1'],
    [['l', 'h'], 'p0'],
    [['down'], 'p2'],
    [['j', 'k'], 'p0'],
    [['down', 'right', 'right'], 'p4'],
    [['down', 'down'], 'p4'],
    [['G', 'up'], 'p3'],
    [['G', 'down', 'right'], 'p5'],
    [['up', 'left'], 'p0'],
    [[']'], 'p4'],
    [[']', ']'], 'p4'],
    [[']', '['], 'p0'],
    [['pagedown', 'pageup'], 'p0'],
    [['end'], 'p5'],
    [['G', 'g'], 'p0'],
    [['escape', 'escape', 'down'], 'p0'],
    [['escape'], 'p0'],
  ])('%j selects %s', (keys, name) => {
    expect(selectedKey(play(state, ...keys).state)).toBe(keyOf(name));
  });

  test('"nothing selected" stays so through pages and lists, and Enter says what to do', () => {
    const cleared = play(state, 'escape', 'escape', ']', list({ live: live(6), stored: [storedPod('old')] })).state;
    expect(selectedKey(cleared)).toBeNull();
    expect(planGrid(cleared).page).toBe(1);
    const { effects, state: told } = play(cleared, 'enter');
    expect(effects).toEqual([]);
    expect(told.message?.text).toContain('No Pod is selected');
  });

  test('a click selects, a second one attaches, the wheel turns the page', () => {
    const click = mouse({ x: 60, y: 15 });
    expect(selectedKey(play(state, click).state)).toBe(keyOf('p3'));
    expect(play(state, click, click).effects.map(({ kind }) => kind)).toEqual(['attach']);
    expect(play(state, click, mouse({ x: 2, y: 2 })).effects).toEqual([]);
    const wheel = mouse({ action: 'wheeldown', button: 'none' });
    expect(planGrid(play(state, wheel).state).page).toBe(1);
  });

  test('exactly the tiles on the screen are watched', () => {
    expect(names(watchedEntries(state))).toEqual(['p0', 'p1', 'p2', 'p3']);
    expect(names(watchedEntries(play(state, ']').state))).toEqual(['p4', 'p5']);
    expect(names(watchedEntries(play(state, 'p').state))).toEqual(['p0']);
    expect(names(watchedEntries(play(state, '?').state))).toHaveLength(4);
    expect(watchedEntries(play(state, 'enter').state)).toEqual([]);
  });

  test('tiles keep their places when Pods act, come and go', () => {
    const busy = live(6).map((pod) =>
      pod.id.name === 'p5' ? { ...pod, log: { sessionId: 's', fact: { ...storedLog, updatedAt: NOW } } } : pod,
    );
    const after = play(state, list({ live: [terminalPod('a'), ...busy.filter(({ id }) => id.name !== 'p1')] })).state;
    expect(after.tileOrder).toEqual(['p0', 'p2', 'p3', 'p4', 'p5', 'a'].map(keyOf));
  });
});

const storedLog = {
  kind: 'readable' as const,
  preview: 'x',
  hasEntries: true,
  title: null,
  lastExit: null,
};

describe('a tile whose Pod is gone', () => {
  test('stays selected by name, cannot be attached, and is selected again when it is back', () => {
    const state = play(grid({ live: live(2) }), 'right').state;
    const gone = play(
      state,
      list({ live: live(1), stored: [storedPod('p1', { log: { ...storedLog, updatedAt: NOW } })] }),
    ).state;
    // It is shown where it stands now; a key that meant the live one does not start it again.
    expect(textOf(gone)).toMatch(/^> ■ p1 .*\nEnter restore /m);
    const { effects, state: told } = play(gone, 'enter');
    expect(effects).toEqual([]);
    expect(told.message?.text).toBe('p1 has just ended: press the key again if you mean it now.');
    const settled = { report: { kind: 'rowSettled' as const, id: gone.changedRow?.id ?? 0 } };
    expect(play(told, settled, 'enter').effects).toMatchObject([{ kind: 'restore', id: { name: 'p1' } }]);
    const back = play(gone, list({ live: live(2) })).state;
    const seen = { report: { kind: 'rowSettled' as const, id: back.changedRow?.id ?? 0 } };
    expect(play(back, seen, 'enter').effects).toMatchObject([{ kind: 'attach', entry: { id: { name: 'p1' } } }]);
  });

  test('its content is dropped', () => {
    const state = scene({ list: listOf({ live: live(2) }), feeds: { p0: screenFeed(['a']), p1: screenFeed(['b']) } });
    expect([...play(state, list({ live: live(1) })).state.tiles.keys()]).toEqual([keyOf('p0')]);
  });
});

describe('attach', () => {
  test('leaves everything as it was, and a failure is said', () => {
    const state = play(grid({ live: live(6) }), ']', 'right').state;
    const attached = play(state, 'enter').state;
    const outcome = { kind: 'failed' as const, message: 'p5: its socket refused' };
    const back = play(attached, { report: { kind: 'attachEnded', key: keyOf('p5'), outcome } }).state;
    expect(back).toEqual({ ...state, message: { kind: 'error', text: outcome.message } });
  });

  test('keys that come in meanwhile do nothing', () => {
    const { state } = play(grid({ live: live(2) }), 'enter');
    expect(play(state, 'q', 'x', 'right')).toEqual({ state, effects: [] });
  });
});

describe('stop', () => {
  const state = grid({ live: live(2) });

  test.each(['n', 'escape', 'q', 'C-c'])('%s means no', (name) => {
    const asked = play(state, 'x', 'right', name);
    expect(asked.effects).toEqual([]);
    expect(asked.state.overlay).toBeNull();
    expect(selectedKey(asked.state)).toBe(keyOf('p0'));
  });

  test('y stops, once; the tile says so until it has ended', () => {
    const asked = play(state, 'x', 'y');
    expect(asked.effects.map(({ kind }) => kind)).toEqual(['stop']);
    expect(asked.state.running.get(keyOf('p0'))).toBe('stopping');
    const again = play(asked.state, 'x');
    expect(again.state.message?.text).toBe('p0: still stopping…');
    expect(again.effects).toEqual([]);
    const outcome = { kind: 'done' as const, message: 'p0 has stopped.' };
    const ended = play(asked.state, { report: { kind: 'stopEnded', key: keyOf('p0'), outcome } }).state;
    expect([ended.running.size, ended.message]).toEqual([0, { kind: 'info', text: 'p0 has stopped.' }]);
  });
});

describe('the message line', () => {
  const outcome = { kind: 'failed' as const, message: 'p0: denied' };
  const told = play(grid({ live: live(2) }), { report: { kind: 'stopEnded', key: keyOf('p0'), outcome } }).state;

  test('outlives new lists and tile content', () => {
    const later = play(told, list({ live: live(1) }), {
      report: { kind: 'feed', key: keyOf('p0'), feed: screenFeed(['x']) },
    }).state;
    expect(later.message?.text).toBe('p0: denied');
  });

  test.each(['z', 'right', 'f5'])('ends with the next key: %s', (name) => {
    expect(play(told, name).state.message).toBeNull();
  });
});

describe('other panes', () => {
  test('p shows the list and goes back, selection kept; q and Ctrl+C quit', () => {
    const state = play(grid({ live: live(3) }), 'right', 'p').state;
    expect([state.pane.kind, selectedKey(state)]).toEqual(['picker', keyOf('p1')]);
    expect(play(state, 'p').state.pane.kind).toBe('grid');
    expect(play(state, 'escape').state.pane.kind).toBe('grid');
    for (const name of ['q', 'C-c']) expect(play(state, name).effects).toMatchObject([{ kind: 'end' }]);
  });

  test('help opens over any of them and closes again; its keys act on it alone', () => {
    const state = play(grid({ live: live(3) }, SIZES.small), '?', 'down', 'x', 'n').state;
    expect(state.overlay).toEqual({ kind: 'help', top: 1 });
    expect(selectedKey(play(state, 'escape').state)).toBe(keyOf('p0'));
    expect(play(state, 'q')).toMatchObject({ effects: [], state: { overlay: null } });
  });
});

describe('the rows of stopped Pods below the tiles', () => {
  const stored = ['old-a', 'old-b'].map((name) => storedPod(name));
  const state = grid({ live: live(2), stored });
  const at = (...keys: string[]) => selectedKey(play(state, ...keys).state);

  test.each([
    [['down'], 'old-a'],
    [['down', 'down'], 'old-b'],
    [['down', 'down', 'down'], 'old-b'],
    [['down', 'up'], 'p1'],
    [['down', 'left'], 'old-a'],
    [['end'], 'old-b'],
    [['end', 'home'], 'p0'],
  ])('%j selects %s', (keys, name) => {
    expect(at('g', ...keys)).toBe(keyOf(name));
  });

  test('they are opened, marked and removed like others, and clicked', () => {
    expect(play(state, 'end', 'enter').effects).toMatchObject([{ kind: 'restore', id: { name: 'old-b' } }]);
    expect(play(state, 'end', 'd').state.overlay).toMatchObject({ kind: 'confirm', action: 'remove' });
    expect(textOf(play(state, 'end', 'space').state)).toMatch(/^>✓■ old-b /m);
    const y = textOf(state)
      .split('\n')
      .findIndex((line) => line.includes('old-a'));
    expect(selectedKey(play(state, mouse({ x: 4, y })).state)).toBe(keyOf('old-a'));
  });

  test('where there is no room for them they are not selected', () => {
    const small = scene({ list: listOf({ live: live(1), stored }), size: { cols: 40, rows: 10 } });
    expect(selectedKey(play(small, 'g', 'down').state)).toBe(keyOf('p0'));
  });
});

test('a tile that needs its user has another border, and another one when it is selected, without colour too', () => {
  const attention = { kind: 'bell' as const, message: '', permissions: 0, since: NOW };
  const pods = [terminalPod('a'), terminalPod('b', { attention })];
  const state = play(scene({ list: listOf({ live: pods }), colour: false }), 'g').state;
  const top = (shown: typeof state) => textOf(shown).split('\n')[1] ?? '';
  expect(top(state)).toMatch(/╔═ ○ a .*╗┏━ ▲ ○ b .*┓/);
  expect(top(play(state, 'end').state)).toMatch(/┌─ ○ a .*┐╔═ ▲ ○ b .*╗/);
});
