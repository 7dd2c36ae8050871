// What a host puts beside its records for whoever has too many hosts to read them all: its Pods in a few figures.
import * as v from 'valibot';
import type { HostSummary } from '../../podList/podFacts';
import { type Parsed, parseJson } from '../../protocol/parsed';
import { parseWith } from '../../protocol/parseWith';

/** A value of somebody else that is longer is none of ours, bytes. */
const MAX_SUMMARY_BYTES = 1024;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const summarySchema = v.object({
  pods: count,
  live: count,
  running: count,
  calls: count,
  worst: v.fallback(
    v.nullable(v.picklist(['bell', 'notification', 'permission', 'failed', 'finished'])),
    'notification',
  ),
  updatedAt: v.pipe(v.number(), v.finite()),
});

/** The value in the bucket, some 100 bytes. */
export function encodeSummary({ pods, live, running, calls, worst, updatedAt }: HostSummary): string {
  return JSON.stringify({ pods, live, running, calls, worst, updatedAt });
}

/** An urgency that we do not know is one all the same. */
export function parseSummary(data: Uint8Array): Parsed<HostSummary> {
  if (data.length > MAX_SUMMARY_BYTES) return { ok: false, error: `It is longer than ${MAX_SUMMARY_BYTES} bytes` };
  const json = parseJson(Buffer.from(data).toString('utf8'));
  return json.ok ? parseWith(summarySchema, json.value) : json;
}
