// The composer: letters are text, drafts stay with their Pods, a text is delivered once or comes back with the reason.
import { addressed } from '../../../src/dashboard/composer/composerSelectors';
import { BROADCAST, draftField } from '../../../src/dashboard/composer/composerState';
import { viewDashboard } from '../../../src/dashboard/frame/viewDashboard';
import { fieldText } from '../../../src/dashboard/kit/textField';
import type { Effect } from '../../../src/dashboard/loop/effect';
import { selectedKey } from '../../../src/dashboard/loop/podSelection';
import type { ActionOutcome } from '../../../src/dashboard/loop/ports';
import type { DashboardState } from '../../../src/dashboard/loop/state';
import type { PodFacts } from '../../../src/podList/podFacts';
import { livePod, storedPod } from '../../podList/facts';
import { conversationFeed, keyOf, listOf, mouse, NOW, play, SIZES, scene, terminalPod, textOf } from '../scene';

const live = (count: number) => Array.from({ length: count }, (_, i) => terminalPod(`p${i}`));
const grid = (over: Partial<PodFacts> = { live: live(3) }, size: { cols: number; rows: number } = SIZES.usual) =>
  scene({ list: listOf(over), size });
const type = (text: string) => [...text].map((char) => (char === ' ' ? 'space' : char));
const list = (over: Partial<PodFacts>) => ({ report: { kind: 'list' as const, list: listOf(over) } });
const textIn = (state: DashboardState) => fieldText(draftField(state.composer, addressed(state).draftKey));
const done: ActionOutcome = { kind: 'done', message: null };
const queued: ActionOutcome = { kind: 'done', message: null, isQueued: true };
const failed = (message: string): ActionOutcome => ({ kind: 'failed', message });
const ended = (delivery: number, name: string, outcome: ActionOutcome) => ({
  report: { kind: 'sendEnded' as const, delivery, key: keyOf(name), outcome },
});
const sends = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.kind === 'send' ? [[effect.entry.id.name, effect.text]] : []));

