// What a live Pod's terminal shows, as rows of styled runs: the model of a tile and of every painted line.
import { isPlainCells } from './isPlainCells';
import type { TextStyle } from './textStyle';

/** Text in one style, of cells of one width. */
export interface ScreenRun extends TextStyle {
  readonly text: string;
  /** Each code point of `text` fills exactly this many cells, so that no width table is needed to lay a row out. */
  readonly width: 1 | 2;
}

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

/** The cells that the row takes. */
export function rowWidth(row: ScreenRow): number {
  let cells = 0;
  for (const { text, width } of row) cells += (isPlainCells(text) ? text.length : [...text].length) * width;
  return cells;
}

export function rowText(row: ScreenRow): string {
  return row.map((run) => run.text).join('');
}
