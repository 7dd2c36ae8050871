// The search over all output: reached from the search by name, its lines come in, and one of them opens its Pod's history.
import type { Effect } from '../../../src/dashboard/loop/effect';
import type { DashboardState } from '../../../src/dashboard/loop/state';
import { outputOrder } from '../../../src/dashboard/output/outputSelectors';
import type { OutputHit } from '../../../src/dashboard/output/outputState';
import { type History, historyOfRows } from '../../../src/history/history';
import { livePod, readableLog, storedPod } from '../../podList/facts';
import { keyOf, listOf, mouse, NOW, play, SIZES, scene, terminalPod, textOf } from '../scene';

const hit = (over: Partial<OutputHit> = {}): OutputHit => ({
  key: keyOf('demo'),
  at: NOW - 60_000,
  line: 'error: no needle here',
  column: 10,
  source: '/sessions/s/g.cast',
  kind: 'recording',
  ...over,
});
const pods = (size: { cols: number; rows: number } = SIZES.usual) =>
  scene({
    list: listOf({ live: [terminalPod('demo'), livePod('gem')], stored: [storedPod('old', { log: readableLog() })] }),
    size,
  });
const found = (state: DashboardState, hits: readonly OutputHit[], over: { isFirst?: boolean; id?: number } = {}) => ({
  report: { kind: 'outputFound' as const, id: state.output.id, isFirst: true, hits, ...over },
});
const over = (state: DashboardState, faults: readonly string[] = [], isFirst = false) => ({
  report: { kind: 'outputSearched' as const, id: state.output.id, isFirst, faults },
});
const typed = (state: DashboardState, text = 'needle') => play(state, '/', 'tab', ...text).state;
const showing = (hits: readonly OutputHit[], size?: { cols: number; rows: number }) => {
  const state = typed(pods(size));
  return play(state, found(state, hits)).state;
};
const kinds = (effects: readonly Effect[]) => effects.map(({ kind }) => kind);
const history = (...lines: readonly string[]): History =>
  historyOfRows(lines.map((text) => [{ text, fg: -1, bg: -1, flags: 0, width: 1 }]));
const many = Array.from({ length: 200 }, (_, i) => `line ${i}`);

test('Tab leads from names to output with what was typed, and back again', () => {
  const asked = play(pods(), '/', 'n', 'e', 'tab').state;
  expect([asked.pane.kind, asked.scope.searching, outputOrder(asked)?.query]).toEqual(['output', false, 'ne']);
  const back = play(asked, 'e', 'tab').state;
  expect([back.pane.kind, back.scope.searching, back.scope.search.chars.join('')]).toEqual(['grid', true, 'nee']);
  expect(outputOrder(back)).toBeNull();
  expect(play(play(pods(), 'p').state, '/', 'x', 'tab', 'escape').state.pane.kind).toBe('picker');
});

test('searches what the scope shows: live, stopped, or all', () => {
  const searched = (state: DashboardState) =>
    outputOrder(state)
      ?.entries()
      .map(({ id }) => id.name)
      .sort();
  expect(searched(typed(pods()))).toEqual(['demo', 'gem', 'old']);
  expect(searched(typed(play(pods(), 'f').state))).toEqual(['demo', 'gem']);
  const hits = showing([hit()]);
  const opened = play(hits, 'enter', 'escape').state;
  const stopped = play(opened, 'f', 'f').state;
  expect([searched(stopped), stopped.output.id > opened.output.id]).toEqual([['old'], true]);
});

test.each(Object.values(SIZES))('at %j each line says whose it is, when, and what', (size) => {
  const long = hit({ line: `${'far '.repeat(60)}the needle behind`, column: 244, key: keyOf('old') });
  const text = textOf(showing([hit(), long], size));
  const [, , first = '', second = ''] = text.split('\n');
  expect(first).toMatch(/^> demo +\d\d:\d\d|^> demo +\d{4}-\d\d-\d\d/);
  expect(first).toContain('needle');
  expect(second).toMatch(/^ {2}old .*….*needle/);
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(size.cols);
});

test('the selected line stands below as a whole', () => {
  const text = textOf(showing([hit({ line: `${'x'.repeat(100)} needle at the end`, column: 101 })]));
  expect(text).toContain('─ demo · idle · printed ·');
  expect(text).toContain('needle at the end');
});

