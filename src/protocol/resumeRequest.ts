// The schema of how a viewer asks to go on after a cut.
import * as v from 'valibot';
import { MAX_RESUME_ID } from './resume';

const offset = v.pipe(v.number(), v.integer(), v.minValue(0));
const id = v.pipe(v.string(), v.maxLength(MAX_RESUME_ID));

/**
 * All missing: a new viewer, who may come back. `output`: where in the Pod's output it is.
 */
export const resumeRequestSchema = v.object({
  token: v.optional(id),
  life: v.optional(id),
  output: v.optional(offset),
});
export type ResumeRequest = v.InferOutput<typeof resumeRequestSchema>;
