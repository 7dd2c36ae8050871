// `pods/<name>/holder.json`: which process has the Pod now, and where it answers. Ours alone; others pass it over.
import * as v from 'valibot';
import { type Parsed, parseJson } from './parsed';
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

export function parsePodHolder(text: string): Parsed<PodHolder> {
  const json = parseJson(text);
  return json.ok ? parseWith(holderSchema, json.value) : json;
}

export function formatPodHolder(holder: PodHolder): string {
  return `${JSON.stringify(holder, null, 2)}\n`;
}

/** What is known of the holder from here. */
export interface HolderFacts {
  readonly here: PodHolder;
  /** Whether a process with its pid and its start time runs here. */
  readonly runs: () => boolean;
  /** Whether somebody keeps the lock on the file. */
  readonly isLocked: () => boolean;
  /** Other hosts may write to the file too. */
  readonly isShared: () => boolean;
}

/**
 * Why nobody else may have the Pod now, as a clause; null: its holder is gone. Under one kernel the process says, or, where
 * its pid means nothing to us, its lock; a lock on a file of this machine cannot outlive the kernel that gave it.
 */
export function heldWords(holder: PodHolder, { here, runs, isLocked, isShared }: HolderFacts): string | null {
  const isSameKernel = holder.bootId === null ? holder.host === here.host : holder.bootId === here.bootId;
  if (isSameKernel) {
    const knowsPids = holder.pidNamespace === here.pidNamespace;
    if (knowsPids ? !runs() : !isLocked()) return null;
    return `its process (pid ${holder.pid}) runs with the socket ${holder.socket}, which does not answer here`;
  }
  if (holder.host === here.host || !isShared()) return null;
  return `its process runs on the host "${holder.host}", or has ended there without its leave`;
}
