// The state as one frame: pure, so that it can be drawn on a terminal, printed, or looked at in a test.

import { attentionCount } from '../attention/reduceAttention';
import { composerPane } from '../composer/composerPane';
import { conversationPane } from '../conversation/conversationPane';
import { conversationRect, conversationScene } from '../conversation/conversationScene';
import { gridPane } from '../grid/gridPane';
import { helpPane } from '../help/helpPane';
import type { Frame, Placement } from '../kit/frame';
import { createLineCache, type LineCache } from '../kit/lineCache';
import type { DashboardState } from '../loop/state';
import type { Moment, Pane } from '../loop/view';
import { pickerPane } from '../picker/pickerPane';
import { promptPane } from '../prompt/promptPane';
import { permissionPane } from '../question/questionPane';
import { scopePane } from '../scope/scopePane';
import { whyPane } from '../why/whyPane';
import { zoomPane } from '../zoom/zoomPane';
import { footerPane } from './footerPane';
import { headerPane } from './headerPane';
import { noticePane } from './noticePane';
import { screenLayout } from './screenLayout';

/** To add a pane, add one line here. */
const PANES: Readonly<Record<Exclude<DashboardState['pane']['kind'], 'conversation'>, Pane>> = {
  grid: gridPane,
  picker: pickerPane,
  zoom: zoomPane,
};

/**
 * The frame of `state` at `now` (Unix ms). With the `cache` of the frames before, parts that have not changed keep the
 * identity of their lines; without one nothing is kept.
 */
export function viewDashboard(state: DashboardState, now: number, cache: LineCache = createLineCache()): Frame {
  const moment: Moment = { state, now, cache };
  const { header, notice, scope, body, composer, footer } = screenLayout(state);
  const prompt = state.overlay?.kind === 'prompt' ? promptPane(moment, body, state.overlay) : null;
  const search = scopePane(moment, scope);
  const composing = composerPane(moment, composer);
  const { pane } = state;
  const talk =
    pane.kind === 'conversation'
      ? conversationPane(moment, conversationRect(state), conversationScene(state, pane, now))
      : null;
  const placements: readonly Placement[] = [
    ...(talk?.placements ?? [...headerPane(moment, header), ...noticePane(moment, notice), ...search.placements]),
    ...(pane.kind === 'conversation' ? [] : PANES[pane.kind](moment, body)),
    ...composing.placements,
    ...helpPane(moment, body),
    ...whyPane(moment, body),
    ...permissionPane(moment, body),
    ...(prompt?.placements ?? []),
    ...footerPane(moment, footer),
  ];
  cache.endFrame();
  const visible = placements.filter(({ rect }) => rect.width > 0 && rect.height > 0);
  return {
    cols: state.size.cols,
    rows: state.size.rows,
    placements: visible,
    cursor: prompt?.cursor ?? (talk === null ? (composing.cursor ?? search.cursor) : talk.cursor),
    title: title(state),
  };
}

function title(state: DashboardState): string {
  const { list } = state;
  const waiting = attentionCount(state);
  return `${waiting === 0 ? '' : `(${waiting}) `}podwatch: ${list.entries.filter((entry) => entry.state === 'live').length} live`;
}
