// Zoom as a feature: a pane with one Pod's screen, or its conversation, over the whole body.

import { entryNow } from '../loop/entryNow';
import { feature, NONE } from '../loop/feature';
import { stay } from '../loop/step';
import { reduceZoom, scrollbackRead, zoomSelected } from './reduceZoom';
import { ZOOM_KEYS } from './zoomKeys';
import { zoomPane } from './zoomPane';
import type { ZoomPane } from './zoomState';

export const zoomFeature = feature<'zoom', ZoomPane, ZoomPane>({
  layer: 'pane',
  modes: { zoom: { takesText: false, remap: 'checked', words: 'zoom' } },
  initial: null,
  keys: ZOOM_KEYS,
  leads: NONE.always,
  shows: ({ pane }) => (pane.kind === 'zoom' ? pane : null),
  mode: () => 'zoom',
  reduce: reduceZoom,
  offers: zoomSelected,
  hears: (state, report) =>
    report.kind === 'scrollbackRead' ? stay(scrollbackRead(state, report.key, report.outcome)) : null,
  plan: (_, pane) => pane,
  view: zoomPane,
  watches: ({ entry }, state) => {
    const now = entryNow(state, entry);
    return now?.canAttach === true ? [now] : [];
  },
  ages: ({ entry }, { list }) => [list.entries.find(({ key }) => key === entry.key)?.statusSince ?? 0],
  hit: ({ entry }, { at }) => ({ kind: 'click', key: entry.key, at }),
  wheel: 3,
  place: () => 'read only',
});