describe('writing to one Pod', () => {
  test('every letter that is a key elsewhere arrives intact', () => {
    const text = 'jkorq hlnxpgGdzutiasS/?.[]+-w j k o r q';
    const { state, effects } = play(grid(), 'i', ...type(text));
    expect(effects).toEqual([]);
    expect(textIn(state)).toBe(text);
    expect(sends(play(state, 'enter').effects)).toEqual([['p0', text]]);
  });

  test('a paste is one insert with its lines, Alt+Enter a line more; controls are left out', () => {
    const { state } = play(grid(), 'i', { kind: 'paste', text: 'a\r\nb\u001b[31m\tc' }, 'M-enter', ...type('d漢'));
    expect(textIn(state)).toBe('a\nb[31m\tc\nd漢');
    expect(sends(play(state, 'enter').effects)).toEqual([['p0', 'a\nb[31m\tc\nd漢']]);
  });

  test('text stays with its Pod while the selection moves, in and out of the composer', () => {
    const first = play(grid(), 'i', ...type('one'), 'M-right').state;
    expect([selectedKey(first), textIn(first)]).toEqual([keyOf('p1'), '']);
    const second = play(first, ...type('two'), 'escape', 'left').state;
    expect([second.composer.focused, textIn(second)]).toEqual([false, 'one']);
    expect(textIn(play(second, 'right').state)).toBe('two');
    expect(textIn(play(second, 'p', 'i', 'x').state)).toBe('onex');
  });

  test('text and selection go with a Pod that gets another name, also where it is missing for a moment', () => {
    const written = play(grid(), 'i', ...type('one')).state;
    const moved = { ...terminalPod('renamed'), socketPath: terminalPod('p0').socketPath };
    const after = play(written, list({ live: [moved, terminalPod('p1')] })).state;
    expect([selectedKey(after), textIn(after)]).toEqual([keyOf('renamed'), 'one']);
    // Another key would act instead of being written.
    expect(textIn(play(after, 'q').state)).toBe('oneq');
    const open = play(grid({ live: [livePod('ag')] }), 'enter').state;
    const again = { ...livePod('other'), socketPath: livePod('ag').socketPath };
    const gap = play(open, list({ live: [terminalPod('p1')] })).state;
    expect(textOf(play(gap, list({ live: [again] })).state)).toContain('other');
  });

  test('what is asked about a Pod, and why it is so, goes with it to its other name', () => {
    const moved = { ...terminalPod('renamed'), socketPath: terminalPod('p0').socketPath };
    const after = list({ live: [moved, terminalPod('p1')] });
    const asked = play(grid(), 'x', list({ live: [terminalPod('p1')] }), after);
    expect(textOf(asked.state)).toContain('Stop renamed?');
    expect(play(asked.state, 'y').effects).toMatchObject([{ kind: 'stop', key: keyOf('renamed') }]);
    expect(textOf(play(grid(), 'w', after).state)).toMatch(/renamed .*why/);
  });

  test('accepted: cleared, and said; a second Enter sends nothing', () => {
    const sent = play(grid(), 'i', ...type('hi'), 'enter');
    expect(sends(sent.effects)).toEqual([['p0', 'hi']]);
    expect(play(sent.state, 'enter').effects).toEqual([]);
    const again = play(sent.state, ...type('more'), 'enter');
    expect(again.effects).toEqual([]);
    expect(again.state.message?.text).toBe('p0: the text before is still on its way…');
    const after = play(again.state, ended(1, 'p0', done)).state;
    expect([textIn(after), after.message?.text]).toEqual(['more', 'Sent to p0.']);
    expect(sends(play(after, 'enter').effects)).toEqual([['p0', 'more']]);
  });

  test('taken while a turn runs: what is said is that it waits', () => {
    const sent = play(grid(), 'i', ...type('hi'), 'enter').state;
    const { message } = play(sent, ended(1, 'p0', queued)).state;
    expect(message?.text).toBe('Queued for p0: it is sent when the turn that runs has ended.');
  });

  test('not accepted: the text is back before what was typed since, with the reason', () => {
    const sent = play(grid(), 'i', ...type('hi'), 'enter', ...type('x')).state;
    const after = play(sent, ended(1, 'p0', failed('The Pod "p0" is already running a turn.'))).state;
    expect(textIn(after)).toBe('hi\nx');
    expect(after.message).toEqual({ kind: 'error', text: 'The Pod "p0" is already running a turn.' });
    expect(textOf(play(after, 'y').state)).toContain('not sent: The Pod "p0" is already');
    const other = play(sent, 'M-right', ended(1, 'p0', failed('no'))).state;
    expect([textIn(other), textIn(play(other, 'M-left').state)]).toEqual(['', 'hi\nx']);
  });

  test('an ineligible Pod is not tried, and the target line says why', () => {
    const paused = grid({ live: [terminalPod('p0', { status: 'paused' })] });
    const typed = play(paused, 'i', 'a').state;
    expect(textOf(typed)).toContain('─ to ◐ p0 paused · cannot be sent to: it is paused');
    const { state, effects } = play(typed, 'enter');
    expect([effects, textIn(state)]).toEqual([[], 'a']);
    expect(state.message?.text).toContain('Cannot send to p0: it is paused');
  });

  test('a blank Enter opens; Escape and Ctrl+C leave and keep the text', () => {
    const opened = play(grid(), 'i', 'space', 'enter');
    expect(opened.effects.map(({ kind }) => kind)).toEqual(['attach']);
    expect(opened.state.composer.focused).toBe(false);
    for (const name of ['escape', 'C-c']) {
      const left = play(grid(), 'i', 'a', name);
      expect([left.effects, left.state.composer.focused, textIn(left.state)]).toEqual([[], false, 'a']);
      expect(textOf(left.state)).toContain('○ p0 idle › a (i writes)');
      // Which is where it waits, while another one is selected.
      expect(textOf(play(left.state, 'right').state)).toContain('○ p1 idle › a text waits for p0 (i writes)');
    }
    const several = play(grid(), 'space', 'i', 'a', 'escape', 'u').state;
    expect(textOf(several)).toContain('○ p0 idle › a text waits for marked Pods (i writes)');
  });

  test('a Pod that goes while it is written to is written to no more, and no other one instead', () => {
    const typed = play(grid(), 'i', ...type('hi'), list({ live: live(3).slice(1) })).state;
    expect(textIn(typed)).toBe('hi');
    const { effects, state } = play(typed, 'enter');
    expect(effects).toEqual([]);
    expect(state.message?.text).toBe('Cannot send to p0: it is gone.');
  });

  test('a restored Pod does not take the terminal from who writes', () => {
    const restored = play(
      scene({ mode: 'grid', list: listOf({ stored: [storedPod('old')], live: live(1) }) }),
      ...['p', 'end', 'enter', 'i', 'a'],
      { report: { kind: 'restoreEnded', key: keyOf('old'), outcome: { ...done, socketPath: '/run/old' } } },
      list({ live: [...live(1), terminalPod('old')] }),
    );
    expect(restored.effects.map(({ kind }) => kind)).not.toContain('attach');
    expect(restored.state.message?.text).toBe('old is live again.');
  });

  test('a click on it focuses it, a click on a tile writes to that Pod, the wheel turns nothing', () => {
    const waiting = play(grid(), 'i', 'a', 'escape').state;
    const focused = play(waiting, mouse({ x: 3, y: 22 })).state;
    expect(focused.composer.focused).toBe(true);
    const moved = play(focused, mouse({ x: 60, y: 3 }), 'b', mouse({ action: 'wheeldown', button: 'none' })).state;
    expect([selectedKey(moved), textIn(moved), moved.composer.focused]).toEqual([keyOf('p1'), 'b', true]);
  });
});

