// Tiles in true colours whose wide characters are cut by the right border: every cell of every frame, drawn step by step.
import type { Terminal } from '@xterm/headless';
import fc from 'fast-check';
import { codePointWidth } from '../../../src/cells/codePointWidth';
import type { ScreenRow } from '../../../src/cells/podScreen';
import { DEFAULT_COLOUR, TRUECOLOR } from '../../../src/cells/textStyle';
import { viewDashboard } from '../../../src/dashboard/frame/viewDashboard';
import { type PlannedTile, planGrid } from '../../../src/dashboard/grid/gridPlan';
import type { Frame } from '../../../src/dashboard/kit/frame';
import { createLineCache } from '../../../src/dashboard/kit/lineCache';
import type { DashboardState } from '../../../src/dashboard/loop/state';
import { keyOf, listOf, NOW, play, scene, screenOf, terminalPod } from '../scene';
import { cells, createTerminal, write } from './fixtures/headlessTerminal';
import { createPaintedScreen } from './fixtures/paintedScreen';

/** Not even, so that neighbouring tiles begin at odd and at even columns. */
const SIZE = { cols: 83, rows: 25 };
const NAMES = ['a', 'b', 'c', 'd', 'e'];
/** Fewer than any tile has: each is shown whole. */
const SCREEN_ROWS = 3;
/** As the screen's owner sets it: nothing wraps at the right edge. */
const NO_WRAP = '\u001b[?7l';
const BLANK = ' |1|d|d|0';

const WIDE = ['漢', '字', '한', 'あ', '，', '👍', '🚀', '😀'];
const NARROW = ['x', '│', '┤', '┌', '█', '▀', '✓', '❤', '\ue0b0', 'é', ' '];

const colour = fc.oneof(
  { weight: 1, arbitrary: fc.constant(DEFAULT_COLOUR) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 0xffffff }).map((rgb) => TRUECOLOR + rgb) },
);
const style = fc.record({ fg: colour, bg: colour, flags: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 255 })) });

/** As wide as the widest tile; its wide characters begin at odd columns or at even ones. */
const row: fc.Arbitrary<ScreenRow> = fc
  .record({
    odd: fc.boolean(),
    parts: fc.array(
      fc.record({
        look: style,
        text: fc.oneof(
          { weight: 3, arbitrary: fc.array(fc.constantFrom(...WIDE), { minLength: 1, maxLength: 30 }) },
          { weight: 1, arbitrary: fc.array(fc.constantFrom(...NARROW), { minLength: 2, maxLength: 2 }) },
        ),
      }),
      { maxLength: 12 },
    ),
  })
  .map(({ odd, parts }) => [
    ...(odd ? [{ text: '─', fg: TRUECOLOR + 0xff8000, bg: DEFAULT_COLOUR, flags: 0, width: 1 as const }] : []),
    ...parts.map(({ look, text }) => {
      const isWide = text.every((character) => WIDE.includes(character));
      return { ...look, text: text.join(''), width: isWide ? (2 as const) : (1 as const) };
    }),
  ]);

type Step =
  | {
      readonly name: string;
      readonly rows: readonly ScreenRow[];
      readonly title: string | null;
      readonly bytes: number;
    }
  /** How each Pod stands: its status, and whether it calls. */
  | { readonly stands: readonly (readonly ['idle' | 'running', boolean])[] }
  | { readonly key: string };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      name: fc.constantFrom(...NAMES),
      rows: fc.array(row, { minLength: SCREEN_ROWS, maxLength: SCREEN_ROWS }),
      title: fc.constantFrom(null, 'a title'),
      bytes: fc.nat(1000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.tuple(fc.constantFrom('idle', 'running'), fc.boolean()), { minLength: 5, maxLength: 5 })
      .map((stands) => ({ stands })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('right', 'down', '+', '-', 'z', 'esc', 'space', 'b').map((key) => ({ key })),
  },
);

function stepped(state: DashboardState, next: Step): DashboardState {
  if ('key' in next) return play(state, next.key).state;
  if ('stands' in next) {
    const live = NAMES.map((name, at) => {
      const [status, calls] = next.stands[at] ?? ['idle', false];
      const attention = calls ? { kind: 'bell' as const, message: '', permissions: 0, since: NOW } : null;
      return terminalPod(name, { status, attention });
    });
    return play(state, { report: { kind: 'list', list: listOf({ live }) } }).state;
  }
  const { rows, title, bytes } = next;
  const feed = {
    kind: 'screen' as const,
    screen: screenOf([], { lines: rows, rows: SCREEN_ROWS, title, outputBytes: bytes }),
  };
  return play(state, { report: { kind: 'screens', screens: new Map([[keyOf(next.name), { feed, at: NOW }]]) } }).state;
}

const start = () => scene({ size: SIZE, list: listOf({ live: NAMES.map((name) => terminalPod(name)) }) });

