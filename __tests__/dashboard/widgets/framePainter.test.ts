// Painting: after every frame a terminal shows exactly its cells.
import fc from 'fast-check';
import { codePointWidth } from '../../../src/cells/codePointWidth';
import type { ScreenRow, ScreenRun } from '../../../src/cells/podScreen';
import { DEFAULT_COLOUR, STYLE, TRUECOLOR } from '../../../src/cells/textStyle';
import type { Frame, Placement, Rect } from '../../../src/dashboard/kit/frame';
import { cells, createTerminal, textLines, write } from './fixtures/headlessTerminal';
import { createPaintedScreen, type PaintedScreen } from './fixtures/paintedScreen';

const COLS = 24;
const ROWS = 8;

const open: PaintedScreen[] = [];
function paintedScreen(colour = true): PaintedScreen {
  const screen = createPaintedScreen(COLS, ROWS, colour);
  open.push(screen);
  return screen;
}
afterEach(() => {
  for (const screen of open.splice(0)) screen.close();
});

function run(text: string, style: Partial<ScreenRun> = {}): ScreenRun {
  return { text, fg: DEFAULT_COLOUR, bg: DEFAULT_COLOUR, flags: 0, width: 1, ...style };
}

function frame(...placements: Placement[]): Frame {
  return { cols: COLS, rows: ROWS, placements, cursor: null, title: '' };
}

function placement(rect: Rect, ...lines: ScreenRow[]): Placement {
  return { key: `${rect.x},${rect.y}`, rect, lines };
}

const ALL: Rect = { x: 0, y: 0, width: COLS, height: ROWS };

// ---- a slow, obvious model: who owns each cell, and a wide character is whole or blank ----

interface Glyph {
  readonly text: string;
  readonly width: number;
  readonly style: string;
}

function colourOf(colour: number): string {
  if (colour === DEFAULT_COLOUR) return 'd';
  return colour >= TRUECOLOR ? `#${colour - TRUECOLOR}` : `${colour}`;
}

function expectedCells({ placements }: Frame): string[][] {
  const blank: Glyph = { text: ' ', width: 1, style: 'd|d|0' };
  const owners: { glyph: Glyph; part: number }[][] = Array.from({ length: ROWS }, () =>
    Array.from({ length: COLS }, () => ({ glyph: blank, part: 0 })),
  );
  for (const { rect, lines } of placements) {
    for (let row = 0; row < rect.height; row++) {
      const glyphs: { glyph: Glyph; part: number }[] = (lines[row] ?? []).flatMap((part) =>
        [...part.text].flatMap((character) => {
          const harmful = /[\p{Cc}\p{Cf}\p{Mn}]/u.test(character);
          const style = `${colourOf(part.fg)}|${colourOf(part.bg)}|${part.flags}`;
          if (part.width === 1) return [{ glyph: { text: harmful ? '?' : character, width: 1, style }, part: 0 }];
          const wide = { text: character, width: 2, style };
          return [
            { glyph: wide, part: 0 },
            { glyph: wide, part: 1 },
          ];
        }),
      );
      for (let column = 0; column < rect.width; column++) {
        const cells = owners[rect.y + row];
        if (cells?.[rect.x + column] === undefined) continue;
        const outside = (part: { glyph: Glyph; part: number }): boolean =>
          part.glyph.width === 2 && part.part === 0 && column === rect.width - 1;
        const owner = glyphs[column] ?? { glyph: blank, part: 0 };
        cells[rect.x + column] = outside(owner) ? { glyph: { ...owner.glyph, text: ' ', width: 1 }, part: 0 } : owner;
      }
    }
  }
  return owners.map((row) =>
    row.map(({ glyph, part }, x) => {
      if (glyph.width === 1) return `${glyph.text}|1|${glyph.style}`;
      const whole = row[x + (part === 0 ? 1 : -1)]?.glyph === glyph;
      if (!whole) return ` |1|${glyph.style}`;
      return part === 0 ? `${glyph.text}|2|${glyph.style}` : `|0|${glyph.style}`;
    }),
  );
}

