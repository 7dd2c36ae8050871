// Zoom as a feature: a pane with one Pod's screen and history, or its conversation, over the whole body.

import { entryNow } from '../loop/entryNow';
import { feature } from '../loop/feature';
import { selectedEntry } from '../loop/podSelection';
import { stay, withMessage } from '../loop/step';
import { dragIntent, pressIntent } from './pointZoom';
import { reduceZoom, zoomSelected } from './reduceZoom';
import { scrollbackRead } from './reduceZoomHistory';
import { ZOOM_KEYS } from './zoomKeys';
import { zoomPane } from './zoomPane';
import { canZoom, hasOnlyHistory, planZoom, type ZoomPlan } from './zoomPlan';
import type { ZoomPane } from './zoomState';

export const zoomFeature = feature<'zoom', ZoomPane, ZoomPlan>({
  layer: 'pane',
  modes: {
    zoom: { takesText: false, remap: 'checked', words: 'zoom' },
    zoomFinding: { takesText: true, remap: 'fixed', words: 'the search in zoom' },
    zoomCopying: { takesText: false, remap: 'fixed', words: 'copy mode in zoom' },
  },
  initial: null,
  keys: ZOOM_KEYS,
  leads: (state, intent) => {
    if (intent.kind !== 'zoom') return true;
    const entry = selectedEntry(state);
    return entry !== null && (canZoom(entry) || hasOnlyHistory(entry));
  },
  shows: ({ pane }) => (pane.kind === 'zoom' ? pane : null),
  mode: (_, { scroll }) => {
    if (scroll?.view.search?.isTyping) return 'zoomFinding';
    return scroll !== null && scroll.view.copying !== null ? 'zoomCopying' : 'zoom';
  },
  reduce: reduceZoom,
  offers: zoomSelected,
  hears: (state, report) => {
    if (report.kind === 'scrollbackRead') return scrollbackRead(state, report);
    if (report.kind !== 'textShown') return null;
    const back = { ...state, attached: null };
    return stay(report.outcome.kind === 'done' ? back : withMessage(back, 'error', report.outcome.message));
  },
  plan: planZoom,
  view: zoomPane,
  watches: ({ pane: { entry } }, state) => {
    const now = entryNow(state, entry);
    return now?.canAttach === true ? [now] : [];
  },
  ages: ({ pane: { entry } }, { list }) => [list.entries.find(({ key }) => key === entry.key)?.statusSince ?? 0],
  hit: pressIntent,
  drag: dragIntent,
  wheel: 3,
  place: () => 'read only',
});
