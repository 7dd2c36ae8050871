// What a command line calls a row: a Pod by its name, on another host `HOST/NAME`, a session of another program as `TOOL:ID`.

import type { PodEntry } from './podList';
import { hostOf, nameOnHost, podWord } from './podPlace';

const SHORT_ID = 8;

/** For a list: as much of it as tells most rows apart, and as a command takes. Untrusted text. */
export function shortEntryName({ id, foreign }: PodEntry): string {
  if (foreign === undefined) return id.name;
  // A session of a multiplexer has a name, which tells it from others as a whole.
  const short = foreign.kind === 'multiplexer' ? id.name : id.name.slice(0, shortLength(id.name));
  return `${foreign.tool}:${short}`;
}

/** What most ids have in common at their beginning: a word (`ses_…`), a day or a time (`20261126_…`), the first half of a UUID 7. */
const COMMON = /^(?:[a-z]+_|\d+_|[0-9a-f]{5}(?=[0-9a-f]{3}-[0-9a-f]{4}-7))/;

function shortLength(id: string): number {
  return (COMMON.exec(id)?.[0].length ?? 0) + SHORT_ID;
}

/** For a sentence, and where no column tells the tool and the host. Untrusted text. */
export function rowWord(entry: PodEntry): string {
  return entry.foreign === undefined ? podWord(entry.id) : shortEntryName(entry);
}

/** Untrusted text. */
export function entryName({ id, foreign }: PodEntry): string {
  return foreign === undefined ? nameOnHost(hostOf(id), id.name) : `${foreign.tool}:${id.name}`;
}
