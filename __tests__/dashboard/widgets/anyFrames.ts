// Frames of any rows, runs and characters, and the cells that a terminal has to show of them.
import fc from 'fast-check';
import { codePointWidth } from '../../../src/cells/codePointWidth';
import type { ScreenRow, ScreenRun } from '../../../src/cells/podScreen';
import { DEFAULT_COLOUR, TRUECOLOR } from '../../../src/cells/textStyle';
import type { Frame, Placement, Rect } from '../../../src/dashboard/kit/frame';

export const COLS = 24;
export const ROWS = 8;

export function run(text: string, style: Partial<ScreenRun> = {}): ScreenRun {
  return { text, fg: DEFAULT_COLOUR, bg: DEFAULT_COLOUR, flags: 0, width: 1, ...style };
}

export function frame(...placements: Placement[]): Frame {
  return { cols: COLS, rows: ROWS, placements, cursor: null, title: '' };
}

export function placement(rect: Rect, ...lines: ScreenRow[]): Placement {
  return { key: `${rect.x},${rect.y}`, rect, lines };
}

export const ALL: Rect = { x: 0, y: 0, width: COLS, height: ROWS };

// ---- a slow, obvious model: who owns each cell, and a wide character is whole or blank ----

export interface Glyph {
  readonly text: string;
  readonly width: number;
  readonly style: string;
}

export function colourOf(colour: number): string {
  if (colour === DEFAULT_COLOUR) return 'd';
  return colour >= TRUECOLOR ? `#${colour - TRUECOLOR}` : `${colour}`;
}

export function expectedCells({ placements }: Frame): string[][] {
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

export const CHARACTERS = [
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

export const colour = fc.oneof(
  fc.constant(DEFAULT_COLOUR),
  fc.integer({ min: 0, max: 255 }),
  fc.integer({ min: 0, max: 0xffffff }).map((rgb) => TRUECOLOR + rgb),
);

export const anyRun: fc.Arbitrary<ScreenRun> = fc
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

export const anyPlacement: fc.Arbitrary<Placement> = fc.record({
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
export const anyChange: fc.Arbitrary<(before: ScreenRow) => ScreenRow> = fc.oneof(
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
export const anyFrames: fc.Arbitrary<Frame[]> = fc
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