const CHARACTERS = [
  'a',
  'Z',
  ' ',
  '~',
  'é',
  '─',
  '│',
  '┌',
  '█',
  'Ж',
  '❤',
  '✓',
  '\ue0b0',
  '\u001b',
  '\u009b',
  '\u202e',
  '\u0301',
  '漢',
  '字',
  'あ',
  '한',
  '，',
  '👍',
  '🚀',
  '😀',
  '🧑',
];

const colour = fc.oneof(
  fc.constant(DEFAULT_COLOUR),
  fc.integer({ min: 0, max: 255 }),
  fc.integer({ min: 0, max: 0xffffff }).map((rgb) => TRUECOLOR + rgb),
);

const anyRun: fc.Arbitrary<ScreenRun> = fc
  .record({
    characters: fc.array(fc.constantFrom(...CHARACTERS), { minLength: 1, maxLength: 8 }),
    fg: colour,
    bg: colour,
    flags: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 255 })),
    wide: fc.boolean(),
  })
  .map(({ characters, wide, ...style }) => {
    const width = wide ? 2 : 1;
    const fitting = characters.filter((character) => (codePointWidth(character.codePointAt(0) ?? 0) === 2) === wide);
    return { ...style, width, text: fitting.join('') };
  });

const anyPlacement: fc.Arbitrary<Placement> = fc.record({
  key: fc.string({ maxLength: 3 }),
  rect: fc.record({
    x: fc.integer({ min: -4, max: COLS }),
    y: fc.integer({ min: -2, max: ROWS }),
    width: fc.integer({ min: 0, max: COLS + 4 }),
    height: fc.integer({ min: 0, max: ROWS }),
  }),
  lines: fc.array(fc.array(anyRun, { maxLength: 4 }), { maxLength: ROWS }),
});

/** What becomes of a row: another one, or the same but for one character, as when a line like it scrolls by. */
const anyChange: fc.Arbitrary<(before: ScreenRow) => ScreenRow> = fc.oneof(
  fc.array(anyRun, { maxLength: 4 }).map((row) => () => row),
  fc.tuple(fc.nat(3), fc.nat(7), fc.constantFrom(...CHARACTERS), fc.boolean()).map(
    ([at, index, character, isAdded]) =>
      (before: ScreenRow): ScreenRow =>
        before.map((part, own) => {
          const isFitting = (codePointWidth(character.codePointAt(0) ?? 0) === 2) === (part.width === 2);
          if (own !== at % before.length || !isFitting) return { ...part };
          const text = [...part.text].toSpliced(index, isAdded ? 0 : 1, character).join('');
          return { ...part, text };
        }),
  ),
);

/** Frames in which part of the placements, and part of the rows of the others, keep their identity. */
const anyFrames: fc.Arbitrary<Frame[]> = fc
  .tuple(
    fc.array(anyPlacement, { minLength: 1, maxLength: 6 }),
    fc.array(fc.array(fc.tuple(fc.nat(5), fc.nat(7), anyChange), { maxLength: 3 }), {
      minLength: 1,
      maxLength: 6,
    }),
    fc.array(fc.subarray([0, 1, 2, 3, 4, 5]), { minLength: 1, maxLength: 3 }),
  )
  .map(([first, changes, orders]) => {
    let placements = first;
    return [[], ...changes].map((step, index) => {
      placements = placements.map((each, at) => {
        const own = step.filter(([target]) => target === at);
        if (own.length === 0) return each;
        return {
          ...each,
          lines: own.reduce(
            (lines, [, row, change]) => {
              const at = row % lines.length;
              return lines.with(at, change(lines[at] ?? []));
            },
            each.lines.length === 0 ? [[]] : [...each.lines],
          ),
        };
      });
      const order = orders[index % orders.length] ?? [];
      return frame(...(index % 3 === 2 ? order.flatMap((at) => placements[at] ?? []) : placements));
    });
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
