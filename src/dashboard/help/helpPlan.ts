// What the help lists, wrapped, and which part of it is shown: read by the view and by the scroll keys.

import { wrapText } from '../../cells/wrapSpans';
import { screenLayout } from '../frame/screenLayout';
import { overlayBorders, overlayWidth } from '../kit/box';
import type { Rect } from '../kit/frame';
import { centredRect } from '../kit/rects';
import type { Mode } from '../loop/featureTypes';
import { helpRows, showKey } from '../loop/keyRow';
import type { DashboardState } from '../loop/state';

export interface HelpLine {
  /** Empty where the words of the line before go on. */
  readonly keys: string;
  readonly words: string;
}

export interface HelpPlan {
  /** The box. */
  readonly rect: Rect;
  readonly borders: 0 | 2;
  /** The lines that are shown. */
  readonly lines: readonly HelpLine[];
  /** Cells of the column of keys. */
  readonly keysWidth: number;
  readonly top: number;
  /** The largest `top`: how many lines do not fit. */
  readonly end: number;
}

const MAX_WIDTH = 72;
/** Border and one blank on both sides. */
const FRAME_WIDTH = 4;

/** The help of the pane that lies below it; `top`: the first line wanted. */
export function planHelp(state: DashboardState, top: number): HelpPlan {
  const { body } = screenLayout(state);
  const mode: Mode = state.pane.kind === 'picker' && state.alone ? 'resume' : state.pane.kind;
  const rows = helpRows(mode, state.keymap).map((row) => ({
    keys: row.keys.map(showKey).join(' '),
    help: row.help ?? '',
  }));
  const borders = overlayBorders(body.height);
  const width = overlayWidth(body.width, MAX_WIDTH, borders);
  const inner = Math.max(0, width - FRAME_WIDTH);
  const keysWidth = Math.min(Math.floor(inner / 2), Math.max(...rows.map(({ keys }) => keys.length)) + 2);
  const lines = rows.flatMap(({ keys, help }) =>
    wrapText(help, inner - keysWidth).map((words, index) => ({ keys: index === 0 ? keys : '', words })),
  );
  const height = Math.min(body.height, lines.length + borders);
  const shown = Math.max(0, height - borders);
  const end = lines.length - shown;
  const first = Math.min(Math.max(0, top), end);
  const rect = centredRect(body, width, height);
  return { rect, borders, lines: lines.slice(first, first + shown), keysWidth, top: first, end };
}
