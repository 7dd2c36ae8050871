// The schema of `holder.json`, for what podwatch has not written itself.
import * as v from 'valibot';
import type { Parsed } from './parsed';
import { parseWith } from './parseWith';
import { socketPathSchema } from './socketPathSchema';

const programSchema = v.object({
  /** It leads a terminal session of its own, and may outlive a Pod that is killed. */
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  startTime: v.nullable(v.string()),
  /** What it was told of its Pod (`PODWATCH_SOCKET`). */
  socket: v.string(),
});

export type HeldProgram = v.InferOutput<typeof programSchema>;

const holderSchema = v.object({
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** When the process began, in the system's own count; tells it from a later one with its pid. Null: not known. */
  startTime: v.nullable(v.string()),
  socket: socketPathSchema,
  host: v.string(),
  /** Of the kernel since it was started; null: not known. */
  bootId: v.nullable(v.string()),
  /** In which pids mean the same (containers); null: not known. */
  pidNamespace: v.nullable(v.string()),
  /** The program in the Pod; missing: none has been started yet. */
  program: v.optional(programSchema),
});

export type PodHolder = v.InferOutput<typeof holderSchema>;

export function holderBySchema(value: unknown): Parsed<PodHolder> {
  return parseWith(holderSchema, value);
}