describe('a broadcast', () => {
  const marked = (over: Partial<PodFacts> = { live: live(4) }) =>
    play(grid(over), 'space', 'right', 'space', 'right', 'space', 'i', ...type('go')).state;

  test('goes to each marked Pod, by name, which are unmarked then', () => {
    expect(textOf(marked())).toContain('─ to 3 Pods: p0, p1, p2 · Enter sends ─');
    const { state, effects } = play(marked(), 'enter');
    expect(sends(effects)).toEqual([
      ['p0', 'go'],
      ['p1', 'go'],
      ['p2', 'go'],
    ]);
    const after = play(state, ended(1, 'p0', done), ended(1, 'p2', done), ended(1, 'p1', done)).state;
    expect([after.composer.marks.size, after.message?.text]).toEqual([0, '3 sent']);
    expect(after.composer.drafts.size).toBe(0);
  });

  test('says for how many it waits', () => {
    const { state } = play(marked(), 'enter');
    const after = play(state, ended(1, 'p0', queued), ended(1, 'p2', failed('no')), ended(1, 'p1', done)).state;
    expect(after.message?.text).toBe('2 sent, 1 of them when the turn that runs has ended, 1 failed: p2: no');
  });

  test('keeps text and marks for just those that did not take it', () => {
    const sent = play(marked(), 'enter').state;
    const halfway = play(sent, ended(1, 'p0', done), ended(1, 'p1', failed('refused'))).state;
    expect([textIn(halfway), halfway.composer.marks.size]).toEqual(['', 3]);
    const after = play(halfway, ended(1, 'p2', done)).state;
    expect(after.message).toEqual({ kind: 'error', text: '2 sent, 1 failed: p1: refused' });
    expect([[...after.composer.marks], textIn(after)]).toEqual([[keyOf('p1')], 'go']);
    expect(sends(play(after, 'enter').effects)).toEqual([['p1', 'go']]);
  });

  test('says how many are not eligible, and does not try those', () => {
    const stopped = play(marked(), list({ live: live(2), stored: [storedPod('p2')] })).state;
    expect(textOf(stopped)).toContain('3 Pods · 1 not eligible: p2: it is stopped');
    const { state, effects } = play(stopped, 'enter');
    expect(sends(effects)).toHaveLength(2);
    const after = play(state, ended(1, 'p0', done), ended(1, 'p1', done)).state;
    expect(after.message?.text).toBe('2 sent, 1 failed: p2: it is stopped: restore it first');
    expect([...after.composer.marks]).toEqual([keyOf('p2')]);
  });

  test('whose failures come back into another one goes to the Pods themselves', () => {
    const sent = play(marked(), 'enter', ...type('new')).state;
    const after = play(sent, ended(1, 'p0', failed('a')), ended(1, 'p1', done), ended(1, 'p2', failed('b'))).state;
    expect(fieldText(draftField(after.composer, BROADCAST))).toBe('new');
    expect(fieldText(draftField(after.composer, keyOf('p0')))).toBe('go');
    expect(fieldText(draftField(after.composer, keyOf('p2')))).toBe('go');
    expect(after.composer.drafts.has(keyOf('p1'))).toBe(false);
  });

  test('Escape and u clear the marks, and only then mean what they mean elsewhere; the text is kept', () => {
    for (const name of ['escape', 'u']) {
      const left = play(marked(), 'escape', name).state;
      expect([left.composer.marks.size, selectedKey(left)]).toEqual([0, keyOf('p2')]);
      expect(left.message?.text).toContain('is kept');
      expect(textIn(play(left, 'space').state)).toBe('go');
    }
    const picker = play(grid(), 'p', 'space', 'escape').state;
    expect([picker.pane.kind, picker.composer.marks.size]).toEqual(['picker', 0]);
    expect(play(grid(), 'space', 'space').state.composer.marks.size).toBe(0);
  });

  test('marks show by shape on tiles and rows', () => {
    expect(textOf(play(grid(), 'space').state)).toContain('╔═ ✓ ○ p0');
    const rows = textOf(play(grid(), 'p', 'space', 'down').state);
    expect(rows).toContain(' ✓p0');
    expect(rows).toContain('> p1');
  });
});

