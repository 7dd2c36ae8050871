// A span of time on a command line: `90`, `1.5m`, `2h`.
import { UsageError } from './line/usageError';

const UNITS: Readonly<Record<string, number>> = { '': 1000, ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** The longest that a timer can wait is a little more, ms. */
const MAX_MS = 24 * 86_400_000;

/** Seconds unless a unit follows. @returns ms. @throws UsageError */
export function parseSpan(option: string, text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text) ?? [];
  const ms = Number(number) * (UNITS[unit] ?? Number.NaN);
  if (number !== '' && ms <= MAX_MS) return Math.round(ms);
  throw new UsageError(
    `${option} is a number of seconds, or one with a unit (500ms, 90s, 5m, 2h), up to 24 days: ${JSON.stringify(text)}`,
  );
}

/** A span before `now`, or a date and time that JavaScript reads (local unless it says otherwise). @returns Unix ms. @throws UsageError */
export function parseTime(option: string, text: string, now: number): number {
  if (/^\d+(\.\d+)?(ms|s|m|h|d)?$/.test(text)) return now - parseSpan(option, text);
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return at;
  throw new UsageError(`${option} is a span (10m, 2h) or a date and time (2030-01-31T12:00): ${JSON.stringify(text)}`);
}
