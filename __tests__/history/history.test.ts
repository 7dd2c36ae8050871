// The history of a Pod as it is looked at: rows of any width, search, copy mode, prompts.
import fc from 'fast-check';
import { rowText, rowWidth, type ScreenRow } from '../../src/cells/podScreen';
import { type History, lineText } from '../../src/history/history';
import { HistoryLayout } from '../../src/history/historyLayout';
import { historyText, lastOutput, selectedText } from '../../src/history/historySelection';
import { END_OF_HISTORY, type HistoryAct, type HistoryScreen, type HistoryView } from '../../src/history/historyView';
import { reduceHistory } from '../../src/history/reduceHistory';
import { viewHistory } from '../../src/history/viewHistory';

const run = (text: string, width: 1 | 2 = 1) => ({ text, fg: -1, bg: -1, flags: 0, width });
const history = (...lines: readonly (string | readonly [string, string])[]): History => ({
  isCut: false,
  lines: lines.map((line) => {
    const [text, marks] = typeof line === 'string' ? [line, ''] : line;
    return { row: text === '' ? [] : [run(text)], at: 0, marks };
  }),
});
const screenOf = (own: History, cols = 20, height = 5): HistoryScreen => ({
  layout: new HistoryLayout(own, cols),
  height,
});
const play = (screen: HistoryScreen, ...acts: readonly HistoryAct[]): HistoryView =>
  acts.reduce<HistoryView>((view, act) => reduceHistory(view, screen, act), END_OF_HISTORY);
const shown = (view: HistoryView, screen: HistoryScreen) => viewHistory(view, screen).rows.map(rowText);
const inverse = (row: ScreenRow | undefined) =>
  (row ?? []).filter(({ flags }) => (flags & 32) !== 0).map(({ text }) => text);
const numbered = (count: number) => history(...Array.from({ length: count }, (_, index) => `line ${index + 1}`));

test('rows of any width are the lines, none wider than the screen', () => {
  const character = fc.constantFrom('a', 'b', ' ', '漢', '🚀');
  fc.assert(
    fc.property(fc.array(fc.array(character, { maxLength: 30 })), fc.integer({ min: 2, max: 12 }), (lines, cols) => {
      const own: History = {
        isCut: false,
        lines: lines.map((text) => ({ at: 0, marks: '', row: text.map((each) => run(each, each > '\xff' ? 2 : 1)) })),
      };
      const layout = new HistoryLayout(own, cols);
      const rows = layout.rows(0, layout.rowCount);
      expect(rows).toHaveLength(layout.rowCount);
      for (const row of rows) expect(rowWidth(layout.cells(row))).toBeLessThanOrEqual(cols);
      const joined = own.lines.map((_, line) =>
        rows
          .filter((row) => row.line === line)
          .map((row) => rowText(layout.cells(row)))
          .join(''),
      );
      expect(joined).toEqual(own.lines.map(lineText));
      rows.forEach((row, index) => {
        expect(layout.row(index)).toEqual(row);
        expect(layout.rowOf({ line: row.line, character: row.from })).toBe(index);
      });
    }),
  );
});

test('scrolling stops at both ends, and follows at the lower one', () => {
  const screen = screenOf(numbered(12));
  expect(shown(END_OF_HISTORY, screen)).toEqual(['line 8', 'line 9', 'line 10', 'line 11', 'line 12']);
  expect(shown(play(screen, { kind: 'rows', by: -3 }), screen)[0]).toBe('line 5');
  expect(shown(play(screen, { kind: 'rows', by: -99 }), screen)[0]).toBe('line 1');
  expect(play(screen, { kind: 'rows', by: -3 }, { kind: 'rows', by: 3 })).toEqual(END_OF_HISTORY);
});

