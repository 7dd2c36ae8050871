// Where the parts of the search over all output lie, and which of the found lines are shown.
import { windowTop } from '../../podList/windowTop';
import { screenLayout } from '../frame/screenLayout';
import type { Rect } from '../kit/frame';
import { contains } from '../kit/rects';
import type { DashboardState } from '../loop/state';
import type { OutputHit } from './outputState';

export interface OutputPlan {
  readonly field: Rect;
  readonly rows: Rect;
  /** Which of the hits is in the first row. */
  readonly top: number;
  readonly shown: readonly OutputHit[];
  /** The selected line as a whole, its title included; no rows where every row counts. */
  readonly details: Rect;
}

const ROWS_FOR_DETAILS = 12;

/** From the top: the field, the lines, the selected line. */
export function planOutput(state: DashboardState): OutputPlan {
  const { body } = screenLayout(state);
  const { hits, selected } = state.output;
  const fieldHeight = Math.min(1, body.height);
  const detailsHeight = body.height >= ROWS_FOR_DETAILS ? Math.min(8, Math.floor(body.height / 4)) : 0;
  const rows: Rect = { ...body, y: body.y + fieldHeight, height: body.height - fieldHeight - detailsHeight };
  const top = windowTop(hits.length, rows.height, 0, selected);
  return {
    field: { ...body, height: fieldHeight },
    rows,
    top,
    shown: hits.slice(top, top + rows.height),
    details: { ...body, y: rows.y + rows.height, height: detailsHeight },
  };
}

/** The place among the hits of the row under a cell; null: none lies there. */
export function hitAt({ rows, top, shown }: OutputPlan, x: number, y: number): number | null {
  return contains(rows, x, y) && y - rows.y < shown.length ? top + y - rows.y : null;
}