describe('on the screen', () => {
  const cursorOf = (state: DashboardState) => viewDashboard(state, NOW).cursor;

  test('80×24: the target above the text, the cursor in it', () => {
    const { state } = play(grid(), 'i', ...type('漢字'), 'M-enter', ...type('ab'), 'left');
    expect(textOf(state).split('\n').slice(-4)).toEqual([
      `─ to ○ p0 idle · Enter sends ${'─'.repeat(51)}`,
      '› 漢字',
      '  ab',
      'Enter send  Alt+Enter new line  Esc leave  Alt+↓ other Pod',
    ]);
    expect(cursorOf(state)).toEqual({ x: 3, y: 22 });
    expect(cursorOf(play(state, 'up').state)).toEqual({ x: 2, y: 21 });
    expect(cursorOf(play(state, 'right', 'up').state)).toEqual({ x: 4, y: 21 });
  });

  test('40×10: one row, which scrolls with the cursor', () => {
    const { state } = play(grid({ live: live(1) }, SIZES.small), 'i', ...type('abcdefghijklmnopqrstuvwxyz012345'));
    expect(textOf(state).split('\n')).toHaveLength(10);
    expect(textOf(state).split('\n').at(-2)).toMatch(/^○ p0 idle › .*012345$/);
    expect(cursorOf(state)?.y).toBe(8);
  });

  test('200×60: a long text takes six rows at most and shows the cursor', () => {
    const lines = Array.from({ length: 30 }, (_, i) => `line ${i}`).join('\n');
    const { state } = play(grid({ live: live(1) }, SIZES.large), 'i', { kind: 'paste', text: lines });
    const rows = textOf(state).split('\n').slice(-8);
    expect(rows[0]).toMatch(/^─ to ○ p0/);
    expect(rows.slice(1, 7)).toEqual(['› line 24', ...[25, 26, 27, 28, 29].map((i) => `  line ${i}`)]);
    expect(cursorOf(state)).toEqual({ x: 9, y: 58 });
  });

  test('it takes no row until it is used', () => {
    expect(textOf(grid())).toBe(textOf(play(grid(), 'i', 'escape').state));
    expect(play(grid({}), 'i').state.composer.focused).toBe(false);
  });
});

describe('a text of which the Pod did not say in time whether it has taken it', () => {
  const said = (...texts: readonly string[]) =>
    conversationFeed(texts.map((text) => ({ kind: 'user' as const, text })));
  const feed = (...texts: readonly string[]) => ({
    report: { kind: 'feed' as const, key: keyOf('p0'), feed: said(...texts) },
  });
  const sent = play(grid(), feed('earlier'), 'i', ...type('go on'), 'enter');
  const [delivery] = sent.state.composer.deliveries;
  const back = play(sent.state, ended(delivery?.id ?? 0, 'p0', failed('It did not say'))).state;

  test('comes back as a draft, and goes when the Pod shows it as said', () => {
    expect(textIn(back)).toBe('go on');
    expect(textIn(play(back, feed('earlier', 'go on')).state)).toBe('');
  });

  test('stays where something else was said, nothing new was, or it has become another text', () => {
    expect(textIn(play(back, feed('earlier', 'other')).state)).toBe('go on');
    const old = play(grid(), feed('go on'), 'i', ...type('go on'), 'enter').state;
    const again = play(old, ended(old.composer.deliveries[0]?.id ?? 0, 'p0', failed('It did not say'))).state;
    expect(textIn(play(again, feed('go on')).state)).toBe('go on');
    expect(textIn(play(back, ...type('!'), feed('earlier', 'go on')).state)).toBe('go on!');
  });

  test('a draft that was never sent stays, whatever is said', () => {
    const typed = play(grid(), feed('earlier'), 'i', ...type('go on')).state;
    expect(textIn(play(typed, feed('earlier', 'go on')).state)).toBe('go on');
  });
});