test('all matches are marked, the newest is shown first, n goes up and round', () => {
  const own = history('Needle one', 'x', 'a needle and a needle', ...numbered(2).lines.map(lineText));
  const screen = screenOf(own, 40);
  const found = play(screen, { kind: 'find' }, { kind: 'typed', query: 'needle' });
  const view = viewHistory(found, screen);
  expect(view.matches).toEqual({ at: 3, count: 3 });
  expect(view.rows.flatMap((row) => inverse(row))).toEqual(['Needle', 'needle', 'needle']);
  const at = (...acts: readonly HistoryAct[]) =>
    viewHistory(
      acts.reduce((own, act) => reduceHistory(own, screen, act), found),
      screen,
    ).matches?.at;
  expect(at({ kind: 'match', by: -1 })).toBe(2);
  expect(at({ kind: 'match', by: -1 }, { kind: 'match', by: -1 })).toBe(1);
  expect(at({ kind: 'match', by: -1 }, { kind: 'match', by: -1 }, { kind: 'match', by: -1 })).toBe(3);
  expect(at({ kind: 'match', by: 1 })).toBe(1);
  expect(viewHistory(play(screen, { kind: 'find' }, { kind: 'typed', query: 'Needle' }), screen).matches?.count).toBe(
    1,
  );
});

test('copy mode: words over lines, whole lines, a block', () => {
  const screen = screenOf(history('one two', 'three four five', 'six seven'), 40, 3);
  const text = (...acts: readonly HistoryAct[]) => {
    const { copying } = play(screen, { kind: 'copyMode' }, { kind: 'edge', to: 'first' }, ...acts);
    if (copying === null) throw new Error('copy mode was left');
    return selectedText(copying, screen.layout);
  };
  const mark = (shape: 'characters' | 'lines' | 'block'): HistoryAct => ({ kind: 'anchor', shape });
  const down: HistoryAct = { kind: 'rows', by: 1 };
  const word: HistoryAct = { kind: 'words', by: 1 };
  expect(text()).toBe('one two');
  expect(text(word, mark('characters'), word, word)).toBe('two\nthree f');
  expect(text(mark('lines'), down)).toBe('one two\nthree four five');
  expect(text({ kind: 'characters', by: 1 }, mark('block'), { kind: 'characters', by: 1 }, down, down)).toBe(
    'ne\nhr\nix',
  );
  expect(text(mark('lines'), mark('lines'), down)).toBe('three four five');
});

test('the mouse selects from the cell pressed to the cell at hand; twice a word, thrice a line', () => {
  const screen = screenOf(history('one two/three four', 'five'), 10, 3);
  const at = (kind: 'press' | 'drag' | 'word' | 'whole', x: number, y: number): HistoryAct => ({ kind, x, y });
  const text = (...acts: readonly HistoryAct[]) => {
    const { copying } = play(screen, ...acts);
    return copying === null ? null : selectedText(copying, screen.layout);
  };
  // The first line takes two rows: what the screen has wrapped is one line.
  expect(text(at('press', 4, 0), at('drag', 7, 1))).toBe('two/three four');
  expect(text(at('word', 5, 0))).toBe('two/three');
  expect(text(at('whole', 0, 1))).toBe('one two/three four');
});

test('prompts, and the output of the last command that put out something', () => {
  const own = history(['$ ls', 'AB'], ['a.txt', 'C'], 'b.txt', ['$ true', 'DAB'], ['$ ', 'CDA']);
  expect(lastOutput(own)).toBe('a.txt\nb.txt');
  expect(lastOutput(history('plain', 'text'))).toBeNull();
  const screen = screenOf(own, 20, 2);
  expect(shown(play(screen, { kind: 'prompt', by: -1 }), screen)[0]).toBe('$ ls');
  expect(historyText(history('a ', 'b'))).toBe('a\nb\n');
});

test('leaving goes back one step at a time', () => {
  const screen = screenOf(numbered(12));
  const view = play(
    screen,
    { kind: 'find' },
    { kind: 'typed', query: '3' },
    { kind: 'keep' },
    { kind: 'copyMode' },
    { kind: 'anchor', shape: 'lines' },
  );
  const leave = (own: HistoryView) => reduceHistory(own, screen, { kind: 'leave' });
  expect(leave(view).copying).toMatchObject({ anchor: null });
  expect(leave(leave(view)).copying).toBeNull();
  expect(leave(leave(leave(view))).search).toBeNull();
  expect(leave(leave(leave(leave(view))))).toEqual(END_OF_HISTORY);
});
