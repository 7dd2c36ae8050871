// How long a command waits for hosts, as its user says it.
import { UsageError } from './line/usageError';

/** @throws UsageError */
export function secondsOf(text: string): number {
  if (!/^\d{1,4}(?:\.\d{1,3})?$/.test(text))
    throw new UsageError(`--wait is a number of seconds: ${JSON.stringify(text)}`);
  return Number(text);
}
