// When one shown age will read differently.
import { humanAge } from '../../podList/humanAge';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** `humanAge` counts in these: seconds, minutes, hours, days. Weeks and years begin with a day. */
const STEPS = [SECOND, MINUTE, HOUR, DAY];

/** Of what an age counts in. */
const LATE_SHARE = 0.1;
/** Of an age in seconds itself, up to what one of a minute may be late: what has just happened is on time, and nobody counts along from then on. */
const SECONDS_LATE_SHARE = 0.2;

/** Ms until `humanAge(at, …)` reads differently than at `now`, or earlier, never later; null = never (unknown time). */
export function untilAgeChanges(at: number, now: number): number | null {
  if (humanAge(at, now) === humanAge(0, now)) return null;
  const age = now - at;
  if (age < SECOND) return SECOND - age;
  const step = stepOf(age);
  return step - (age % step);
}

/** So long, ms, may the next change of that age be shown late, so that the ages of many Pods change in one frame. */
export function ageMayBeLate(at: number, now: number): number {
  const age = now - at;
  const step = stepOf(age);
  return step === SECOND ? Math.min(Math.max(age, 0) * SECONDS_LATE_SHARE, MINUTE * LATE_SHARE) : step * LATE_SHARE;
}

function stepOf(age: number): number {
  return STEPS.findLast((size) => age >= size) ?? SECOND;
}
