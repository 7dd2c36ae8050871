// How long ago, in as few characters as a column can spare.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const YEAR = 365 * DAY;

const UNITS: readonly (readonly [unit: number, letter: string])[] = [
  [YEAR, 'y'],
  [WEEK, 'w'],
  [DAY, 'd'],
  [HOUR, 'h'],
  [MINUTE, 'm'],
  [SECOND, 's'],
];

/** `at` and `now` in Unix ms; 0 = unknown, "-". A time in the future is a clock that runs ahead: "now". */
export function humanAge(at: number, now: number): string {
  if (at <= 0) return '-';
  const age = now - at;
  const unit = UNITS.find(([size]) => age >= size);
  return unit === undefined ? 'now' : `${Math.floor(age / unit[0])}${unit[1]}`;
}
