// When a Pod last did something: the age that lists show and sort by.
import type { PodEntry } from './types';

/** Unix ms of the last log entry or change of status, whichever is later; 0: neither is known. */
export function lastActivity({ updatedAt, statusSince }: PodEntry): number {
  return Math.max(updatedAt, statusSince ?? 0);
}
