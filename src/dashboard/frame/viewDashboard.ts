// The state as one frame: pure, so that it can be drawn on a terminal, printed, or looked at in a test.
import { attentionCount } from '../attention/attentionSelectors';
import type { Frame, Placement } from '../kit/frame';
import { createLineCache, type LineCache } from '../kit/lineCache';
import { ALL_FEATURES, shownFeatures } from '../loop/features';
import { modeOf } from '../loop/keymap';
import { barRows, type KeyRow } from '../loop/keyRow';
import type { Moment } from '../loop/moment';
import { type DashboardState, openEntry } from '../loop/state';
import { footerPane } from './footerPane';
import { headerPane } from './headerPane';
import { failuresPane, fetchesPane, noticePane } from './noticePane';
import { screenLayout } from './screenLayout';
import { wouldAct } from './wouldAct';

/**
 * The frame of `state` at `now` (Unix ms). With the `cache` of the frames before, parts that have not changed keep the
 * identity of their lines; without one nothing is kept.
 */
export function viewDashboard(state: DashboardState, now: number, cache: LineCache = createLineCache()): Frame {
  const moment: Moment = { state, now, cache };
  const shown = shownFeatures(state);
  const views = shown.map((feature) => feature.view(moment));
  // What lies on top is drawn last.
  const placements: readonly Placement[] = [
    ...around(moment, shown.map((feature) => feature.place(state)).join('')),
    ...views.toReversed().flatMap((view) => view.placements),
  ];
  cache.endFrame();
  return {
    cols: state.size.cols,
    rows: state.size.rows,
    placements: placements.filter(({ rect }) => rect.width > 0 && rect.height > 0),
    cursor: views.find(({ cursor }) => cursor !== null)?.cursor ?? null,
    title: title(state),
    wantsDrags: views.some((view) => view.wantsDrags === true),
  };
}

/** The bar, and above the pane, unless that fills the screen, the header and what could not be read. */
function around(moment: Moment, place: string): readonly Placement[] {
  const { state } = moment;
  const { header, failures, fetches, notice, footer } = screenLayout(state);
  const above =
    openEntry(state) === null
      ? [
          ...headerPane(moment, header, place),
          ...failuresPane(moment, failures),
          ...fetchesPane(moment, fetches),
          ...noticePane(moment, notice),
        ]
      : [];
  return [...above, ...footerPane(moment, footer, offeredRows(state))];
}

/** A key that leads nowhere now is no help. */
function offeredRows(state: DashboardState): readonly KeyRow[] {
  return barRows(modeOf(state), state.keymap).filter(
    ({ intent }) => wouldAct(state, intent) && ALL_FEATURES.every((feature) => feature.leads(state, intent)),
  );
}

function title(state: DashboardState): string {
  const { list } = state;
  const waiting = attentionCount(state);
  return `${waiting === 0 ? '' : `(${waiting}) `}podwatch: ${list.entries.filter((entry) => entry.state === 'live').length} live`;
}
