// Who needs the user: counted, marked, jumped to, told once, and done with when it has been seen.

import { attentionCount, attentionIn } from '../../../src/dashboard/attention/attentionSelectors';
import { viewDashboard } from '../../../src/dashboard/frame/viewDashboard';
import { selectedKey } from '../../../src/dashboard/loop/podSelection';
import type { DashboardState } from '../../../src/dashboard/loop/state';
import type { Attention, LivePod, PodFacts } from '../../../src/podList/podFacts';
import { readableLog, storedPod } from '../../podList/facts';
import { keyOf, listOf, NOW, play, SIZES, scene, terminalPod, textOf } from '../scene';

const attention = (over: Partial<Attention> = {}): Attention => ({
  kind: 'bell',
  message: 'ding',
  permissions: 0,
  since: NOW - 9000,
  ...over,
});
const calm = (count: number) => Array.from({ length: count }, (_, i) => terminalPod(`p${i}`));
const calling = (pods: readonly LivePod[], ...names: string[]) =>
  pods.map((pod) => (names.includes(pod.id.name) ? { ...pod, attention: attention() } : pod));
const list = (over: Partial<PodFacts>) => ({ report: { kind: 'list' as const, list: listOf(over) } });
const needing = (state: DashboardState) =>
  state.list.entries.filter((entry) => attentionIn(state, entry) !== null).map(({ id }) => id.name);
const kinds = ({ effects }: { readonly effects: readonly { readonly kind: string }[] }) =>
  effects.map(({ kind }) => kind);
const exited = (name: string, code: number) =>
  storedPod(name, { log: readableLog({ updatedAt: NOW - 500, lastExit: { code, signal: null } }) });
const done = { kind: 'done' as const, message: null };

describe('what a Pod says', () => {
  const before = scene({ list: listOf({ live: calm(6) }) });
  const rung = play(before, list({ live: calling(calm(6), 'p1', 'p5') }));

  test('is counted in the header and in the terminal title, and told once for each Pod', () => {
    expect(textOf(rung.state).split('\n')[0]).toMatch(/^podwatch {2}▲ 2 need you/);
    expect(viewDashboard(rung.state, NOW).title).toBe('(2) podwatch: 6 live');
    expect(rung.effects).toMatchObject([
      { kind: 'notify', entry: { id: { name: 'p1' } }, attention: { kind: 'bell' } },
      { kind: 'notify', entry: { id: { name: 'p5' } } },
    ]);
    expect(play(rung.state, list({ live: calling(calm(7), 'p1', 'p5') })).effects).toEqual([]);
  });

  test('is told again when it is another time', () => {
    const later = calm(6).map((pod) => (pod.id.name === 'p1' ? { ...pod, attention: attention({ since: NOW }) } : pod));
    expect(kinds(play(rung.state, list({ live: later })))).toEqual(['notify']);
  });

  test('is not announced where it stood before the dashboard was opened', () => {
    const first = play(scene({ list: listOf({ loading: true }) }), list({ live: calling(calm(1), 'p0') }));
    expect([first.effects, needing(first.state)]).toEqual([[], ['p0']]);
  });

  test('moves no tile and selects nothing', () => {
    expect(rung.state.tileOrder).toEqual(before.tileOrder);
    expect(selectedKey(rung.state)).toBe(selectedKey(before));
  });

  test('is over as soon as the Pod takes it back', () => {
    expect(needing(play(rung.state, list({ live: calling(calm(6), 'p5') })).state)).toEqual(['p5']);
  });
});

