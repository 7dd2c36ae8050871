// The `screen` extension on the wire: changed rows of a Pod's screen, as compact runs.
import * as v from 'valibot';

const size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000));

/**
 * `[text, fg, bg, flags, width]`, and `link` where the text leads to an address: each code point of `text` fills `width` cells. `fg`, `bg`: -1 = default, 0–255 =
 * palette, 0x1000000 + 0xRRGGBB = direct. `flags`: 1 bold, 2 dim, 4 italic, 8 underline, 16 blink, 32 inverse,
 * 64 invisible, 128 strike.
 */
const wireRunSchema = v.tuple([
  v.string(),
  v.number(),
  v.number(),
  v.number(),
  v.picklist([1, 2]),
  v.optional(v.string()),
]);

export const screenUpdateSchema = v.object({
  cols: size,
  rows: size,
  /** `[x, y]` from 0; null = hidden. */
  cursor: v.nullable(v.tuple([v.number(), v.number()])),
  title: v.nullable(v.string()),
  /** Bytes of output since the Pod started. */
  output_bytes: v.number(),
  /** True: `lines` holds every row and earlier ones are void. Otherwise only the changed ones. */
  full: v.boolean(),
  /** Where `scrolls` was asked for: the rows have moved up by so many before `lines` changes some of them; those at the bottom are in it. */
  scrolled: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  lines: v.array(v.tuple([v.pipe(v.number(), v.integer(), v.minValue(0)), v.array(wireRunSchema)])),
});

/** Most rows of one answer to `read_scrollback`. */
export const MAX_SCROLLBACK_ROWS = 2000;

/** What the Pod keeps of its output, screen included: rows `top` … of `total`, counted from the oldest. */
export const scrollbackSchema = v.object({
  top: v.pipe(v.number(), v.integer(), v.minValue(0)),
  total: v.pipe(v.number(), v.integer(), v.minValue(0)),
  lines: v.array(v.array(wireRunSchema)),
});

export type WireRun = [text: string, fg: number, bg: number, flags: number, width: 1 | 2, link?: string | undefined];
export type ScrollbackPart = Omit<v.InferOutput<typeof scrollbackSchema>, 'lines'> & { lines: WireRun[][] };
export type ScreenUpdate = v.InferOutput<typeof screenUpdateSchema>;
