// What a host says while it searches the output of its Pods: one JSON line a hit, the newest first, or a fault.
import * as v from 'valibot';
import { type Parsed, parseJson } from './parsed';
import { parseWith } from './parseWith';

/** Of a line so much, UTF-16 units. */
const MAX_LINE = 16 * 1024;
const text = v.pipe(v.string(), v.maxLength(MAX_LINE));
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_LINE));

const hitSchema = v.object({
  home: text,
  name: text,
  at: v.pipe(v.number(), v.finite()),
  line: text,
  column: count,
  path: text,
  kind: v.picklist(['recording', 'log', 'session']),
});

const wordSchema = v.union([v.object({ hit: hitSchema }), v.object({ fault: text })]);
export type HostSearchWord = v.InferOutput<typeof wordSchema>;

/** No longer line is one, bytes. */
export const MAX_SEARCH_LINE = 256 * 1024;

export function parseSearchWord(line: string): Parsed<HostSearchWord> {
  const json = parseJson(line);
  return json.ok ? parseWith(wordSchema, json.value) : json;
}
