// When one shown age will read differently.
import { humanAge } from '../../podList/humanAge';

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
