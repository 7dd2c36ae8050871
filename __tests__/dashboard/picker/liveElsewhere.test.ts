// Sessions that run outside of podwatch: their rows are selected like others, and each key says what it does with them.
import type { DashboardState } from '../../../src/dashboard/loop/state';
import { buildPodList } from '../../../src/podList/buildPodList';
import { noteHolders } from '../../../src/podList/heldSessions';
import type { ForeignFacts, LiveElsewhere, LivePod } from '../../../src/podList/podFacts';
import { facts, livePod, podId, storedPod } from '../../podList/facts';
import { play, scene, textOf } from '../scene';

const WHERE = 'it runs in process 4711 on /dev/pts/3, since 14:02';

function foreign(liveElsewhere: LiveElsewhere | null, over: Partial<ForeignFacts> = {}): ForeignFacts {
  return {
    ...{ kind: 'session', tool: 'claude', directory: '/w', branch: null, file: '/f', size: 1, notes: [] },
    ...{ liveElsewhere, attachCommand: null, restoreCommand: ['claude', '--resume', 'aaaaaaaa-1'], reason: null },
    ...over,
  };
}

/** The list of sessions with this one in it, the last row selected. */
function picker(facts_: ForeignFacts, live: readonly LivePod[] = []): DashboardState {
  const id = { place: 'claude', name: 'aaaaaaaa-1' };
  const stored = storedPod('aaaaaaaa-1', {
    ...{ id, foreign: facts_, refusals: { remove: 'another program keeps it: remove it there' } },
  });
  const list = buildPodList(facts({ stored: [stored], live }));
  const state = scene({ mode: 'picker', list: { ...list, entries: noteHolders(list.entries) } });
  return play(state, 'A', 'A', 'end').state;
}

const footer = (state: DashboardState): string => textOf(state).split('\n').at(-1) ?? '';
const after = (state: DashboardState, key: string): string => footer(play(state, key).state);

test('what runs in nothing of the user’s is selected; Enter says where it runs, and starts nothing', () => {
  const state = picker(foreign({ pid: 4711, status: 'busy' }, { reason: WHERE }));
  expect(textOf(state)).toMatch(/> claude:aaaaaaaa +\[live elsewhere\]/);
  expect(footer(state)).toMatch(/^Enter where {2}n new .* w why /);
  const entered = play(state, 'enter');
  expect(entered.effects).toEqual([]);
  expect(footer(entered.state).trimEnd()).toBe(`claude:aaaaaaaa: ${WHERE}.`);
});

test('the other keys refuse with a sentence', () => {
  const state = picker(foreign({ pid: 4711, status: 'busy' }, { reason: WHERE }));
  expect(after(state, 'x')).toContain('! Cannot stop claude:aaaaaaaa: it runs in process 4711: end it there.');
  expect(after(state, 'd')).toContain('! Cannot remove claude:aaaaaaaa: another program keeps it: remove it there.');
  expect(after(state, 'R')).toContain(`! claude:aaaaaaaa: ${WHERE}.`);
  expect(textOf(play(state, 'space', 'i', 'h', 'i', 'enter').state)).toMatch(
    /not sent: it runs in process 4711[\s\S]*! Cannot send to claude:aaaaaaaa: it runs in process 4711/,
  );
  expect(textOf(play(state, 'w').state)).toContain('process 4711 has it open (busy)');
});

test('what runs in a Pod of ours is opened by opening that Pod', () => {
  const state = picker(foreign({ pid: 4711, status: null, pod: podId('mine') }), [livePod('mine')]);
  expect(textOf(state)).toMatch(/> claude:aaaaaaaa +\[live in a Pod\]/);
  expect(textOf(state)).toContain('Enter opens the Pod "mine", which has it');
  expect(footer(state)).toMatch(/^Enter open /);
  const entered = play(state, 'enter');
  expect(entered.effects).toMatchObject([{ kind: 'restore', id: { place: 'claude' } }]);
  const done = { kind: 'done' as const, message: null, socketPath: '/run/mine/sock' };
  const key = entered.state.openWhenRestored ?? '';
  const restored = play(entered.state, { report: { kind: 'restoreEnded', key, outcome: done } });
  expect(restored.effects).toMatchObject([{ kind: 'attach', entry: { socketPath: '/run/mine/sock' } }]);
  // Its Pod may be gone by the next time: only another restore knows.
  const back = play(restored.state, { report: { kind: 'attachEnded', key, outcome: { kind: 'done', message: null } } });
  expect(play(back.state, 'enter').effects).toMatchObject([{ kind: 'restore', id: { place: 'claude' } }]);
});

test('what another program shows is attached by its command, and told of in words', () => {
  const where = 'on /dev/pts/3, in screen, since 14:02';
  const shown: LivePod = {
    ...livePod('aaaaaaaa-1', { id: { place: 'claude', name: 'aaaaaaaa-1' }, extensions: ['terminal'] }),
    foreign: foreign({ pid: 4711, status: null, where }, { attachCommand: ['screen', '-x', '1'] }),
  };
  const list = buildPodList(facts({ live: [shown] }));
  const state = play(scene({ mode: 'picker', list }), 'A', 'A', 'end').state;
  expect(textOf(state)).toContain(`runs       ${where}: Enter goes there`);
  expect(play(state, 'enter').effects).toMatchObject([{ kind: 'attach' }]);
});