describe('the jump', () => {
  const state = scene({ list: listOf({ live: calling(calm(6), 'p1', 'p5') }) });

  test.each(['a', 'tab'])('%s goes to the next that needs you, over pages, and round', (key) => {
    expect(selectedKey(play(state, key).state)).toBe(keyOf('p1'));
    expect(selectedKey(play(state, key, key).state)).toBe(keyOf('p5'));
  });

  test('the key after it means that it has been seen', () => {
    const jumped = play(state, 'a');
    expect([jumped.effects, needing(jumped.state)]).toEqual([[], ['p1', 'p5']]);
    const next = play(jumped.state, 'a');
    expect(next.effects).toMatchObject([{ kind: 'seen', entry: { id: { name: 'p1' } } }]);
    expect(needing(next.state)).toEqual(['p5']);
    // Nothing is said twice, and the Pod's own word may take its time.
    const last = play(next.state, list({ live: calling(calm(6), 'p1', 'p5') }), 'down', 'up', 'a');
    expect([kinds(last), needing(last.state), last.state.message?.text]).toEqual([['seen'], [], 'No Pod needs you.']);
  });

  test('who has been seen is counted no more, though the list is the same', () => {
    const seen = play(state, 'a', 'down').state;
    expect(seen.list.entries).toBe(state.list.entries);
    expect([state, seen, state].map(attentionCount)).toEqual([2, 1, 2]);
  });

  test('what comes after it was seen counts anew', () => {
    const seen = play(state, 'a', 'down').state;
    const again = calm(6).map((pod) => (pod.id.name === 'p1' ? { ...pod, attention: attention({ since: NOW }) } : pod));
    expect(needing(play(seen, list({ live: again })).state)).toEqual(['p1']);
    const quiet = play(seen, list({ live: calm(6) })).state;
    expect(quiet.attention.seen.size).toBe(0);
  });

  test('works from the picker, and past a filter that hides the Pod', () => {
    expect(selectedKey(play(state, 'p', 'a').state)).toBe(keyOf('p1'));
    const { state: found } = play(state, '/', 'p', '0', 'enter', 'a');
    expect([selectedKey(found), found.scope.search.chars.length]).toEqual([keyOf('p1'), 0]);
  });

  test('a question waits for its answer', () => {
    const live = calm(2).map((pod) => ({ ...pod, attention: attention({ kind: 'permission' as const }) }));
    const asked = play(scene({ list: listOf({ live }) }), 'a', 'a', 'a');
    expect([asked.effects, needing(asked.state)]).toEqual([[], ['p0', 'p1']]);
    expect(selectedKey(asked.state)).toBe(keyOf('p1'));
  });

  test('nobody needs you: it says so', () => {
    const { state: told } = play(scene({ list: listOf({ live: calm(2) }) }), 'a');
    expect([told.message?.text, selectedKey(told)]).toEqual(['No Pod needs you.', keyOf('p0')]);
    // Until one does, and not only until the next key.
    expect(play(told, list({ live: calm(3) })).state.message?.text).toBe('No Pod needs you.');
    expect(play(told, list({ live: calling(calm(2), 'p1') })).state.message).toBeNull();
    const other = play(scene({ list: listOf({ live: calm(2) }) }), '-', '-', '-').state;
    expect(play(other, list({ live: calling(calm(2), 'p1') })).state.message).toBe(other.message);
  });
});

describe('looking at a Pod', () => {
  const state = scene({ list: listOf({ live: calling(calm(2), 'p0') }) });

  test('attaching is seeing, and so is what comes while attached', () => {
    const attached = play(state, 'enter');
    expect(kinds(attached)).toEqual(['attach', 'seen']);
    const live = calm(2).map((pod) => ({ ...pod, attention: attention({ since: NOW }) }));
    const during = play(attached.state, list({ live }));
    expect(during.effects).toMatchObject([
      { kind: 'notify', entry: { id: { name: 'p1' } } },
      { kind: 'seen', entry: { id: { name: 'p0' } } },
    ]);
  });

  test('only selecting it is not', () => {
    expect(play(state, 'right', 'left', 'down').effects).toEqual([]);
  });
});

