// What a command line calls a row: a Pod by its name, a session of another program as `TOOL:ID`.
import type { PodEntry } from './types';

/** Untrusted text. */
export function entryName({ id, foreign }: PodEntry): string {
  return foreign === undefined ? id.name : `${foreign.tool}:${id.name}`;
}
