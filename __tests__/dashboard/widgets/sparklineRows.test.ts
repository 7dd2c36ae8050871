// Activity as bars of the right number and height.
import { DEFAULT_COLOUR } from '../../../src/cells/textStyle';
import type { Frame, Sparkline } from '../../../src/dashboard/kit/frame';
import { cells, createTerminal, textLines, write } from './fixtures/headlessTerminal';
import { createPaintedScreen } from './fixtures/paintedScreen';

function sparkline(values: readonly number[]): Sparkline {
  return { values, fg: 2, bg: DEFAULT_COLOUR, flags: 0 };
}

function frame(bars: Sparkline): Frame {
  const placement = { key: 'bars', rect: { x: 2, y: 1, width: 8, height: 1 }, lines: [], sparkline: bars };
  return { cols: 12, rows: 3, placements: [placement], cursor: null, title: '' };
}

describe('a sparkline', () => {
  const screen = createPaintedScreen(12, 3);
  const terminal = createTerminal(12, 3);
  afterAll(() => {
    screen.close();
    terminal.dispose();
  });

  it.each([
    ['one bar a value, the newest at the right', [0, 1, 2, 3, 4, 5, 6, 7], '▁▂▃▄▅▆▇█'],
    ['only the newest that fit', [9, 9, 9, 0, 1, 2, 3, 4, 5, 6, 7], '▁▂▃▄▅▆▇█'],
    ['idle where nothing is known yet', [7], '▁▁▁▁▁▁▁█'],
    ['idle for no values', [], '▁▁▁▁▁▁▁▁'],
    ['idle for zeros', [0, 0, 0, 0, 0, 0, 0, 0], '▁▁▁▁▁▁▁▁'],
    ['steady work as work', [5, 5, 5, 5, 5, 5, 5, 5], '████████'],
    ['byte counts of any size', [0, 3e9, 6e9, 0, 0, 0, 0, 1], '▁▄█▁▁▁▁▁'],
    ['what is no number as nothing', [Number.NaN, -4, Number.POSITIVE_INFINITY, 1, 1, 1, 1, 1], '▁▁▁█████'],
  ])('shows %s', async (_, values, bars) => {
    await write(terminal, screen.paint(frame(sparkline(values))));
    expect(textLines(terminal)[1]).toBe(`  ${bars}`);
    expect(cells(terminal)[1]?.[2]).toBe(`${bars[0]}|1|2|d|0`);
  });

  it('costs nothing while it stays the same', () => {
    const bars = sparkline([1, 2, 3]);
    screen.paint(frame(bars));
    expect(screen.paint(frame(bars))).toBe('');
    expect(screen.paint(frame(sparkline([3, 2, 1])))).not.toBe('');
  });
});
