// The picker's keys: what Enter does with each kind of Pod, and what -r does differently.

import { selectedKey } from '../../../src/dashboard/loop/podSelection';
import type { DashboardState } from '../../../src/dashboard/loop/state';
import { watchedEntries } from '../../../src/dashboard/loop/watchedEntries';
import type { PodFacts } from '../../../src/podList/podFacts';
import { corruptPod, inactivePod, livePod, pendingPod, storedPod } from '../../podList/facts';
import { keyOf, listOf, mouse, play, scene, terminalPod, textOf } from '../scene';

const alone = (over: Partial<PodFacts>): DashboardState => scene({ mode: 'picker', list: listOf(over) });
const inDashboard = (over: Partial<PodFacts>): DashboardState => play(scene({ list: listOf(over) }), 'p').state;
const done = { kind: 'done' as const, message: null };
const failed = { kind: 'failed' as const, message: 'demo: no such thing' };
const SOCKET = '/run/restored';
const restored = {
  report: { kind: 'restoreEnded' as const, key: keyOf('demo'), outcome: { ...done, socketPath: SOCKET } },
};
const list = (over: Partial<PodFacts>) => ({ report: { kind: 'list' as const, list: listOf(over) } });

describe('Enter', () => {
  test('attaches a live row, which holds the terminal until it is left', () => {
    const { state, effects } = play(inDashboard({ live: [terminalPod('demo')] }), 'enter');
    expect(effects).toEqual([{ kind: 'attach', entry: state.list.entries[0] }]);
    expect(state.attached?.key).toBe(keyOf('demo'));
    const back = play(state, { report: { kind: 'attachEnded', key: keyOf('demo'), outcome: done } });
    expect(back.state.attached).toBeNull();
    expect(back.state.pane.kind).toBe('picker');
    expect(selectedKey(back.state)).toBe(keyOf('demo'));
    expect(back.effects).toEqual([]);
  });

  test.each([
    ['a pending Pod', pendingPod('demo'), /^Cannot open demo: .*pending/],
    ['one without an active session', inactivePod('demo'), /no active session/],
    ['a corrupt one', corruptPod('demo', 'bad json'), /metadata is corrupt: bad json/],
    ['one whose log is missing', storedPod('demo', { log: { kind: 'missing' } }), /^Cannot open demo/],
  ])('says why it cannot open %s', (_, stored, reason) => {
    const { state, effects } = play(alone({ stored: [stored] }), 'enter');
    expect(effects).toEqual([]);
    expect(state.message).toEqual({ kind: 'error', text: expect.stringMatching(reason) });
  });

  test('says why it cannot open an unreachable one', () => {
    const { state } = play(alone({ live: [livePod('demo', { reach: 'unreachable', error: 'refused' })] }), 'enter');
    expect(state.message?.text).toBe('Cannot open demo: its socket does not answer.');
  });

  test('restores a stopped Pod once, then attaches it by the socket that the restore has returned', () => {
    const stored = [storedPod('demo')];
    const first = play(inDashboard({ stored }), 'enter', 'enter', 'x', 'd');
    expect(first.effects).toEqual([
      { kind: 'restore', id: { place: expect.any(String), name: 'demo' }, key: keyOf('demo') },
    ]);
    expect(first.state.running.get(keyOf('demo'))).toBe('restoring');
    const attached = play(first.state, restored);
    expect(attached.effects).toMatchObject([{ kind: 'attach', entry: { key: keyOf('demo'), socketPath: SOCKET } }]);
    expect(attached.state.running.get(keyOf('demo'))).toBe('attaching');
  });

  test('where the list was faster than the restore it is attached as the list shows it', () => {
    const live = [terminalPod('demo')];
    const { state } = play(inDashboard({ stored: [storedPod('demo')] }), 'enter', list({ live }));
    expect(play(state, restored).effects).toEqual([{ kind: 'attach', entry: state.list.entries[0] }]);
  });

  test('left again before the list shows it, it is not restored a second time', () => {
    const stored = [storedPod('demo')];
    const left = play(inDashboard({ stored }), 'enter', restored, {
      report: { kind: 'attachEnded', key: keyOf('demo'), outcome: done },
    }).state;
    expect(play(left, 'enter').effects).toMatchObject([{ kind: 'attach', entry: { socketPath: SOCKET } }]);
    // What it has become since stands in the list.
    const seen = play(left, list({ stored, live: [terminalPod('demo')] }), list({ stored })).state;
    const settled = { report: { kind: 'rowSettled' as const, id: seen.changedRow?.id ?? 0 } };
    expect(play(seen, settled, 'enter').effects.map(({ kind }) => kind)).toEqual(['restore']);
  });

  test('a restored agent opens as a conversation, which is live before the list shows it', () => {
    const launch = { kind: 'agent' as const, argv: ['gemini'], cwd: '/w' };
    const active = { sessionId: 's1', segmentId: 'g1' };
    const stored = [storedPod('demo', { metadata: { kind: 'ok', active, launch } })];
    const { state, effects } = play(inDashboard({ stored }), 'enter', restored);
    expect(effects.map(({ kind }) => kind)).toEqual(['restore']);
    expect(state.pane).toMatchObject({ kind: 'conversation', back: 'picker' });
    expect(watchedEntries(state)).toMatchObject([{ key: keyOf('demo'), socketPath: SOCKET }]);
    expect(textOf(state)).toContain('connecting…');
    const live = [livePod('demo', { extensions: ['agent'], socketPath: '/run/listed' })];
    expect(watchedEntries(play(state, list({ stored, live })).state)).toMatchObject([{ socketPath: '/run/listed' }]);
    const lost = {
      report: { kind: 'feed' as const, key: keyOf('demo'), feed: { kind: 'lost' as const, reason: 'gone' } },
    };
    expect(watchedEntries(play(state, lost).state)).toEqual([]);
  });

  test('a restore that fails says so and may be tried again', () => {
    const { state } = play(inDashboard({ stored: [storedPod('demo')] }), 'enter', {
      report: { kind: 'restoreEnded', key: keyOf('demo'), outcome: failed },
    });
    expect(state.failures.all).toEqual([{ key: keyOf('demo'), text: failed.message }]);
    expect(play(state, 'enter').effects.map(({ kind }) => kind)).toEqual(['restore']);
  });

  test('a restore that brings no way to the Pod says that it is live, and opens nothing', () => {
    const { state, effects } = play(inDashboard({ stored: [storedPod('demo')] }), 'enter', {
      report: { kind: 'restoreEnded', key: keyOf('demo'), outcome: done },
    });
    expect([effects.map(({ kind }) => kind), state.running.size]).toEqual([['restore'], 0]);
    expect(state.message?.text).toBe('demo is live again.');
  });

  test('a restored Pod does not take the terminal from somebody who is typing', () => {
    const stored = [storedPod('demo')];
    const { state, effects } = play(inDashboard({ stored }), 'enter', 'n', restored);
    expect(effects.map(({ kind }) => kind)).toEqual(['restore', 'offerNewPod', 'checkNewPod']);
    expect(state.message?.text).toBe('demo is live again.');
    expect(state.overlay?.kind).toBe('prompt');
  });

  test('attaches a Pod that has not greeted yet where its record says that it is a terminal', () => {
    const launch = { kind: 'terminal' as const, argv: ['sh'], cwd: '/w' };
    const active = { sessionId: 's', segmentId: 'g' };
    const stored = [storedPod('young', { metadata: { kind: 'ok', active, launch } })];
    const young = livePod('young', { extensions: [], status: null });
    const { effects } = play(inDashboard({ live: [young], stored }), 'enter');
    expect(effects.map(({ kind }) => kind)).toEqual(['attach']);
  });

  test('opens a live Pod without a terminal as a conversation; the detach key leads back, Escape leaves the composer first', () => {
    const { state, effects } = play(inDashboard({ live: [livePod('chat')] }), 'enter');
    expect(effects).toEqual([]);
    expect(state.pane).toMatchObject({ kind: 'conversation', back: 'picker' });
    expect(play(state, 'C-\\').state.pane.kind).toBe('picker');
    expect(play(state, 'escape').state.pane.kind).toBe('conversation');
    expect(play(state, 'escape', 'escape').state.pane.kind).toBe('picker');
  });
});

