// One row as `ls --json` prints it: a contract with scripts.
import { type EntryActions, entryActions } from './eligibility';
import { entryName } from './entryName';
import type { Attention, LiveElsewhere, PodStatus } from './podFacts';
import type { Diagnostic, PodEntry, PodState } from './podList';
import { homeOf, hostOf } from './podPlace';

export interface JsonEntry {
  /** What commands take: a Pod's name, `HOST/NAME` on another machine, or `TOOL:ID`. */
  readonly name: string;
  /** The id of its place on its machine: of a Pod in a home the absolute path of the store directory. */
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
  /** Whose session it is; null = it is a Pod. */
  readonly tool: string | null;
  /** Untrusted text; null = none. */
  readonly title: string | null;
  readonly directory: string | null;
  readonly branch: string | null;
  /** The process that has the session open, if its tool says which. */
  readonly liveElsewhere: Pick<LiveElsewhere, 'pid' | 'status'> | null;
  /** What starts the session again, in `directory`; null for a Pod, and where nothing does. */
  readonly restoreCommand: readonly string[] | null;
  /** Program and arguments of a Pod; null where its record does not say. */
  readonly command: readonly string[] | null;
  /** How its last process ended, where it is not live and its log says so: at most one of the two. */
  readonly exitCode: number | null;
  readonly exitSignal: string | null;
  /** Unix ms; only of a live Pod. */
  readonly startedAt: number | null;
  /** Which fact decided the status, in words. */
  readonly reason: string | null;
  /** The machine, by its name in the configuration; null = this one. */
  readonly host: string | null;
  /** What belongs together, as the dashboard groups it by repository: `Repository.main`, else its directory. */
  readonly group: string | null;
  /** Name of the Pod that has started it. */
  readonly parent: string | null;
  readonly archived: boolean;
  /** Unix ms, where its host is not reached now and this is what was known then; null = it is as said. */
  readonly lastSeenAt: number | null;
}

/** What Git says of a directory. */
export interface Repository {
  /** Absolute path of the worktree. */
  readonly root: string;
  /** What all worktrees of one repository have in common: the root of the main one, or the bare repository. */
  readonly main: string;
  /** Of a detached HEAD the beginning of its commit; null: it cannot be read. */
  readonly branch: string | null;
}

/** The row in exactly the shape and key order of the `ls --json` contract. */
export function jsonEntry(
  entry: PodEntry,
  repository: Repository | null = null,
  parent: PodEntry | null = null,
): JsonEntry {
  const host = hostOf(entry.id);
  const elsewhere = entry.foreign?.liveElsewhere ?? null;
  return {
    name: entryName(entry),
    home: homeOf(entry.id),
    state: entry.state,
    status: entry.status,
    sessionId: entry.sessionId,
    segmentId: entry.segmentId,
    updatedAt: entry.updatedAt === 0 ? null : entry.updatedAt,
    preview: entry.preview,
    socketPath: host === null ? entry.socketPath : null,
    actions: entryActions(entry),
    diagnostics: entry.diagnostics,
    attention: entry.attention,
    tool: entry.foreign?.tool ?? null,
    title: entry.title,
    directory: entry.cwd,
    branch: entry.foreign?.branch ?? repository?.branch ?? null,
    liveElsewhere: elsewhere === null ? null : { pid: elsewhere.pid, status: elsewhere.status },
    restoreCommand: entry.foreign?.restoreCommand ?? null,
    command: entry.foreign === undefined ? (entry.launch?.argv ?? null) : null,
    exitCode: entry.lastExit?.code ?? null,
    exitSignal: entry.lastExit?.signal ?? null,
    startedAt: entry.startedAt,
    reason: entry.statusReason,
    host,
    group: repository?.main ?? entry.cwd,
    parent: parent?.id.name ?? entry.launch?.parent ?? null,
    archived: entry.isArchived,
    lastSeenAt: entry.lastSeenAt ?? null,
  };
}