describe('a Pod that fails while the dashboard is open', () => {
  const state = scene({ list: listOf({ live: calm(2) }) });
  const failed = play(state, list({ live: calm(1), stored: [exited('p1', 3)] }));

  test('needs you until it was seen; the jump leads to the list, where it can be seen', () => {
    expect(failed.effects).toMatchObject([{ kind: 'notify', attention: { kind: 'failed', message: 'exit 3' } }]);
    const jumped = play(failed.state, 'a').state;
    expect([jumped.pane.kind, selectedKey(jumped)]).toEqual(['picker', keyOf('p1')]);
    expect(textOf(jumped)).toMatch(/> ▲ p1/);
    const seen = play(jumped, 'up');
    expect([seen.effects, needing(seen.state)]).toEqual([[], []]);
  });

  test('also where its end is read after it was gone', () => {
    const gone = play(state, list({ live: calm(1), stored: [storedPod('p1')] }));
    expect([gone.effects, needing(gone.state)]).toEqual([[], []]);
    expect(needing(play(gone.state, list({ live: calm(1), stored: [exited('p1', 3)] })).state)).toEqual(['p1']);
  });

  test('is forgotten when it is live again', () => {
    expect(needing(play(failed.state, list({ live: calm(2), stored: [exited('p1', 3)] })).state)).toEqual([]);
  });

  test('not one that ended well, that failed before, or that is new to the dashboard', () => {
    const after = play(state, list({ live: calm(1), stored: [exited('p1', 0), exited('old', 1)] }));
    expect([after.effects, needing(after.state)]).toEqual([[], []]);
  });

  test('not one that the user has stopped', () => {
    const stopping = play(state, 'right', 'x', 'y').state;
    const stopped = list({ live: calm(1), stored: [exited('p1', 129)] });
    expect(needing(play(stopping, stopped).state)).toEqual([]);
    const ended = { report: { kind: 'stopEnded' as const, key: keyOf('p1'), outcome: done } };
    expect(needing(play(stopping, ended, list({ live: calm(3) }), stopped).state)).toEqual([]);
  });

  test('but one whose stop has not worked', () => {
    const outcome = { kind: 'failed' as const, message: 'p1: no answer' };
    const state2 = play(state, 'right', 'x', 'y', { report: { kind: 'stopEnded', key: keyOf('p1'), outcome } }).state;
    expect(needing(play(state2, list({ live: calm(1), stored: [exited('p1', 1)] })).state)).toEqual(['p1']);
  });

  test('not one that ended before the eyes of the user, whoever is faster to say so', () => {
    const attached = play(state, 'right', 'enter').state;
    const gone = list({ live: calm(1), stored: [exited('p1', 1)] });
    const outcome = { ...done, ended: true };
    const back = { report: { kind: 'attachEnded' as const, key: keyOf('p1'), outcome } };
    expect(needing(play(attached, gone, back).state)).toEqual([]);
    expect(needing(play(attached, back, gone).state)).toEqual([]);
    const detached = { report: { kind: 'attachEnded' as const, key: keyOf('p1'), outcome: done } };
    expect(needing(play(attached, detached, gone).state)).toEqual(['p1']);
  });
});

describe('on the screen', () => {
  const live = [
    terminalPod('api', { attention: attention({ kind: 'notification', message: 'tests \u001b[31mpassed' }) }),
    terminalPod('web'),
  ];

  test('80×24: mark and reason at the tile', () => {
    const lines = textOf(scene({ list: listOf({ live }) })).split('\n');
    expect(lines[0]).toBe('podwatch  ▲ 1 needs you · 2 live');
    expect(lines[1]).toMatch(/^╔═ ▲ ○ api ═+ idle 3s ═╗┌─ ○ web ─/);
    expect(lines[22]).toMatch(/^╚═ ▲ notification: tests passed ═+╝└─+┘$/);
  });

  test('40×10: the picker marks the row', () => {
    const lines = textOf(scene({ mode: 'picker', list: listOf({ live }), size: SIZES.small })).split('\n');
    expect(lines[0]).toBe('▲ 1 needs you · 2 live');
    expect(lines[2]).toMatch(/^> ▲ api/);
    expect(lines[3]).toMatch(/^ {2}web/);
  });

  test('200×60: a failure stands out among the stopped Pods', () => {
    const state = scene({ list: listOf({ live: calm(2) }), size: SIZES.large });
    const failed = play(state, list({ live: calm(1), stored: [exited('p1', 3), storedPod('old')] })).state;
    expect(textOf(failed)).toMatch(/^ ▲■ p1 .*exit 3/m);
    expect(textOf(failed)).toMatch(/^ {2}■ old/m);
  });

  test('the mark says it without colour', () => {
    expect(textOf(scene({ list: listOf({ live }), colour: false }))).toContain('▲ ○ api');
  });
});

test('what was read about is seen with the key after it, not before', () => {
  const live = [terminalPod('read', { attention: { kind: 'bell', message: '', permissions: 0, since: 5 } })];
  const read = play(scene({ list: listOf({ live }) }), 'w', 'escape');
  expect(read.effects).toEqual([]);
  expect(play(read.state, 'f9').effects).toMatchObject([{ kind: 'seen', entry: { id: { name: 'read' } } }]);
});
