// How an attached viewer goes on after a cut: what it asks with, and what its Pod answers (extension `resume`).
import * as v from 'valibot';
import { parseWith } from './parsed';

const offset = v.pipe(v.number(), v.integer(), v.minValue(0));
const id = v.pipe(v.string(), v.maxLength(64));

/**
 * All missing: a new viewer, who may come back. `output`: where in the Pod's output it is.
 */
export const resumeRequestSchema = v.object({
  token: v.optional(id),
  life: v.optional(id),
  output: v.optional(offset),
});
export type ResumeRequest = v.InferOutput<typeof resumeRequestSchema>;

/**
 * `token`: names the viewer from now on. `life`: of this process of the Pod. `input`: bytes of its input that were taken.
 * `from`: what follows, the output that it has missed (`offset`) or a screen.
 */
const resumeAnswerSchema = v.object({
  token: id,
  life: id,
  output: offset,
  input: offset,
  from: v.picklist(['offset', 'screen']),
});
export type ResumeAnswer = v.InferOutput<typeof resumeAnswerSchema>;

/** For a payload: an offset is no more than 2^53. */
export function encodeOffset(value: number): Buffer {
  const payload = Buffer.allocUnsafe(8);
  payload.writeDoubleBE(value, 0);
  return payload;
}

/** Null: that is no offset. */
export function decodeOffset(payload: Buffer): number | null {
  if (payload.length !== 8) return null;
  const value = payload.readDoubleBE(0);
  return Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** Of `terminal_attached`; null: it says nothing of that. */
export function parseResumeAnswer(data: unknown): ResumeAnswer | null {
  const answer = parseWith(resumeAnswerSchema, data);
  return answer.ok ? answer.value : null;
}
