// What is kept of a deed that may be asked for again: who does it, and what came of it.
import * as v from 'valibot';
import { type Parsed, parseJson } from './parsed';
import { parseWith } from './parseWith';

const keptSchema = v.object({
  pid: v.number(),
  /** Missing: it is under way, or its process has ended in it. Read by whoever has asked. */
  outcome: v.exactOptional(v.looseObject({ kind: v.string() })),
});

export type KeptDeed = v.InferOutput<typeof keptSchema>;

export function parseKeptDeed(text: string): Parsed<KeptDeed> {
  const json = parseJson(text);
  return json.ok ? parseWith(keptSchema, json.value) : json;
}
