// One Pod large, at a line that was found elsewhere.
import type { HistoryHit } from '../../history/historyHit';
import { END_OF_HISTORY } from '../../history/historyView';
import type { PodEntry } from '../../podList/podList';
import { fieldOf } from '../kit/textField';
import type { HistorySource, ZoomPane } from './zoomState';

/** Its history is on its way: who opens it so asks for it (`readScrollback`). Back leads to what was found. */
export function zoomedAt(entry: PodEntry, hit: HistoryHit, from: HistorySource): ZoomPane {
  const scroll = {
    history: null,
    from,
    view: END_OF_HISTORY,
    field: fieldOf(hit.query),
    waiting: [{ kind: 'hit', hit } as const],
  };
  return { kind: 'zoom', entry, back: 'output', scroll, pressed: null, conversationTop: null };
}
