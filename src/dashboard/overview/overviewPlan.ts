// Where the parts of the overview lie, and which of its rows are shown.

import type { PodEntry } from '../../podList/podList';
import { windowTop } from '../../podList/windowTop';
import { screenLayout } from '../frame/screenLayout';
import type { Rect } from '../kit/frame';
import { contains } from '../kit/rects';
import { selectedKey } from '../loop/podSelection';
import type { DashboardState } from '../loop/state';
import { type OverviewRow, overviewRows } from './overviewRows';
import type { OverviewPane } from './overviewState';

export interface OverviewPlan {
  readonly pane: OverviewPane;
  /** Two plots beside each other, their titles included; null: no room. The second one may be missing alone. */
  readonly output: Rect | null;
  readonly cpu: Rect | null;
  /** Two gauges, one a row; null: no room. */
  readonly gauges: Rect | null;
  readonly titles: Rect;
  readonly rows: Rect;
  readonly shown: readonly OverviewRow[];
  readonly all: readonly OverviewRow[];
  /** Its title included; no rows where every row counts. */
  readonly log: Rect;
}

const ROWS_FOR_PLOTS = 18;
const ROWS_FOR_LOG = 12;
const ROWS_FOR_GAUGES = 10;
const COLUMNS_FOR_TWO = 70;

/** From the top: plots, gauges, the table, the log. */
export function planOverview(state: DashboardState, pane: OverviewPane): OverviewPlan {
  const { body } = screenLayout(state);
  const { height } = body;
  const plotsHeight = height >= ROWS_FOR_PLOTS ? Math.min(14, Math.floor(height * 0.36)) : 0;
  const gaugesHeight = height >= ROWS_FOR_GAUGES ? 2 : 0;
  const logHeight = height >= ROWS_FOR_LOG ? Math.min(16, Math.max(4, Math.floor(height * 0.28))) : 0;
  const titlesHeight = height > 1 ? 1 : 0;
  const rowsHeight = Math.max(0, height - plotsHeight - gaugesHeight - logHeight - titlesHeight);
  const at = (above: number, own: number): Rect => ({ ...body, y: body.y + above, height: own });
  const isWide = body.width >= COLUMNS_FOR_TWO;
  const half = isWide ? Math.floor(body.width / 2) : body.width;
  const all = overviewRows(state, pane);
  const selectedAt = all.findIndex(({ entry }) => entry.key === selectedKey(state));
  const top = windowTop(all.length, rowsHeight, 0, selectedAt);
  const tableAt = plotsHeight + gaugesHeight;
  return {
    pane,
    output: plotsHeight === 0 ? null : { ...at(0, plotsHeight), width: half },
    cpu: plotsHeight === 0 || !isWide ? null : { ...at(0, plotsHeight), x: body.x + half, width: body.width - half },
    gauges: gaugesHeight === 0 ? null : at(plotsHeight, gaugesHeight),
    titles: at(tableAt, titlesHeight),
    rows: at(tableAt + titlesHeight, rowsHeight),
    shown: all.slice(top, top + rowsHeight),
    all,
    log: at(height - logHeight, logHeight),
  };
}

/** The Pod whose row lies under a cell, or null. */
export function overviewRowAt({ rows, shown }: OverviewPlan, x: number, y: number): PodEntry | null {
  return contains(rows, x, y) ? (shown[y - rows.y]?.entry ?? null) : null;
}
