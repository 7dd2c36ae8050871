// One row as `ls --json` prints it: a contract with scripts.
import { type EntryActions, entryActions } from './eligibility';
import type { Attention, Diagnostic, PodEntry, PodState, PodStatus } from './types';

export interface JsonEntry {
  readonly name: string;
  /** The id of its place: of a Pod in a home the absolute path of the store directory. */
  readonly home: string;
  readonly state: PodState;
  /** Null unless live; also null while a live Pod reports none. */
  readonly status: PodStatus | null;
  readonly sessionId: string | null;
  readonly segmentId: string | null;
  /** Unix ms. */
  readonly updatedAt: number | null;
  /** Untrusted text, as stored. */
  readonly preview: string | null;
  readonly socketPath: string | null;
  readonly actions: EntryActions;
  readonly diagnostics: readonly Diagnostic[];
  /** Why a live Pod needs its user; null = it does not. */
  readonly attention: Attention | null;
}

/** The row in exactly the shape and key order of the `ls --json` contract. */
export function jsonEntry(entry: PodEntry): JsonEntry {
  return {
    name: entry.id.name,
    home: entry.id.place,
    state: entry.state,
    status: entry.status,
    sessionId: entry.sessionId,
    segmentId: entry.segmentId,
    updatedAt: entry.updatedAt === 0 ? null : entry.updatedAt,
    preview: entry.preview,
    socketPath: entry.socketPath,
    actions: entryActions(entry),
    diagnostics: entry.diagnostics,
    attention: entry.attention,
  };
}
