// Opening the overview, looking at what Pods use while it is open, and leaving it.
import type { PodUsage } from '../../podList/columns';
import { eventsSince, podEvents } from '../../podList/podEvents';
import type { PodEntry } from '../../podList/podList';
import { moveSelection } from '../../podList/selection';
import { type Intent, isMove, type MoveIntent } from '../loop/intent';
import { select, selectedKey } from '../loop/podSelection';
import type { UsageSample } from '../loop/ports';
import type { Report } from '../loop/report';
import type { DashboardState } from '../loop/state';
import { type Step, stay, withEffect } from '../loop/step';
import { planOverview } from './overviewPlan';
import { overviewRows } from './overviewRows';
import { OVERVIEW_SORTS, type OverviewPane, type PodSeries } from './overviewState';

/** From one look to the next, ms. */
const SAMPLE_PAUSE = 2000;
/** Looks that are kept: five minutes of them. */
const MOST_SAMPLES = 150;
/** What has happened before it was opened is told as far as it can still be known, ms. */
const LOG_SPAN = 24 * 3_600_000;
const MOST_EVENTS = 500;

/** Opens it; null: that is not asked for. */
export function openOverview(state: DashboardState, intent: Intent): Step | null {
  if (intent.kind !== 'overview' || state.alone) return null;
  const openings = state.overview.openings + 1;
  const pane: OverviewPane = {
    kind: 'overview',
    back: state.pane.kind === 'picker' ? 'picker' : 'grid',
    id: openings,
    sort: 'cpu',
    series: new Map(),
    times: [],
    totalMemory: 0,
    log: [],
    seen: state.list,
  };
  return withEffect(
    { ...state, pane, overview: { openings } },
    { kind: 'sampleUsage', id: pane.id, entries: live(state), after: 0 },
  );
}

function live({ list }: DashboardState): readonly PodEntry[] {
  return list.entries.filter((entry) => entry.state === 'live');
}

/** Answers a key while it is open; null: it is another one. */
export function reduceOverview(state: DashboardState, pane: OverviewPane, intent: Intent): Step | null {
  if (intent.kind === 'close' || intent.kind === 'overview') return stay({ ...state, pane: { kind: pane.back } });
  if (intent.kind === 'sortOverview') {
    const sort = OVERVIEW_SORTS[(OVERVIEW_SORTS.indexOf(pane.sort) + 1) % OVERVIEW_SORTS.length] ?? 'cpu';
    return stay({ ...state, pane: { ...pane, sort } });
  }
  return isMove(intent) ? stay(moved(state, pane, intent)) : null;
}

function moved(state: DashboardState, pane: OverviewPane, intent: MoveIntent): DashboardState {
  const entries = overviewRows(state, pane).map(({ entry }) => entry);
  const at = selectedKey(state);
  if (intent.kind === 'edge') return select(state, moveSelection(entries, at, intent.to));
  const isForward = intent.kind === 'move' ? intent.direction === 'down' : intent.by > 0;
  if (intent.kind === 'page') {
    const rows = Math.max(1, planOverview(state, pane).rows.height);
    return select(state, moveSelection(entries, at, isForward ? 'pageDown' : 'pageUp', rows));
  }
  return select(state, moveSelection(entries, at, isForward ? 'next' : 'previous'));
}

/** One look is here, and the next one is asked for, as long as it is open; null: it is none of this opening. */
export function usageSampled(state: DashboardState, report: Report): Step | null {
  const { pane } = state;
  if (report.kind !== 'usageSampled' || pane.kind !== 'overview' || pane.id !== report.id) return null;
  const { at, usage, id } = report;
  const isFirst = pane.times.length === 0;
  const news = isFirst ? eventsSince(state.list, at - LOG_SPAN) : podEvents(pane.seen, state.list, at);
  const next: OverviewPane = {
    ...pane,
    series: nextSeries(pane, live(state), usage, at),
    times: [...pane.times, at].slice(-MOST_SAMPLES),
    totalMemory: usage.totalMemory,
    log: news.length === 0 ? pane.log : [...pane.log, ...news].slice(-MOST_EVENTS),
    seen: state.list,
  };
  // Nobody looks while the terminal belongs to an attach.
  const entries = state.attached === null ? live(state) : [];
  return withEffect({ ...state, pane: next }, { kind: 'sampleUsage', id, entries, after: SAMPLE_PAUSE });
}

function nextSeries(
  pane: OverviewPane,
  entries: readonly PodEntry[],
  { pods }: UsageSample,
  at: number,
): ReadonlyMap<string, PodSeries> {
  const before = pane.times.at(-1) ?? at;
  const seconds = Math.max(0.001, (at - before) / 1000);
  return new Map(
    entries.map((entry) => [entry.key, grown(pane.series.get(entry.key), entry, pods.get(entry.key), seconds)]),
  );
}

function grown(
  before: PodSeries | undefined,
  entry: PodEntry,
  usage: PodUsage | undefined,
  seconds: number,
): PodSeries {
  const outputBytes = entry.outputBytes ?? null;
  const old = before?.outputBytes ?? null;
  // A smaller count is a Pod that has started anew.
  const rate = outputBytes === null || old === null ? 0 : Math.max(0, outputBytes - old) / seconds;
  return {
    cpu: [...(before?.cpu ?? []), usage?.cpu ?? 0].slice(-MOST_SAMPLES),
    output: [...(before?.output ?? []), rate].slice(-MOST_SAMPLES),
    memory: usage?.memory ?? null,
    outputBytes,
  };
}
