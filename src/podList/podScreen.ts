// What a live Pod's terminal shows, as rows of styled runs: the model of a tile and of every painted line.

/** `fg` and `bg`: -1 = default, 0–255 = palette, TRUECOLOR + 0xRRGGBB = direct colour. `flags`: bits of STYLE. */
export interface ScreenRun {
  readonly text: string;
  readonly fg: number;
  readonly bg: number;
  readonly flags: number;
  /** Each code point of `text` fills exactly this many cells, so that no width table is needed to lay a row out. */
  readonly width: 1 | 2;
}

export const DEFAULT_COLOUR = -1;
export const TRUECOLOR = 0x1000000;

export const STYLE = {
  bold: 1,
  dim: 2,
  italic: 4,
  underline: 8,
  blink: 16,
  inverse: 32,
  invisible: 64,
  strike: 128,
} as const;

export type ScreenRow = readonly ScreenRun[];

/** One screen at one moment. Unchanged rows keep their identity between two screens of the same Pod. */
export interface PodScreen {
  readonly cols: number;
  readonly rows: number;
  readonly cursor: { readonly x: number; readonly y: number; readonly visible: boolean };
  readonly title: string | null;
  /** How many bytes the program has put out since the Pod started; the difference of two is activity. */
  readonly outputBytes: number;
  /** `rows` rows, top first; a row may be shorter than `cols` (the rest is blank in default colours). */
  readonly lines: readonly ScreenRow[];
}
