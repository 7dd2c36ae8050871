// Zoom: the tile of one Pod over the whole body, live, or the earlier rows that the user has scrolled to.

import { span } from '../../cells/spans';
import { describePodState } from '../../podList/describePodState';
import type { PodEntry } from '../../podList/types';
import { screenLayout } from '../frame/screenLayout';
import { borderRow } from '../kit/box';
import type { Placement, Rect } from '../kit/frame';
import { type Drawn, drawn, type Moment, placed } from '../loop/moment';
import { tilePane } from '../tile/tilePane';
import { zoomedConversation, zoomHeight, zoomView } from './zoomPlan';
import type { ZoomPane } from './zoomState';

/** Read only; a Pod that has ended keeps its last screen. */
export function zoomPane(moment: Moment, pane: ZoomPane): Drawn {
  const { state } = moment;
  const { theme } = state;
  const area = screenLayout(state).body;
  const entry = state.list.entries.find(({ key }) => key === pane.entry.key) ?? pane.entry;
  const tile = tilePane(moment, area, entry, true, pane.conversationTop);
  const view = zoomView(state);
  if (view === null) return drawn([...tile, ...conversationPlace(moment, area, entry)]);
  const look = { double: true, border: theme[describePodState(entry).kind] };
  const bottom = { ...area, y: area.y + area.height - 1, height: Math.min(1, area.height) };
  const inner = {
    x: area.x + 1,
    y: area.y + 1,
    width: Math.max(0, area.width - 2),
    height: Math.max(0, area.height - 2),
  };
  const first = view.top + 1;
  const last = view.top + view.rows.length;
  return drawn([
    ...tile,
    placed(moment, 'zoom:rows', inner, [pane.scroll, view.top], () => view.rows),
    placed(moment, 'zoom:place', bottom, [theme, look.border, first, last, view.total], () => [
      borderRow('bottom', look, area.width, [
        span(`rows ${first}–${last} of ${view.total}, standing still · End: live`, theme.strong),
      ]),
    ]),
  ]);
}

/** In the lower border, how far back a conversation is shown. */
function conversationPlace(moment: Moment, area: Rect, entry: PodEntry): readonly Placement[] {
  const { state } = moment;
  const { theme, pane } = state;
  const talk = zoomedConversation(state);
  if (pane.kind !== 'zoom' || pane.conversationTop === null || talk === null) return [];
  const percent = Math.min(
    99,
    Math.round(100 * talk.layout.progress(talk.shown, pane.conversationTop, zoomHeight(state))),
  );
  const look = { double: true, border: theme[describePodState(entry).kind] };
  const bottom = { ...area, y: area.y + area.height - 1, height: Math.min(1, area.height) };
  return [
    placed(moment, 'zoom:place', bottom, [theme, look.border, percent], () => [
      borderRow('bottom', look, area.width, [span(`${percent}% · End: live`, theme.strong)]),
    ]),
  ];
}
