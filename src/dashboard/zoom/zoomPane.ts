// Zoom: the tile of one Pod over the whole body, live, or the history that the user has gone back in.

import { displayText } from '../../cells/displayText';
import { rowOf, span } from '../../cells/spans';
import type { History } from '../../history/history';
import { type ShownHistory, viewHistory } from '../../history/viewHistory';
import { describePodState } from '../../podList/describePodState';
import type { PodEntry } from '../../podList/podList';
import { screenLayout } from '../frame/screenLayout';
import { borderRow } from '../kit/box';
import type { Placement, Rect } from '../kit/frame';
import { type Drawn, drawn, type Moment, placed } from '../loop/moment';
import { tilePane } from '../tile/tilePane';
import { hasOnlyHistory, historyScreen, type ZoomPlan, zoomedConversation, zoomHeight } from './zoomPlan';
import type { ZoomScroll } from './zoomState';

/** Read only; a Pod that has ended keeps its last screen. */
export function zoomPane(moment: Moment, { pane, inner }: ZoomPlan): Drawn {
  const { state } = moment;
  const area = screenLayout(state).body;
  const entry = state.list.entries.find(({ key }) => key === pane.entry.key) ?? pane.entry;
  const tile = tilePane(moment, area, entry, true, pane.conversationTop);
  const { scroll } = pane;
  if (scroll === null || scroll.history === null) {
    const isScreen = zoomedConversation(state) === null;
    return { ...drawn([...tile, ...conversationPlace(moment, area, entry)]), ...(isScreen && { wantsDrags: true }) };
  }
  return historyPane(moment, { area, inner, entry, scroll, history: scroll.history, tile });
}

interface HistoryPart {
  readonly area: Rect;
  readonly inner: Rect;
  readonly entry: PodEntry;
  readonly scroll: ZoomScroll;
  readonly history: History;
  readonly tile: readonly Placement[];
}

function historyPane(moment: Moment, { area, inner, entry, scroll, history, tile }: HistoryPart): Drawn {
  const { theme } = moment.state;
  const shown = viewHistory(scroll.view, historyScreen(moment.state, history));
  const look = { double: true, border: theme[describePodState(entry).kind] };
  const place = placeOf(area);
  const { cols } = historyScreen(moment.state, history).layout;
  const blank = rowOf([span(' '.repeat(cols), theme.text)]);
  const rows = Array.from({ length: inner.height }, (_, y) => shown.rows[y] ?? blank);
  const words = placeWords(shown, scroll, history, !hasOnlyHistory(entry));
  return {
    placements: [
      ...tile,
      placed(moment, 'zoom:rows', inner, [history, scroll.view, inner.height], () => rows),
      placed(moment, 'zoom:place', place.rect, [theme, look.border, words], () => [
        borderRow(place.edge, look, area.width, [span(words, theme.strong)]),
      ]),
    ],
    cursor: shown.cursor === null ? null : { x: inner.x + shown.cursor.x, y: inner.y + shown.cursor.y },
    wantsDrags: true,
  };
}

/** In which border it is said how far back is shown: in the lower one, where there is one. */
function placeOf(area: Rect): { readonly rect: Rect; readonly edge: 'top' | 'bottom' } {
  const isLow = area.height <= 2;
  const y = isLow ? area.y : area.y + area.height - 1;
  return { rect: { ...area, y, height: Math.min(1, area.height) }, edge: isLow ? 'top' : 'bottom' };
}

function placeWords(shown: ShownHistory, { view, from }: ZoomScroll, { isCut }: History, isLive: boolean): string {
  const { first, last, total, matches } = shown;
  // A line that has been overwritten since stands only there.
  const asOf = from === null || from.until === null ? '' : `as of ${timeOfDay(from.until)} · `;
  const rows = `${asOf}rows ${first}–${last} of ${isCut ? 'the last ' : ''}${total}`;
  if (view.search !== null && matches !== null && (view.search.isTyping || view.copying === null)) {
    const { query, isTyping } = view.search;
    const found =
      matches.count === 0 ? (query === '' ? '' : ' · nothing found') : ` · ${matches.at} of ${matches.count}`;
    return `/${displayText(query)}${isTyping ? '▏' : ''}${found} · ${rows}`;
  }
  if (view.copying !== null) return `${view.copying.anchor === null ? 'copy' : `copy ${view.copying.shape}`} · ${rows}`;
  return isLive && from === null ? `${rows}, standing still · End: live` : rows;
}

function timeOfDay(at: number): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}

/** In a border, how far back a conversation is shown. */
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
  const place = placeOf(area);
  return [
    placed(moment, 'zoom:place', place.rect, [theme, look.border, percent], () => [
      borderRow(place.edge, look, area.width, [span(`${percent}% · End: live`, theme.strong)]),
    ]),
  ];
}
