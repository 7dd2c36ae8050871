// A key means what its user saw: a row that becomes something else takes no key that starts, stops or removes.
import { of } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { selectedKey } from '../../../src/dashboard/loop/podSelection';
import type { DashboardPorts } from '../../../src/dashboard/loop/ports';
import { runEffect } from '../../../src/dashboard/loop/runEffect';
import type { DashboardState } from '../../../src/dashboard/loop/state';
import type { PodFacts } from '../../../src/podList/podFacts';
import { storedPod } from '../../podList/facts';
import { keyOf, listOf, mouse, play, scene, terminalPod } from '../scene';

const list = (over: Partial<PodFacts>) => ({ report: { kind: 'list' as const, list: listOf(over) } });
const settle = (state: DashboardState) => ({
  report: { kind: 'rowSettled' as const, id: state.changedRow?.id ?? 0 },
});
const kinds = (played: ReturnType<typeof play>) => played.effects.map(({ kind }) => kind);
const session = (id: string) => ({
  metadata: { kind: 'ok' as const, active: { sessionId: id, segmentId: `${id}-1` }, launch: null },
});

describe.each(['grid', 'picker'] as const)('in the %s', (mode) => {
  const alive = { live: [terminalPod('deploy')], stored: [storedPod('deploy')] };
  const ended = { stored: [storedPod('deploy')] };

  test('Enter on a Pod that has just ended starts nothing, and says why; a moment later it does', () => {
    const state = play(scene({ mode, list: listOf(alive) }), 'g', list(ended)).state;
    for (const name of ['enter', 'x', 'd', 'R']) {
      const pressed = play(state, name);
      expect([pressed.effects, pressed.state.overlay]).toEqual([[], null]);
      expect(pressed.state.message?.text).toContain('deploy has just ended');
    }
    expect(kinds(play(state, settle(state), 'enter'))).toEqual(['restore']);
  });

  test('what has just come alive can be looked at, but not stopped', () => {
    const state = play(scene({ mode, list: listOf(ended) }), 'G', list(alive)).state;
    expect(kinds(play(state, 'enter'))).toEqual(['attach']);
    expect(play(state, 'x').state.overlay).toBeNull();
    expect(play(state, settle(state), 'x').state.overlay?.kind).toBe('confirm');
  });

  test('a row that is only now read or asked has changed nothing', () => {
    const probing = { stored: alive.stored, live: [terminalPod('deploy', { reach: 'probing' })] };
    for (const first of [{ ...ended, loading: true }, probing]) {
      const state = play(scene({ mode, list: listOf(first) }), 'G', list(alive)).state;
      expect(state.changedRow).toBeNull();
    }
  });

  test('the neighbour of a row that has gone does not get its key; any other key works at once', () => {
    const two = { live: [terminalPod('a'), terminalPod('b')] };
    const state = play(scene({ mode, list: listOf(two) }), 'g', list({ live: [terminalPod('b')] })).state;
    expect(selectedKey(state)).toBe(keyOf('b'));
    expect(play(state, 'x').state.overlay).toBeNull();
    expect(play(state, 'i').state.composer.focused).toBe(true);
    expect(play(state, settle(state), 'x').state.overlay?.kind).toBe('confirm');
  });

  test('what the user does, and news that change no meaning, hold nothing back', () => {
    const two = { live: [terminalPod('a'), terminalPod('b')] };
    const state = play(scene({ mode, list: listOf(two) }), 'g', 'down', 'right').state;
    const news = { live: [terminalPod('a', { status: 'running' }), terminalPod('b', { status: 'running' })] };
    expect(kinds(play(state, list(news), 'enter'))).toEqual(['attach']);
  });
});

test('a second change holds keys back from then on, whatever became of the first', () => {
  const first = play(scene({ list: listOf({ live: [terminalPod('a'), terminalPod('b')] }) }), 'g').state;
  const second = play(first, list({ live: [terminalPod('b')] })).state;
  const third = play(second, list({ stored: [storedPod('b')] })).state;
  expect(kinds(play(third, settle(second), 'enter'))).toEqual([]);
  expect(kinds(play(third, settle(third), 'enter'))).toEqual(['restore']);
});

test('a double click is a key, too', () => {
  const state = play(
    scene({ mode: 'picker', list: listOf({ live: [terminalPod('deploy')], stored: [storedPod('deploy')] }) }),
    list({ stored: [storedPod('deploy')] }),
  ).state;
  const click = mouse({ x: 5, y: 2 });
  expect(kinds(play(state, click, click))).toEqual([]);
});

