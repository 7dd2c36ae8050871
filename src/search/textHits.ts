// Finds a text in a value as JSON gives it: in what was said and done, never in names of fields or ids.
import { findText, type SearchPattern } from './searchPattern';
import type { FoundLine } from './searchTypes';

/** On either side of the text, characters. */
const SHOWN = 300;
/** Fields that name or count things. */
const NO_TEXT =
  /(?:^|_)(?:id|uuid|kind|type|domain|role|hash|signature|version|model|status|ts|timestamp)$|[a-z](?:I[dD]|Uuid)$/;

/** Each line of its texts that holds it, once, in their order. */
export function textHits(value: unknown, pattern: SearchPattern): readonly Pick<FoundLine, 'line' | 'column'>[] {
  const lines = new Set<string>();
  collect(value, '', pattern, lines);
  return [...lines].map((line) => shown(line, pattern));
}

function collect(value: unknown, name: string, pattern: SearchPattern, lines: Set<string>): void {
  if (typeof value === 'string') {
    const text = value.normalize('NFC');
    if (NO_TEXT.test(name) || findText(pattern, text) < 0) return;
    for (const line of text.split(/\r?\n|\r/)) if (findText(pattern, line) >= 0) lines.add(line);
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
