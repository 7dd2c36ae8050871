// When the next shown age will read differently: the only thing that moves on a quiet screen.
import { type Activity, untilActivityMoves } from '../tile/activity';
import { shownFeatures } from './features';
import { type DashboardState, openEntry } from './state';
import { ageMayBeLate, untilAgeChanges } from './untilAgeChanges';
import { watchedEntries } from './watchedEntries';

/** Those of the Pods in tiles; a view that fills the screen shows no bars. */
function shownActivity(state: DashboardState): readonly Activity[] {
  const shown = openEntry(state) === null ? watchedEntries(state) : [];
  return shown.flatMap(({ key }) => state.activity.get(key) ?? []);
}

/** Ms until some age or activity on the screen has to change; null = none will, and no timer is needed. */
export function nextAgeChange(state: DashboardState, now: number): number | null {
  if (state.attached !== null) return null;
  const ages = shownFeatures(state)
    .flatMap((feature) => feature.ages(state))
    .flatMap((at) => {
      const wait = untilAgeChanges(at, now);
      return wait === null ? [] : [wait + ageMayBeLate(at, now)];
    });
  const moves = shownActivity(state).flatMap((activity) => untilActivityMoves(activity, now) ?? []);
  const waits = [...ages, ...moves];
  return waits.length === 0 ? null : Math.min(...waits);
}
