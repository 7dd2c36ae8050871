// A thousand frames of wide characters, emoji and boxes: what changed step by step must equal one full redraw.
import { cellClusters } from '../../src/cells/cellClusters';
import type { ScreenRow, ScreenRun } from '../../src/cells/podScreen';
import type { Frame, Placement } from '../../src/dashboard/kit/frame';
import { cells, createTerminal, write } from '../dashboard/widgets/fixtures/headlessTerminal';
import { createPaintedScreen } from '../dashboard/widgets/fixtures/paintedScreen';
import { shownInTmux } from '../fixtures/shownInTmux';
import { hasTmux } from '../fixtures/tmuxDriver';

const COLS = 80;
const ROWS = 24;
const FRAMES = 1000;
const WORDS = ['build', '漢字', '日本語', '🚀', '😀👍', '한국', '│', '┌─┐', '█▓░', 'é', 'Ж', '，', '✓', ' ', '  ', 'x'];
/** As the screen's owner sets it: nothing wraps at the right edge. */
const NO_WRAP = '\x1b[?7l\x1b[2J';

/** The same numbers in every run (mulberry32): a failure can be looked at again. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function randomRow(random: (below: number) => number): ScreenRow {
  const runs: ScreenRun[] = [];
  for (let left = random(12); left > 0; left -= 1) {
    const style = { fg: random(3) === 0 ? random(256) : -1, bg: random(5) === 0 ? random(256) : -1, flags: 0 };
    const word = WORDS[random(WORDS.length)] ?? '';
    for (const { text, width } of cellClusters(word)) runs.push({ ...style, text, width });
  }
  return runs;
}

/** Tiles that overlap and move, each frame with a few changed rows. */
function* randomFrames(): Generator<Frame> {
  const random = randomNumbers(20_260_601);
  let placements: Placement[] = [0, 1, 2, 3, 4].map((at) => ({
    key: String(at),
    rect: { x: at * 15, y: at * 3, width: 31, height: 9 },
    lines: Array.from({ length: 9 }, () => randomRow(random)),
  }));
  for (let i = 0; i < FRAMES; i += 1) {
    const target = random(placements.length);
    placements = placements.map((each, at) => {
      if (at !== target) return each;
      const rect = random(4) === 0 ? { ...each.rect, x: random(COLS) - 4, y: random(ROWS) - 2 } : each.rect;
      return { ...each, rect, lines: each.lines.map((line) => (random(3) === 0 ? randomRow(random) : line)) };
    });
    yield { cols: COLS, rows: ROWS, placements, cursor: null, title: '' };
  }
}

/** The bytes of all frames one after the other, and those of a painter that sees the last one only. */
function painted(): { readonly steps: readonly string[]; readonly frames: readonly Frame[] } {
  const frames = [...randomFrames()];
  const screen = createPaintedScreen(COLS, ROWS);
  const steps = frames.map((frame) => screen.paint(frame));
  screen.close();
  return { steps, frames };
}

function redraw(frame: Frame): string {
  const screen = createPaintedScreen(COLS, ROWS);
  const bytes = screen.paint(frame);
  screen.close();
  return bytes;
}

describe(`${FRAMES} frames of wide characters, emoji and boxes`, () => {
  const { steps, frames } = painted();

  it('leave no wrong cell in a headless terminal', async () => {
    const stepwise = createTerminal(COLS, ROWS);
    await write(stepwise, NO_WRAP);
    for (const [i, step] of steps.entries()) {
      await write(stepwise, step);
      const frame = frames[i];
      if (i % 50 !== 49 || frame === undefined) continue;
      const anew = createTerminal(COLS, ROWS);
      await write(anew, NO_WRAP + redraw(frame));
      expect(cells(stepwise)).toEqual(cells(anew));
      anew.dispose();
    }
    stepwise.dispose();
  });

  (hasTmux() ? it : it.skip)('leave no wrong cell in tmux', async () => {
    const last = frames.at(-1);
    if (last === undefined) throw new Error('no frame');
    const size = { cols: COLS, rows: ROWS };
    const stepwise = await shownInTmux(NO_WRAP + steps.join(''), size);
    expect(stepwise).toMatch(/[漢字日本語]/);
    expect(stepwise).toEqual(await shownInTmux(NO_WRAP + redraw(last), size));
  });
});

/** `before` gives way to `after`, which begins `shift` cells further right (or left); each in a block of its own. */
function successions(): { readonly before: Frame; readonly after: Frame } {
  const glyphs = ['👍', '漢', 'x', '│', '○', '❤', ' '];
  const cases = glyphs.flatMap((before) =>
    glyphs.flatMap((after) => [-1, 0, 1].map((shift) => ({ before, after, shift }))),
  );
  const perRow = Math.floor(COLS / BLOCK);
  const frameOf = (block: (each: (typeof cases)[number]) => ScreenRow): Frame => {
    const lines = Array.from({ length: ROWS - 1 }, (_, y) => cases.slice(y * perRow, (y + 1) * perRow).flatMap(block));
    const rect = { x: 0, y: 0, width: COLS, height: ROWS };
    return { cols: COLS, rows: ROWS, placements: [{ key: 'all', rect, lines }], cursor: null, title: '' };
  };
  return {
    before: frameOf(({ before }) => blockOf(2, before)),
    after: frameOf(({ after, shift }) => blockOf(2 + shift, after)),
  };
}

const BLOCK = 8;

function blockOf(blanks: number, glyph: string): ScreenRow {
  const style = { fg: -1, bg: -1, flags: 0 };
  const [first] = cellClusters(glyph);
  const width = first?.width ?? 1;
  const narrow = (cells: number): ScreenRun => ({ ...style, text: ' '.repeat(cells), width: 1 });
  return [narrow(blanks), { ...style, text: glyph.repeat(2), width }, narrow(BLOCK - blanks - 2 * width)];
}

(hasTmux() ? it : it.skip)('every kind of character gives way to every other in tmux', async () => {
  const { before, after } = successions();
  const screen = createPaintedScreen(COLS, ROWS);
  const steps = screen.paint(before) + screen.paint(after);
  screen.close();
  const size = { cols: COLS, rows: ROWS };
  expect(await shownInTmux(NO_WRAP + steps, size)).toEqual(await shownInTmux(NO_WRAP + redraw(after), size));
});
