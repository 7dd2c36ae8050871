// When the next shown age will read differently: the only thing that moves on a quiet screen.
import { humanAge } from '../../podList/humanAge';
import { type Activity, untilActivityMoves } from '../tile/activity';
import { shownFeatures } from './features';
import { type DashboardState, openEntry } from './state';
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

/** Those of the Pods in tiles; a view that fills the screen shows no bars. */
function shownActivity(state: DashboardState): readonly Activity[] {
  const shown = openEntry(state) === null ? watchedEntries(state) : [];
  return shown.flatMap(({ key }) => state.activity.get(key) ?? []);
}

/** Ms until some age or activity on the screen changes; null = none will, and no timer is needed. */
export function nextAgeChange(state: DashboardState, now: number): number | null {
  if (state.attached !== null) return null;
  const ages = shownFeatures(state)
    .flatMap((feature) => feature.ages(state))
    .flatMap((at) => untilAgeChanges(at, now) ?? []);
  const moves = shownActivity(state).flatMap((activity) => untilActivityMoves(activity, now) ?? []);
  const waits = [...ages, ...moves];
  return waits.length === 0 ? null : Math.min(...waits);
}
