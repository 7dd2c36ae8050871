// When the next shown age will read differently: the only thing that moves on a quiet screen.
import { humanAge } from '../../podList/humanAge';
import { lastActivity } from '../../podList/lastActivity';
import { planGrid } from '../grid/gridPlan';
import { planPicker } from '../picker/pickerPlan';
import { type Activity, untilActivityMoves } from '../tile/activity';
import { attentionIn, type DashboardState, selectedEntry } from './state';
import { watchedEntries } from './watchedEntries';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** `humanAge` counts in these: seconds, minutes, hours, days. Weeks and years begin with a day. */
const STEPS = [SECOND, MINUTE, HOUR, DAY];

/** Ms until `humanAge(at, …)` reads differently than at `now`, or earlier, never later; null = never (unknown time). */
export function untilAgeChanges(at: number, now: number): number | null {
  if (humanAge(at, now) === humanAge(0, now)) return null;
  const age = now - at;
  if (age < SECOND) return SECOND - age;
  const step = STEPS.findLast((size) => age >= size) ?? SECOND;
  return step - (age % step);
}

function overlayTimes(state: DashboardState): readonly number[] {
  if (state.overlay?.kind !== 'why') return [];
  const { key } = state.overlay;
  const entry = state.list.entries.find((candidate) => candidate.key === key);
  if (entry === undefined) return [];
  return [entry.statusSince ?? 0, entry.updatedAt, attentionIn(state, entry)?.since ?? 0];
}

function shownTimes(state: DashboardState): readonly number[] {
  switch (state.pane.kind) {
    case 'grid': {
      const { tiles, closed } = planGrid(state);
      return [
        ...tiles.map(({ entry }) => entry.statusSince ?? 0),
        ...(closed?.list.entries ?? []).map((entry) => entry.updatedAt),
      ];
    }
    case 'picker': {
      const { page, details } = planPicker(state);
      const selected = details === null ? null : selectedEntry(state);
      return [...page.entries.map(lastActivity), selected?.statusSince ?? 0];
    }
    case 'conversation':
    case 'zoom': {
      const { key } = state.pane.entry;
      return [state.list.entries.find((entry) => entry.key === key)?.statusSince ?? 0];
    }
  }
}

function shownActivity(state: DashboardState): readonly Activity[] {
  const shown = state.pane.kind === 'conversation' ? [] : watchedEntries(state);
  return shown.flatMap(({ key }) => state.activity.get(key) ?? []);
}

/** Ms until some age or activity on the screen changes; null = none will, and no timer is needed. */
export function nextAgeChange(state: DashboardState, now: number): number | null {
  if (state.attached !== null) return null;
  const ages = [...shownTimes(state), ...overlayTimes(state)].flatMap((at) => untilAgeChanges(at, now) ?? []);
  const moves = shownActivity(state).flatMap((activity) => untilActivityMoves(activity, now) ?? []);
  const waits = [...ages, ...moves];
  return waits.length === 0 ? null : Math.min(...waits);
}