test('what was found before stands until the first word of the next search; what comes too late is dropped', () => {
  const before = showing([hit({ line: 'old needle', column: 4 })]);
  const next = play(before, 's').state;
  expect(textOf(next)).toContain('old needle');
  expect(textOf(play(next, found(before, [hit({ line: 'late' })])).state)).not.toContain('late');
  const first = play(next, found(next, [hit({ line: 'new needles', column: 4 })])).state;
  expect(textOf(first)).toContain('new needles');
  expect(textOf(first)).not.toContain('old needle');
  const more = play(first, found(next, [hit({ line: 'more needles', column: 5 })], { isFirst: false })).state;
  expect(more.output.hits.map(({ line }) => line)).toEqual(['new needles', 'more needles']);
});

test('says when there is nothing, what could not be read, and that there is more than anybody goes through', () => {
  const state = typed(pods());
  const none = play(state, over(state, [], true)).state;
  expect(textOf(none)).toContain('Nothing of it in what 3 Pods printed and said.');
  const unread = play(state, found(state, [hit()]), over(state, ['/x.cast cannot be searched: EACCES'])).state;
  expect(textOf(unread)).toContain('1 unreadable · 1 of 1');
  const full = play(
    state,
    found(
      state,
      Array.from({ length: 3000 }, () => hit()),
    ),
  ).state;
  expect([full.output.hits.length, outputOrder(full)]).toEqual([2000, null]);
  expect(textOf(full)).toContain('1 of 2000+');
});

test('Enter opens the history of the Pod at that line; Escape leads back to the lines, which letters act on then', () => {
  const state = showing([hit(), hit({ line: 'another needle', column: 8, at: NOW })]);
  const asked = play(state, 'down', 'enter');
  const from = { source: '/sessions/s/g.cast', kind: 'recording', until: null };
  expect(asked.effects).toMatchObject([{ kind: 'readScrollback', from }]);
  const [effect] = asked.effects;
  const own = effect?.kind === 'readScrollback' ? (effect.from ?? null) : null;
  const whole = history(...many, 'another needle', ...many);
  const report = { kind: 'scrollbackRead' as const, key: keyOf('demo'), from: own };
  const opened = play(asked.state, { report: { ...report, outcome: { kind: 'history', history: whole } } });
  expect(textOf(opened.state)).toContain('║another needle');
  expect(textOf(opened.state)).toContain('/needle · 1 of 1');
  const back = play(opened.state, 'escape').state;
  expect([back.pane.kind, back.output.selected]).toEqual(['output', 1]);
  expect(kinds(play(back, 'k', 'enter').effects)).toEqual(['readScrollback']);
  // The history that comes for another wish is none of this one.
  const late = play(back, 'enter', { report: { ...report, from: null, outcome: { kind: 'history', history: whole } } });
  expect(late.state.pane).toMatchObject({ kind: 'zoom', scroll: { history: null } });
});

test('a line that was overwritten since is shown as of the moment that it was printed', () => {
  const state = showing([hit({ line: 'needle 10%', column: 0, at: NOW })]);
  const asked = play(state, 'enter');
  const source = (effects: readonly Effect[]) =>
    effects.flatMap((effect) => (effect.kind === 'readScrollback' ? [effect.from ?? null] : []))[0] ?? null;
  const answer = (effects: readonly Effect[], ...lines: readonly string[]) => ({
    report: {
      kind: 'scrollbackRead' as const,
      key: keyOf('demo'),
      from: source(effects),
      outcome: { kind: 'history' as const, history: history(...lines) },
    },
  });
  const again = play(asked.state, answer(asked.effects, 'done'));
  expect(source(again.effects)).toMatchObject({ until: NOW });
  const shown = play(again.state, answer(again.effects, 'needle 10%')).state;
  expect(textOf(shown)).toContain('║needle 10%');
  expect(textOf(shown)).toContain('as of ');
});

test('a Pod that is gone by now has no history to open', () => {
  const state = showing([hit({ key: keyOf('removed') })]);
  expect(textOf(state)).toContain('(gone)');
  const tried = play(state, 'enter');
  expect([tried.effects, tried.state.message?.text]).toEqual([[], expect.stringContaining('gone')]);
});

test('a click selects a line, two open it, the wheel goes through them', () => {
  const state = showing(Array.from({ length: 40 }, (_, i) => hit({ line: `needle ${i}`, column: 0 })));
  const click = mouse({ x: 30, y: 5 });
  expect(play(state, click).state.output.selected).toBe(3);
  expect(kinds(play(state, click, click).effects)).toEqual(['readScrollback']);
  expect(play(state, mouse({ action: 'wheeldown', button: 'none' }), 'pagedown').state.output.selected).toBe(16);
});
