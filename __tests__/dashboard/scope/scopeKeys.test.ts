// Filters and sorting by key: what is shown, what stays selected, what is said of what is hidden.
import { viewDashboard } from '../../../src/dashboard/frame/viewDashboard';
import { planGrid } from '../../../src/dashboard/grid/gridPlan';
import { selectedKey } from '../../../src/dashboard/loop/podSelection';
import { readableLog, storedPod } from '../../podList/facts';
import { keyOf, listOf, NOW, play, SIZES, scene, terminalPod, textOf } from '../scene';
import { attention, grid, line, list, picker, pods, rows, tiles } from './scopedPods';

describe('filters', () => {
  test('f goes through the states, . keeps to what is near; picker and grid share both', () => {
    expect(rows(play(picker(), 'f').state)).toBe('api qjk web');
    expect(rows(play(picker(), 'f', 'f').state)).toBe('old-api notes');
    expect(rows(play(picker(), 'f', 'f', 'f').state)).toBe('web');
    expect(rows(play(picker(), 'f', 'f', 'f', 'f').state)).toBe('api qjk web old-api notes');
    const here = play(grid(), '.', 'p').state;
    expect(rows(here)).toBe('api web');
    expect(tiles(play(here, 'p').state)).toBe('api web');
  });

  test('a tile keeps its place among those that are shown', () => {
    expect(tiles(play(grid(), '.', '.', '.').state)).toBe('api qjk web');
  });

  test('. goes from this directory to its repository to all; where directories lie is asked once each', () => {
    const here = play(picker(), '.');
    const asked = { kind: 'placeDirectories', around: '/w' };
    const [effect] = here.effects;
    expect(here.effects).toMatchObject([asked]);
    expect(effect).toMatchObject({ directories: expect.arrayContaining(['/w/api', '/w', '/x']) });
    const places = new Map([
      ['/w/api', 'elsewhere'],
      ['/w', 'directory'],
      ['/x', 'repository'],
    ] as const);
    const placed = play(here.state, { report: { kind: 'placed', places } });
    expect([rows(placed.state), placed.effects]).toEqual(['web', []]);
    expect(textOf(placed.state)).toContain('1 of 5 · this directory (4 hidden)');
    const repository = play(placed.state, '.');
    expect([rows(repository.state), repository.effects]).toEqual(['qjk web', []]);
    expect(textOf(repository.state)).toContain('this repository');
    const more = { ...pods, live: [...pods.live, terminalPod('new', { cwd: '/y' })] };
    expect(play(repository.state, list(more)).effects).toEqual([{ ...asked, directories: ['/y'] }]);
    expect(rows(play(repository.state, '.').state)).toBe('api qjk web old-api notes');
  });

  test('H without hosts says that there are none', () => {
    const { state } = play(grid(), 'H');
    expect(textOf(state)).toContain('There are no other machines here');
    expect(state.scope.host).toBeNull();
  });

  test('alone (-r) Escape shows all again before it quits', () => {
    const back = play(picker(), 'f', 'escape');
    expect([rows(back.state), back.effects]).toEqual(['api qjk web old-api notes', []]);
    expect(play(back.state, 'escape').effects).toEqual([{ kind: 'end', result: { kind: 'quit' } }]);
  });
});

describe('sorting', () => {
  test('s: attention, name, newest, and live first again; the selection stays with its Pod', () => {
    const state = play(picker(), 'down').state;
    const orders = ['s', 's', 's', 's'].map((_, i, keys) => play(state, ...keys.slice(0, i + 1)).state);
    expect(orders.map(rows)).toEqual([
      'web api qjk old-api notes',
      'api notes old-api qjk web',
      'old-api notes api qjk web',
      'api qjk web old-api notes',
    ]);
    expect(orders.map(selectedKey)).toEqual(orders.map(() => keyOf('qjk')));
    expect(orders.map(({ scope }) => scope.order)).toEqual(['attention', 'name', 'newest', 'live-first']);
  });

  test('an order that was asked for holds in a search too', () => {
    expect(rows(play(picker(), 's', 's', '/', 'a', 'p', 'i').state)).toBe('api notes old-api');
  });

  test('tiles move when it is asked for, and only then', () => {
    const state = play(grid(), 's').state;
    expect(tiles(state)).toBe('web api qjk');
    const rung = [...pods.live.slice(0, 2), terminalPod('qjk', { cwd: '/x', attention })];
    const later = play(state, list({ ...pods, live: rung })).state;
    expect(tiles(later)).toBe('web api qjk');
    expect(tiles(play(later, 'S').state)).toBe('qjk web api');
    expect(planGrid(later).tiles[0]?.entry.id.name).toBe('web');
  });
});

