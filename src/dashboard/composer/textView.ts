// Which rows of the composer's text are shown, and where the cursor stands in them.
import { cellClusters } from '../../cells/cellClusters';
import { type FieldRows, fieldRows } from '../kit/fieldRows';
import type { Rect } from '../kit/frame';
import type { TextField } from '../kit/textField';

/** Stands for the end of a line where there is one row. */
const LINE_BREAK = '↵';

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
