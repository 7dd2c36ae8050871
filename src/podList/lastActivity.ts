// When a Pod last did something: the age that lists show, and what they sort by.
import type { PodEntry } from './podList';

/** Unix ms of the last log entry, change of status or output, whichever is latest; 0: none is known. */
export function lastActivity(entry: PodEntry): number {
  return Math.max(lastChange(entry), entry.outputAt ?? 0);
}

/** The same without mere output: an order by it stands still while Pods write. */
export function lastChange({ updatedAt, statusSince }: PodEntry): number {
  return Math.max(updatedAt, statusSince ?? 0);
}
