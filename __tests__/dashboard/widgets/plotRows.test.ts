// Lines and gauges as cells: in their own colours, within their rectangle, and nothing drawn twice.
import { DEFAULT_COLOUR } from '../../../src/cells/textStyle';
import type { Frame, Plot } from '../../../src/dashboard/kit/frame';
import { cells, createTerminal, textLines, write } from './fixtures/headlessTerminal';
import { createPaintedScreen } from './fixtures/paintedScreen';

const COLS = 44;
const ROWS = 12;
const screen = createPaintedScreen(COLS, ROWS);
const terminal = createTerminal(COLS, ROWS);
afterAll(() => {
  screen.close();
  terminal.dispose();
});

function frame(plot: Plot, rect = { x: 2, y: 1, width: 40, height: 10 }): Frame {
  return { cols: COLS, rows: ROWS, placements: [{ key: 'plot', rect, lines: [], plot }], cursor: null, title: '' };
}

const lines = (...series: (readonly [readonly number[], number])[]): Plot => ({
  kind: 'lines',
  series: series.map(([values, fg]) => ({ values, fg })),
  labels: (series[0]?.[0] ?? []).map((_, i) => `${i}s`),
  axis: DEFAULT_COLOUR,
});

test('lines have an axis, labels and the colours of their series', async () => {
  await write(terminal, screen.paint(frame(lines([[0, 5, 2, 9], 2], [[9, 9, 1, 1], 3]))));
  const text = textLines(terminal).join('\n');
  expect(text).toMatch(/[⠀-⣿]/u);
  expect(text).toContain('0s');
  const colours = new Set(
    cells(terminal)
      .flat()
      .map((cell) => cell.split('|')[2]),
  );
  expect([...colours].filter((colour) => colour !== 'd').sort()).toEqual(['2', '3']);
});

test('costs nothing while it stays the same', async () => {
  const plot = lines([[1, 2, 3], 2]);
  await write(terminal, screen.paint(frame(plot)));
  expect(screen.paint(frame(plot))).toBe('');
});

test.each([
  ['no value at all', lines()],
  ['one value', lines([[1], 2])],
  ['nothing but zeros', lines([[0, 0, 0], 2])],
  ['bytes of any size', lines([[0, 5e12, 1], 2])],
])('%s is no fault', async (_, plot) => {
  await write(terminal, screen.paint(frame(plot)));
});

test('stays in its rectangle, however small', async () => {
  for (const [width, height] of [
    [40, 10],
    [20, 6],
    [16, 5],
    [10, 3],
    [1, 1],
  ] as const) {
    const plot = lines([[0, 5, 2, 9], 2]);
    await write(terminal, screen.paint(frame(plot, { x: 2, y: 1, width, height })));
    const rows = textLines(terminal);
    expect(rows[0]?.trim()).toBe('');
    expect(rows[height + 1]?.trim() ?? '').toBe('');
    for (const row of rows) expect(row.trimEnd().length).toBeLessThanOrEqual(width + 2);
  }
});

test.each([
  [0, 0],
  [50, 20],
  [100, 40],
  [250, 40],
])('a gauge of %d percent fills %d of 40 cells', async (percent, filled) => {
  await write(terminal, screen.paint(frame({ kind: 'gauge', percent, fg: 2 }, { x: 2, y: 1, width: 40, height: 1 })));
  const row = textLines(terminal)[1]?.trim() ?? '';
  expect(row).toHaveLength(40);
  expect(Math.abs((row.match(/█/g) ?? []).length - filled)).toBeLessThanOrEqual(1);
});
