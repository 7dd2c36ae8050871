// `pods/<name>/holder.json`: which process has the Pod now, and where it answers. Ours alone; others pass it over.
import { type HeldProgram, holderBySchema, type PodHolder } from './holderBySchema';
import { type Parsed, parseJson } from './parsed';
import { isFields, isText, isTextOrNull } from './plainFields';
import { socketFault } from './socketPath';

export type { HeldProgram, PodHolder };

export function parsePodHolder(text: string): Parsed<PodHolder> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const plain = plainHolder(json.value);
  return plain === null ? holderBySchema(json.value) : { ok: true, value: plain };
}

/** What the schema gives: every list asks for those of all live Pods. Null: only the schema can tell what is wrong. */
function plainHolder(value: unknown): PodHolder | null {
  if (!isFields(value)) return null;
  const { pid, startTime, socket, host, bootId, pidNamespace } = value;
  if (!isPid(pid) || !isTextOrNull(startTime) || !isText(socket) || socketFault(socket) !== null) return null;
  if (!isText(host) || !isTextOrNull(bootId) || !isTextOrNull(pidNamespace)) return null;
  const holder = { pid, startTime, socket, host, bootId, pidNamespace };
  if (value.program === undefined) return holder;
  const program = plainProgram(value.program);
  return program && { ...holder, program };
}

function plainProgram(value: unknown): HeldProgram | null {
  if (!isFields(value)) return null;
  const { pid, startTime, socket } = value;
  return isPid(pid) && isTextOrNull(startTime) && isText(socket) ? { pid, startTime, socket } : null;
}

function isPid(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1;
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