function redraw(frame: Frame): string {
  const screen = createPaintedScreen(SIZE.cols, SIZE.rows);
  const bytes = screen.paint(frame);
  screen.close();
  return bytes;
}

function colourText(value: number): string {
  if (value === DEFAULT_COLOUR) return 'd';
  return value >= TRUECOLOR ? `#${value - TRUECOLOR}` : String(value);
}

/** The Pod's row as `width` cells: of a wide character that does not fit, a blank in its style. */
function cutRow(runs: ScreenRow, width: number): string[] {
  const cut = runs.flatMap((run) => {
    const look = `${colourText(run.fg)}|${colourText(run.bg)}|${run.flags}`;
    return [...run.text].flatMap((text) =>
      run.width === 1 ? [`${text}|1|${look}`] : [`${text}|2|${look}`, `|0|${look}`],
    );
  });
  const kept = Array.from({ length: width }, (_, x) => cut[x] ?? BLANK);
  const last = kept.at(-1)?.match(/^.+\|2\|(.*)$/u);
  return last ? [...kept.slice(0, -1), ` |1|${last[1]}`] : kept;
}

const shownRows = (state: DashboardState, { entry }: PlannedTile): readonly ScreenRow[] => {
  const shown = state.tiles.get(entry.key)?.shown;
  return shown?.kind === 'screen' ? shown.screen.lines : [];
};

/** What stands between and in the vertical borders of each tile, and what must. */
function tileCells(state: DashboardState, painted: readonly (readonly string[])[]) {
  return planGrid(state).tiles.flatMap((tile) =>
    shownRows(state, tile).map((runs, y) => {
      const { x, width, y: top } = tile.rect;
      const actual = (painted[top + 1 + y] ?? []).slice(x, x + width);
      const side = actual[0] ?? '';
      return { actual, expected: [side, ...cutRow(runs, width - 2), side], side };
    }),
  );
}

describe('tiles whose right border cuts wide characters of 24-bit colours', () => {
  it('hold exactly the cells of their Pods, incrementally and drawn anew', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const screen = createPaintedScreen(SIZE.cols, SIZE.rows);
        const stepwise = createTerminal(SIZE.cols, SIZE.rows);
        const cache = createLineCache();
        let state = start();
        try {
          await write(stepwise, NO_WRAP + screen.paint(viewDashboard(state, NOW, cache)));
          for (const next of steps) {
            state = stepped(state, next);
            const frame = viewDashboard(state, NOW, cache);
            await write(stepwise, screen.paint(frame));
            const painted = cells(stepwise);
            const anew = createTerminal(SIZE.cols, SIZE.rows);
            await write(anew, NO_WRAP + redraw(viewDashboard(state, NOW)));
            expect(painted).toEqual(cells(anew));
            anew.dispose();
            if (state.pane.kind !== 'grid') continue;
            for (const { actual, expected, side } of tileCells(state, painted)) {
              expect(side).toMatch(/^[│║┃]\|1\|/u);
              expect(actual).toEqual(expected);
            }
          }
        } finally {
          screen.close();
          stepwise.dispose();
        }
      }),
      { numRuns: 25 },
    );
  });

  /** Terminals differ in how wide they make these; none may lose a border to them. */
  it.each([
    ['narrow emoji', (codePoint: number) => (codePoint > 0xffff ? 1 : codePointWidth(codePoint))],
    [
      'wide symbols',
      (codePoint: number) => ([0x2713, 0x2764, 0xe0b0].includes(codePoint) ? 2 : codePointWidth(codePoint)),
    ],
  ])('keep their borders where they are in a terminal with %s', async (version, widthOf) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const screen = createPaintedScreen(SIZE.cols, SIZE.rows);
        const terminal = otherTerminal(version, widthOf);
        let state = start();
        try {
          await write(terminal, NO_WRAP + screen.paint(viewDashboard(state, NOW)));
          for (const next of steps) {
            state = stepped(state, next);
            await write(terminal, screen.paint(viewDashboard(state, NOW)));
            if (state.pane.kind !== 'grid') continue;
            const borders = tileCells(state, cells(terminal)).map(({ actual }) => [actual[0], actual.at(-1)]);
            for (const pair of borders) for (const side of pair) expect(side).toMatch(/^[│║┃]\|1\|/u);
          }
        } finally {
          screen.close();
          terminal.dispose();
        }
      }),
      { numRuns: 25 },
    );
  });
});

function otherTerminal(version: string, widthOf: (codePoint: number) => 0 | 1 | 2): Terminal {
  const terminal = createTerminal(SIZE.cols, SIZE.rows);
  const charProperties = (codePoint: number) => {
    const width = widthOf(codePoint);
    return (width << 1) | (width === 0 ? 1 : 0);
  };
  terminal.unicode.register({ version, wcwidth: widthOf, charProperties });
  terminal.unicode.activeVersion = version;
  return terminal;
}
