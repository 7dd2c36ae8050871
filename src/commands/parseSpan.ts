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
