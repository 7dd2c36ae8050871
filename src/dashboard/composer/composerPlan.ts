// Where the composer's parts lie and which rows of its text are shown: read by the layout, the view and the mouse.
import { cellClusters } from '../../cells/cellText';
import { type FieldRows, fieldRows } from '../kit/fieldRows';
import type { Rect } from '../kit/frame';
import type { TextField } from '../kit/textField';
import type { DashboardState } from '../loop/state';
import { addressed } from './composerSelectors';
import { draftField, isInUse } from './composerState';

/** Below this many rows it has one row, target and text beside each other. */
const ROWS_FOR_TARGET_LINE = 16;
const ROWS_FOR_COMPOSER = 4;
const MOST_TEXT_ROWS = 6;
/** Of the rows of the screen, at most one in this many shows text. */
const TEXT_SHARE = 4;
/** In front of the text: `› `. */
export const TEXT_MARGIN = 2;

/** Stands for the end of a line where there is one row. */
const LINE_BREAK = '↵';

type Sized = Pick<DashboardState, 'size' | 'composer' | 'pane'>;

/** Its rows at the lower end of the screen; 0 while there is nothing to see of it. */
export function composerHeight(state: DashboardState): number {
  const { size, composer } = state;
  if (size.rows < ROWS_FOR_COMPOSER || state.pane.kind === 'conversation') return 0;
  if (!composer.focused) return isInUse(composer) ? 1 : 0;
  return isOneRow(state) ? 1 : 1 + textRowCount(state);
}

/** Target and text share one row. */
export function isOneRow({ size, composer }: Sized): boolean {
  return !composer.focused || size.rows < ROWS_FOR_TARGET_LINE;
}

function textRowCount(state: DashboardState): number {
  const field = draftField(state.composer, addressed(state).draftKey);
  const { rows } = fieldRows(field, textCells(state.size.cols));
  return Math.max(1, Math.min(rows.length, MOST_TEXT_ROWS, Math.floor(state.size.rows / TEXT_SHARE)));
}

function textCells(width: number): number {
  return Math.max(2, width - TEXT_MARGIN);
}

export interface TextView {
  /** The rows that are shown. */
  readonly rows: readonly string[];
  readonly cursor: { readonly x: number; readonly y: number };
}

/** The rows around the cursor that fit into `area`; a single row scrolls sideways. */
export function textView(field: TextField, area: Pick<Rect, 'width' | 'height'>): TextView {
  if (area.height === 1) return oneRowView(field, area.width);
  const laid: FieldRows = fieldRows(field, area.width);
  const top = Math.max(0, Math.min(laid.cursorRow - Math.floor(area.height / 2), laid.rows.length - area.height));
  return {
    rows: laid.rows.slice(top, top + area.height),
    cursor: { x: laid.cursorX, y: laid.cursorRow - top },
  };
}

/** Fields with their line breaks shown as a character, made once each. */
const joined = new WeakMap<TextField, TextField>();

function joinedLines(field: TextField): TextField {
  const known = joined.get(field);
  if (known !== undefined) return known;
  const made = { chars: field.chars.map((char) => (char === '\n' ? LINE_BREAK : char)), cursor: field.cursor };
  joined.set(field, made);
  return made;
}

function oneRowView(field: TextField, width: number): TextView {
  const { rows, cursorX } = fieldRows(joinedLines(field), Number.POSITIVE_INFINITY);
  const hidden = Math.max(0, cursorX - Math.max(0, width - 1));
  let skipped = 0;
  let shown = '';
  for (const cluster of cellClusters(rows[0] ?? '')) {
    if (skipped >= hidden) shown += cluster.text;
    else skipped += cluster.width;
  }
  return { rows: [shown], cursor: { x: cursorX - skipped, y: 0 } };
}