test('half a second is waited', () => {
  const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
  scheduler.run(({ expectObservable }) => {
    const none = (): never => {
      throw new Error('nothing is asked of the world');
    };
    const ports = new Proxy({ podList$: of() }, { get: none }) as unknown as DashboardPorts;
    const settled = { kind: 'rowSettled', id: 7 };
    expectObservable(runEffect({ kind: 'waitForRow', id: 7 }, ports, scheduler)).toBe('500ms (a|)', { a: settled });
  });
});

describe('a question about one Pod', () => {
  const asked = (name: string) =>
    play(scene({ mode: 'picker', list: listOf({ stored: [storedPod('job', session('first'))] }) }), name);

  test('is never answered on another one of its name', () => {
    for (const name of ['d', 'R']) {
      const before = asked(name);
      expect(before.state.overlay?.kind).toBe('confirm');
      const second = list({ stored: [storedPod('job', session('second'))] });
      const answered = play(before.state, second, 'y');
      expect(kinds(answered).filter((kind) => kind !== 'waitForRow')).toEqual([]);
      expect(answered.state.message?.text).toContain('job is another Pod by now: nothing was done with it.');
    }
  });

  test('of a live one, also where the other is live too', () => {
    const live = [terminalPod('job', { segmentId: 'first-1' })];
    const state = scene({ list: listOf({ live, stored: [storedPod('job', session('first'))] }) });
    const second = {
      live: [terminalPod('job', { segmentId: 'second-1' })],
      stored: [storedPod('job', session('second'))],
    };
    const answered = play(state, 'x', list(second), 'y');
    expect(kinds(answered)).not.toContain('stop');
    expect(answered.state.message?.text).toContain('another Pod by now');
  });

  test('is answered where it is the same, whatever else is known of it by then', () => {
    const again = list({ stored: [storedPod('job', session('first'))], live: [terminalPod('other')] });
    expect(kinds(play(asked('d').state, again, 'y'))).toContain('remove');
  });
});

describe('what is marked', () => {
  const stored = ['a', 'b', 'c'].map((name) => storedPod(name, session(name)));
  const marked = play(scene({ mode: 'picker', list: listOf({ stored }) }), 'g', 'space', 'down', 'space').state;

  test('is what a key acts on, and the question says how many and which', () => {
    const asked = play(marked, 'd').state;
    expect(asked.overlay).toMatchObject({ action: 'remove', marked: 2 });
    const { effects, state } = play(asked, 'y');
    expect(effects.map((effect) => ('key' in effect ? effect.key : null))).toEqual([keyOf('a'), keyOf('b')]);
    expect(state.composer.marks.size).toBe(0);
    expect(kinds(play(marked, 'R', 'y'))).toEqual(['restore', 'restore']);
  });

  test('is left out where it cannot be done, which is said', () => {
    const live = [terminalPod('a')];
    const mixed = play(marked, list({ live, stored })).state;
    expect(play(mixed, 'd').state.overlay).toMatchObject({ marked: 2, entries: [{ id: { name: 'b' } }] });
    const none = play(scene({ list: listOf({ live }) }), 'g', 'space', 'd').state;
    expect(none.message?.text).toBe('Cannot remove a: it is live: stop it first.');
  });

  test('loses its mark when another Pod takes its name, also after it was gone for a while', () => {
    const replaced = [storedPod('a', session('new')), ...stored.slice(1)];
    for (const between of [[], [list({ stored: stored.slice(1) })]]) {
      const { state } = play(marked, ...between, list({ stored: replaced }));
      expect([...state.composer.marks]).toEqual([keyOf('b')]);
      expect(state.message?.text).toContain('a: another Pod has this name now');
    }
  });
});

test('what is being written is not sent to another Pod of that name', () => {
  const first = { live: [terminalPod('job')], stored: [storedPod('job', session('first'))] };
  const second = { live: [terminalPod('job')], stored: [storedPod('job', session('second'))] };
  const { state, effects } = play(scene({ list: listOf(first) }), 'i', 'h', 'i', list(second), 'enter');
  expect(effects.map(({ kind }) => kind)).not.toContain('send');
  expect([state.composer.focused, state.composer.drafts.size]).toEqual([false, 1]);
});