describe('alone (-r)', () => {
  test.each(['escape', 'q', 'C-c'])('%s quits', (name) => {
    expect(play(alone({}), name).effects).toEqual([{ kind: 'end', result: { kind: 'quit' } }]);
  });

  test('a successful attach ends the program; a failed one does not', () => {
    const live = [terminalPod('demo')];
    const { state } = play(alone({ live }), 'enter');
    const left = play(state, {
      report: { kind: 'attachEnded', key: keyOf('demo'), outcome: { kind: 'done', message: 'detached from demo' } },
    });
    expect(left.effects).toEqual([
      { kind: 'end', result: { kind: 'attached', entry: state.list.entries[0], message: 'detached from demo' } },
    ]);
    const refused = play(state, { report: { kind: 'attachEnded', key: keyOf('demo'), outcome: failed } });
    expect(refused.effects).toEqual([]);
    expect(refused.state.message?.kind).toBe('error');
  });

  test('leaving a conversation ends the program as leaving an attach does', () => {
    const { effects } = play(alone({ live: [livePod('chat')] }), 'enter', 'C-\\');
    expect(effects).toMatchObject([{ kind: 'end', result: { kind: 'attached', message: '[detached from chat]' } }]);
  });

  test('a live Pod that comes in late is first and selected, until the user has chosen', () => {
    const stored = [storedPod('old')];
    const loading = alone({ stored, loading: true });
    expect(selectedKey(loading)).toBe(keyOf('old'));
    const both = { stored, live: [terminalPod('demo')] };
    expect(selectedKey(play(loading, list(both)).state)).toBe(keyOf('demo'));
    expect(selectedKey(play(loading, 'down', list(both)).state)).toBe(keyOf('old'));
  });

  test('where only stopped Pods were there, the first live one is selected, until the user has chosen', () => {
    const stored = [storedPod('old'), storedPod('older')];
    const both = { stored, live: [terminalPod('demo')] };
    expect(selectedKey(play(alone({ stored }), list(both)).state)).toBe(keyOf('demo'));
    expect(selectedKey(play(alone({ stored }), 'down', list(both)).state)).toBe(keyOf('older'));
  });

  test('a socket that is still being probed may yet become the first row', () => {
    const stored = [storedPod('old')];
    const probing = alone({ stored, live: [livePod('demo', { reach: 'probing' })] });
    expect(probing.selectionIsAutomatic).toBe(true);
    expect(selectedKey(play(probing, list({ stored, live: [terminalPod('demo')] })).state)).toBe(keyOf('demo'));
  });
});

