// Finds a text in a piece of a log of JSON lines: in what was said and done, never in names of fields or ids.

import { findText, type SearchPattern } from './searchPattern';
import type { FoundLine, Piece } from './searchTypes';

/** Longer lines are passed over, as readers of logs do, bytes. */
const MAX_LINE = 16 * 1024 * 1024;
const SHOWN = 300;
/** Fields that name or count things. */
const NO_TEXT = /(?:^|_)(?:id|uuid|kind|type|role|hash|signature|version|model|status|ts|timestamp)$|[a-z](?:Id|Uuid)$/;
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
  const lines = new Set<string>();
  collect(entry, '', pattern, lines);
  const at = entryTime(entry);
  return [...lines].map((each) => ({ at, ...shown(each, pattern) }));
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

function collect(value: unknown, name: string, pattern: SearchPattern, lines: Set<string>): void {
  if (typeof value === 'string') {
    if (NO_TEXT.test(name) || findText(pattern, value) < 0) return;
    for (const line of value.split(/\r?\n|\r/)) if (findText(pattern, line) >= 0) lines.add(line);
  } else if (Array.isArray(value)) {
    for (const each of value) collect(each, name, pattern, lines);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) collect(each, key, pattern, lines);
  }
}

function shown(line: string, pattern: SearchPattern): Pick<FoundLine, 'line' | 'column'> {
  const at = findText(pattern, line);
  const from = Math.max(0, at - SHOWN);
  return { line: line.slice(from, at + Math.max(SHOWN, pattern.text.length)), column: at - from };
}
