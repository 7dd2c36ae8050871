// "Why this status" as a feature: an overlay with what is known of one Pod.
import { rowWord } from '../../podList/entryName';
import type { PodEntry } from '../../podList/podList';
import { attentionIn } from '../attention/attentionSelectors';
import { feature, NONE } from '../loop/feature';
import { type Intent, isMove, rowsOf } from '../loop/intent';
import { noPodWords, selectedEntry } from '../loop/podSelection';
import type { DashboardState } from '../loop/state';
import { type Step, stay, withMessage } from '../loop/step';
import { WHY_KEYS } from './whyKeys';
import { whyPane } from './whyPane';
import { planWhy } from './whyPlan';
import type { WhyOverlay } from './whyState';

function reduceWhy(state: DashboardState, overlay: WhyOverlay, intent: Intent): Step | null {
  if (intent.kind === 'close') return stay({ ...state, overlay: null });
  if (!isMove(intent)) return null;
  const { key, top } = overlay;
  // The time words the ages; the view mends the row by which they may wrap differently.
  const plan = planWhy(state, key, top, 0);
  const moved = planWhy(state, key, plan.top + rowsOf(intent, plan.lines.length - 1), 0);
  return stay({ ...state, overlay: { ...overlay, top: moved.top } });
}

function askWhy(state: DashboardState, intent: Intent): Step | null {
  if (intent.kind !== 'why') return null;
  const entry = selectedEntry(state);
  if (entry === null) return stay(withMessage(state, 'info', noPodWords(state)));
  return stay({ ...state, overlay: { kind: 'why', key: entry.key, name: rowWord(entry), top: 0 } });
}

function explained({ list }: DashboardState, { key }: WhyOverlay): PodEntry | null {
  return list.entries.find((entry) => entry.key === key) ?? null;
}

export const whyFeature = feature<'why', WhyOverlay, WhyOverlay>({
  layer: 'overlay',
  modes: { why: { takesText: false, remap: 'fixed', words: 'why' } },
  initial: null,
  keys: WHY_KEYS,
  leads: (state, intent) =>
    state.overlay?.kind !== 'why' || !isMove(intent) || planWhy(state, state.overlay.key, 0, 0).end > 0,
  shows: ({ overlay }) => (overlay?.kind === 'why' ? overlay : null),
  mode: () => 'why',
  reduce: reduceWhy,
  offers: askWhy,
  hears: NONE.nothing,
  plan: (_, overlay) => overlay,
  view: whyPane,
  watches: NONE.nobody,
  ages: (overlay, state) => {
    const entry = explained(state, overlay);
    return entry === null ? [] : [entry.statusSince ?? 0, entry.updatedAt, attentionIn(state, entry)?.since ?? 0];
  },
  hit: NONE.nothing,
  drag: NONE.nothing,
  wheel: 3,
  place: NONE.noPlace,
});