describe('moving', () => {
  const stored = Array.from({ length: 25 }, (_, i) => storedPod(`p${String(i).padStart(2, '0')}`));
  const at = (...keys: string[]) => selectedKey(play(alone({ stored }), ...keys).state);

  test.each([
    [['down', 'j', 'k'], 'p01'],
    [['pagedown'], 'p10'],
    [[']', ']', ']'], 'p24'],
    [['G', '['], 'p14'],
    [['end', 'home'], 'p00'],
    [['up'], 'p00'],
  ])('%j selects %s', (keys, name) => {
    expect(at(...keys)).toBe(keyOf(name));
  });

  test('a click selects, a second one opens, the wheel moves', () => {
    const state = alone({ stored });
    const click = mouse({ x: 5, y: 4 });
    expect(selectedKey(play(state, click).state)).toBe(keyOf('p02'));
    expect(play(state, click, click).effects.map(({ kind }) => kind)).toEqual(['restore']);
    expect(selectedKey(play(state, mouse({ action: 'wheeldown', button: 'none' })).state)).toBe(keyOf('p01'));
    expect(selectedKey(play(state, mouse({ x: 5, y: 20 })).state)).toBe(keyOf('p00'));
  });

  test('the selection stays with its Pod when the order changes, and goes to a neighbour when it is removed', () => {
    const { state } = play(alone({ stored }), 'down');
    const kept = play(state, list({ stored, live: [terminalPod('new')] })).state;
    expect(selectedKey(kept)).toBe(keyOf('p01'));
    const gone = play(state, list({ stored: stored.filter(({ id }) => id.name !== 'p01') })).state;
    expect(selectedKey(gone)).toBe(keyOf('p02'));
  });
});

describe('remove', () => {
  test('asks, then removes; a live Pod is refused', () => {
    const asked = play(alone({ stored: [storedPod('demo')] }), 'd');
    expect(asked.effects).toEqual([]);
    expect(asked.state.overlay).toMatchObject({ kind: 'confirm', action: 'remove', marked: null });
    const { state, effects } = play(asked.state, 'y');
    expect(effects.map(({ kind }) => kind)).toEqual(['remove']);
    expect(play(state, 'd').state.message?.text).toBe('demo: still removing…');
    const ended = play(state, { report: { kind: 'removeEnded', key: keyOf('demo'), outcome: done } }).state;
    expect([ended.running.size, ended.message?.text ?? null]).toEqual([0, null]);
    const live = play(alone({ live: [terminalPod('demo')] }), 'd').state;
    expect(live.message?.text).toBe('Cannot remove demo: it is live: stop it first.');
  });

  test('what has become of the Pod while the question stood decides', () => {
    const { effects, state } = play(
      alone({ stored: [storedPod('demo')] }),
      'd',
      list({ stored: [storedPod('demo')], live: [terminalPod('demo')] }),
      'y',
    );
    expect(effects.filter(({ kind }) => kind === 'remove')).toEqual([]);
    expect(state.message?.text).toContain('it is live');
  });
});