describe('the row that says what is hidden', () => {
  test('80×24: how many, of how many, and why', () => {
    const state = play(grid(), '/', 'a', 'p', 'i', 'enter', '.').state;
    expect(line(state, 1)).toBe('1 of 5 · search "api" · this directory (4 hidden)');
    expect(line(play(state, 'escape').state, 1)).toMatch(/^╔/);
  });

  test('40×10: the field, its cursor, the count', () => {
    const state = play(scene({ list: listOf(pods), size: SIZES.small }), '/', '漢', 'a').state;
    expect(line(state, 1)).toBe('/ 漢a                  0 of 5 (5 hidden)');
    expect(viewDashboard(state, NOW).cursor).toEqual({ x: 5, y: 1 });
    expect(textOf(state)).toContain('No Pod fits.');
    expect(line(state, 9)).toBe('Enter keep  Esc clear, leave');
  });

  test('200×60: the order stands in the header', () => {
    const state = play(scene({ mode: 'picker', list: listOf(pods), size: SIZES.large }), 's', 'f').state;
    expect(line(state, 0)).toMatch(/by attention$/);
    expect(line(state, 1)).toBe('3 of 5 · live only (2 hidden)');
  });

  test('what was typed cannot do anything to the terminal', () => {
    const state = play(grid(), '/', { kind: 'paste', text: '\u001b[2J\u001b]0;x\u0007{bold}' }).state;
    for (const shown of [state, play(state, 'enter').state]) {
      const text = textOf(shown);
      expect(text).toContain('{bold}');
      expect(text).not.toMatch(/[\u001b\u0007]/);
    }
  });
});

describe('sessions of other programs', () => {
  const session = {
    ...storedPod('9c10e5d7-c708', {
      log: readableLog({ updatedAt: NOW - 500, title: 'Greeting', preview: 'And now?' }),
    }),
    foreign: {
      kind: 'session' as const,
      ...{
        tool: 'claude',
        directory: '/w',
        branch: 'main',
        file: '/f',
        size: 1,
        notes: [],
        liveElsewhere: null,
        attachCommand: null,
      },
      ...{ restoreCommand: ['claude', '--resume', '9c10e5d7-c708'], reason: null },
    },
  };
  const both = { ...pods, stored: [...pods.stored, session] };

  test('are hidden and not counted until A asks for them, then shown beside Pods, then alone', () => {
    const first = picker(both);
    expect(rows(first)).toBe('api qjk web old-api notes');
    expect(line(first, 0)).toContain('3 live · 2 stopped');
    const everything = play(first, 'A');
    expect(everything.effects).toEqual([{ kind: 'wantSessions' }]);
    expect(rows(everything.state)).toBe('api qjk web 9c10e5d7-c708 old-api notes');
    expect(textOf(everything.state)).toContain('claude:9c10e5d7');
    expect(line(everything.state, 0)).toContain('3 live · 2 stopped');
    const alone = play(everything.state, 'A').state;
    expect(rows(alone)).toBe('9c10e5d7-c708');
    expect(textOf(alone)).toContain('1 of 1 · sessions');
    expect(rows(play(alone, 'A').state)).toBe(rows(first));
    expect(rows(play(alone, 'escape').state)).toBe(rows(first));
  });

  test('one that was selected is out of the reach of keys where sessions are hidden again', () => {
    const alone = play(picker(both), 'A', 'A', 'down').state;
    expect(selectedKey(alone)).toBe(keyOf('9c10e5d7-c708'));
    const hidden = play(alone, 'A').state;
    expect(rows(hidden)).not.toContain('9c10e5d7');
    expect(play(hidden, 'enter').effects).toEqual([]);
    expect(textOf(hidden)).not.toContain('Enter restore');
  });

  test('are found by tool, title and branch, and Enter restores one', () => {
    const found = play(play(picker(both), 'A').state, '/', 'c', 'l', 'a', 'u', 'd', 'e', 'enter').state;
    expect(rows(found)).toBe('9c10e5d7-c708');
    expect(play(found, 'enter').effects).toMatchObject([{ kind: 'restore', id: session.id }]);
  });

  test('one that runs elsewhere says so, and is not opened', () => {
    const reason = 'it runs in another process (pid 12)';
    const foreign = { ...session.foreign, liveElsewhere: { pid: 12, status: 'busy' }, reason };
    const shown = play(picker({ stored: [{ ...session, foreign }] }), 'A', 'A', 'down').state;
    expect(textOf(shown)).toContain('live elsewhere');
    const entered = play(shown, 'enter');
    expect(entered.effects).toEqual([]);
    expect(entered.state.message?.text).toContain(reason);
  });
});

test('a stopped Pod that the grid leaves out is not acted on there, and is selected again in the list', () => {
  const stored = ['a', 'b', 'c', 'd', 'e'].map((name, at) =>
    storedPod(name, { log: readableLog({ updatedAt: NOW - at }) }),
  );
  const last = play(scene({ list: listOf({ live: [terminalPod('live')], stored }) }), 'p', 'G').state;
  expect(selectedKey(last)).toBe(keyOf('e'));
  const grid = play(last, 'p').state;
  expect(textOf(grid)).not.toContain('Enter restore');
  for (const key of ['enter', 'd', 'R']) expect(play(grid, key).state.overlay).toBeNull();
  expect(play(grid, 'enter').effects).toEqual([]);
  expect(selectedKey(play(grid, 'p').state)).toBe(keyOf('e'));
});

test('what a new list takes out of the scope hands the selection to what is still shown', () => {
  const live = ['a', 'b', 'c'].map((name) => terminalPod(name));
  const state = play(scene({ list: listOf({ live }) }), 'p', 'f', 'down').state;
  const { scope } = state;
  expect([scope.state, selectedKey(state)]).toEqual(['live', keyOf('b')]);
  const left = live.filter(({ id }) => id.name !== 'b');
  const ended = play(state, list({ live: left, stored: [storedPod('b')] })).state;
  expect(selectedKey(ended)).toBe(keyOf('c'));
});
