// Finds a text in a piece of a log of JSON lines: in what was said and done, never in names of fields or ids.

import type { SearchPattern } from './searchPattern';
import type { FoundLine, Piece } from './searchTypes';
import { textHits } from './textHits';

/** Longer lines are passed over, as readers of logs do, bytes. */
const MAX_LINE = 16 * 1024 * 1024;
/** Pieces of what follows as a whole, and what the recording holds. */
const REPEATED = new Set([
  'podwatch.part',
  'podwatch.output',
  'podwatch.screen',
  'podwatch.message',
  'podwatch.interjected',
]);

/** In their order. */
export function loggedHits({ text, start, end }: Piece, expression: RegExp, pattern: SearchPattern): FoundLine[] {
  const found: FoundLine[] = [];
  expression.lastIndex = start;
  for (let match = expression.exec(text); match !== null && match.index < end; match = expression.exec(text)) {
    const begin = text.lastIndexOf('\n', match.index) + 1;
    const next = text.indexOf('\n', match.index);
    const stop = next < 0 ? text.length : next;
    if (stop - begin <= MAX_LINE) for (const hit of hitsOf(text.slice(begin, stop), pattern)) found.push(hit);
    expression.lastIndex = Math.max(stop, match.index + 1);
  }
  return found;
}

function hitsOf(line: string, pattern: SearchPattern): FoundLine[] {
  const entry = parsed(Buffer.from(line, 'latin1').toString('utf8').normalize('NFC'));
  if (entry === null || isRepeated(entry)) return [];
  const at = entryTime(entry);
  return textHits(entry, pattern).map((each) => ({ at, ...each }));
}

/** The time of an entry, Unix ms; 0: it tells none. */
export function entryTime(entry: object): number {
  const ts: unknown = Reflect.get(entry, 'ts') ?? Reflect.get(entry, 'timestamp') ?? Reflect.get(entry, 'time');
  if (typeof ts === 'number' && Number.isFinite(ts)) return ts;
  const time = typeof ts === 'string' ? Date.parse(ts) : Number.NaN;
  return Number.isFinite(time) ? time : 0;
}

/** Null: no entry. */
export function parsed(line: string): object | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}

function isRepeated(entry: object): boolean {
  const domain: unknown = Reflect.get(entry, 'domain');
  return typeof domain === 'string' && REPEATED.has(domain);
}
