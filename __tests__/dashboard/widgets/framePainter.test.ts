// Painting: after every frame a terminal shows exactly its cells.
import fc from 'fast-check';
import type { ScreenRow } from '../../../src/cells/podScreen';
import { STYLE, TRUECOLOR } from '../../../src/cells/textStyle';
import type { Frame, Placement } from '../../../src/dashboard/kit/frame';
import { ALL, anyFrames, COLS, expectedCells, frame, placement, ROWS, run } from './anyFrames';
import { cells, createTerminal, textLines, write } from './fixtures/headlessTerminal';
import { createPaintedScreen, type PaintedScreen } from './fixtures/paintedScreen';

const open: PaintedScreen[] = [];
function paintedScreen(colour = true): PaintedScreen {
  const screen = createPaintedScreen(COLS, ROWS, colour);
  open.push(screen);
  return screen;
}
afterEach(() => {
  for (const screen of open.splice(0)) screen.close();
});

describe('painting frames', () => {
  it('shows exactly the cells of each frame, incrementally and drawn anew', async () => {
    await fc.assert(
      fc.asyncProperty(anyFrames, async (frames) => {
        const screen = createPaintedScreen(COLS, ROWS);
        const terminal = createTerminal(COLS, ROWS);
        try {
          // As the screen's owner sets it: nothing wraps at the right edge.
          await write(terminal, '\u001b[?7l');
          for (const each of frames) {
            await write(terminal, screen.paint(each));
            expect(cells(terminal)).toEqual(expectedCells(each));
            expect(screen.paint(each)).toBe('');
          }
        } finally {
          screen.close();
          terminal.dispose();
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['left', 3, 4],
    ['right', 4, 3],
  ])('a change below half of a wide character, the other half of which is covered: %s', async (_, covered, shown) => {
    const screen = paintedScreen();
    const terminal = createTerminal(COLS, ROWS);
    const wide = placement({ x: 2, y: 0, width: 3, height: 1 }, [run(' '), run('，', { width: 2, bg: 1 })]);
    const cut = placement({ x: covered, y: 0, width: 1, height: 1 });
    for (const text of ['a', 'b']) {
      const below = placement({ x: shown, y: 0, width: 1, height: 1 }, [run(text)]);
      const each = frame(below, wide, cut);
      await write(terminal, screen.paint(each));
      expect(cells(terminal)).toEqual(expectedCells(each));
    }
    terminal.dispose();
  });

  it('writes only the cells that changed', () => {
    const screen = paintedScreen();
    const rows = Array.from({ length: ROWS }, () => [run('x'.repeat(COLS))]);
    screen.paint(frame(placement(ALL, ...rows)));
    const changed = rows.with(3, [run(`${'x'.repeat(10)}y${'x'.repeat(13)}`)]);
    expect(screen.paint(frame(placement(ALL, ...changed)))).toBe('\u001b[4;11Hy');
  });

  it('writes nothing for new objects with the same content', () => {
    const screen = paintedScreen();
    const same = (): Frame => frame(placement(ALL, [run('abc', { fg: 3 })]));
    expect(screen.paint(same())).not.toBe('');
    expect(screen.paint(same())).toBe('');
  });

  it('reads no row of a placement that kept its lines', () => {
    const screen = paintedScreen();
    let reads = 0;
    const row: ScreenRow = new Proxy([run('abc')], {
      get(target, property, receiver) {
        reads++;
        return Reflect.get(target, property, receiver);
      },
    });
    const still = placement({ x: 0, y: 0, width: 10, height: 1 }, row);
    const moving = (text: string): Placement => placement({ x: 0, y: 4, width: 10, height: 1 }, [run(text)]);
    screen.paint(frame(still, moving('1')));
    expect(reads).toBeGreaterThan(0);
    reads = 0;
    screen.paint(frame({ ...still }, moving('2')));
    expect(reads).toBe(0);
  });

  it('lets nothing of a text act on the terminal', async () => {
    const screen = paintedScreen();
    const hostile = '\u001b]0;owned\u0007\u001b[2J\u009b31m\r\n\u202e\u200d{bold}';
    const bytes = screen.paint(frame(placement(ALL, [run(hostile)])));
    expect(bytes.replace(/\u001b\[[0-9;]*[HGJXm]/g, '')).toMatch(/^[\u0020-\u007e]+$/);
    const terminal = createTerminal(COLS, ROWS);
    await write(terminal, bytes);
    expect(textLines(terminal)[0]).toBe('?]0;owned??[2J?31m????{b');
    terminal.dispose();
  });

  it('shows flags as letters', async () => {
    const screen = paintedScreen();
    const terminal = createTerminal(COLS, ROWS);
    await write(terminal, screen.paint(frame(placement(ALL, [run('🇩🇪', { width: 2 }), run('🇫🇷')]))));
    expect(textLines(terminal)[0]).toBe('D E FR');
    terminal.dispose();
  });

  it('keeps a run that lies about its width out of its neighbours', async () => {
    const screen = paintedScreen();
    const terminal = createTerminal(COLS, ROWS);
    await write(terminal, '\u001b[?7l');
    const neighbour = placement({ x: 6, y: 0, width: 10, height: 1 }, [run('neighbour')]);
    for (const text of ['漢字漢字漢字漢字', '👍👍👍👍👍👍👍', 'abc']) {
      const liar = placement({ x: 0, y: 0, width: 6, height: 1 }, [run(text)]);
      await write(terminal, screen.paint(frame(neighbour, liar)));
      expect(textLines(terminal)[0]?.slice(-9)).toBe('neighbour');
      expect(terminal.buffer.active.getLine(0)?.getCell(6)?.getChars()).toBe('n');
    }
    terminal.dispose();
  });

  it('without colour keeps bold and inverse', async () => {
    const screen = paintedScreen(false);
    const terminal = createTerminal(COLS, ROWS);
    const styled = run('a', { fg: 1, bg: TRUECOLOR + 255, flags: STYLE.bold | STYLE.inverse });
    await write(terminal, screen.paint(frame(placement(ALL, [styled]))));
    expect(cells(terminal)[0]?.[0]).toBe(`a|1|d|d|${STYLE.bold | STYLE.inverse}`);
    terminal.dispose();
  });

  it('goes on after more styles than its table holds', async () => {
    const screen = paintedScreen();
    const terminal = createTerminal(COLS, ROWS);
    for (let step = 0; step < 60; step++) {
      const rows = Array.from({ length: ROWS }, (_, y) =>
        Array.from({ length: COLS }, (__, x) => run('x', { fg: TRUECOLOR + step * 1000 + y * COLS + x })),
      );
      const each = frame(placement(ALL, ...rows));
      const bytes = screen.paint(each);
      // Only at the start is the terminal cleared: later it would flash.
      expect(bytes.includes('\u001b[2J')).toBe(step === 0);
      await write(terminal, bytes);
      expect(cells(terminal)).toEqual(expectedCells(each));
    }
    terminal.dispose();
  });
});
