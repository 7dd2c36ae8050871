// The first line of a file that is sent as it grows: which file it is, and where in it the bytes behind begin.
import * as v from 'valibot';
import { type Parsed, parseJson } from './parsed';
import { parseWith } from './parseWith';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const growthSchema = v.object({
  /** Another file in its place has another. */
  id: v.pipe(v.string(), v.maxLength(64)),
  from: count,
  /** As it is now. */
  size: count,
});

export type FileGrowth = v.InferOutput<typeof growthSchema>;

/** No longer line is one, bytes. */
export const MAX_GROWTH_LINE = 1024;

export function encodeGrowth(growth: FileGrowth): Buffer {
  return Buffer.from(`${JSON.stringify(growth)}\n`);
}

export function parseGrowth(line: string): Parsed<FileGrowth> {
  const json = parseJson(line);
  return json.ok ? parseWith(growthSchema, json.value) : json;
}
