// The PodList that every view and action reads, and its rows.
import type {
  Attention,
  ForeignFacts,
  HomeName,
  HostFact,
  LastExit,
  LaunchRecord,
  PodRefusals,
  PodStatus,
  SourceProblem,
} from './podFacts';
import type { PodId } from './podId';

export type DiagnosticKind =
  | 'metadata-corrupt'
  | 'missing-stored-metadata'
  | 'live-unreachable'
  | 'live-probing'
  | 'live-status-unknown'
  | 'log-missing'
  | 'log-corrupt'
  | 'log-empty'
  | 'no-active-session'
  | 'pending-segment'
  | 'held-by-pod'
  | 'held-elsewhere'
  | 'log-written'
  | 'not-stored'
  | 'host-not-reached';

export interface Diagnostic {
  readonly kind: DiagnosticKind;
  readonly message: string;
}

/** `live` = its socket answers, nothing else. `unreachable` = only a registry entry that does not answer. */
export type PodState = 'live' | 'unreachable' | 'stopped' | 'corrupt';

/** One row: everything that views and actions may know of one Pod. */
export interface PodEntry {
  readonly id: PodId;
  /** `podKey(id)`: the identity as one string. */
  readonly key: string;
  readonly state: PodState;
  /** Only of live Pods; null = unknown, which is not "idle". */
  readonly status: PodStatus | null;
  readonly statusSince: number | null;
  readonly statusReason: string | null;
  /** Unix ms of its last output; only of live Pods that tell it. */
  readonly outputAt?: number;
  /** Bytes that it has put out; only of live Pods that count them. */
  readonly outputBytes?: number;
  /** Only of live Pods. */
  readonly attention: Attention | null;
  readonly title: string | null;
  readonly sessionId: string | null;
  readonly segmentId: string | null;
  /** Unix ms; 0 = unknown. */
  readonly updatedAt: number;
  readonly preview: string | null;
  /** Only where the socket answers. Of a Pod on another host `HOST:PATH`, which is no path here. */
  readonly socketPath: string | null;
  readonly cwd: string | null;
  /** Unix ms; only of live Pods that tell it. */
  readonly startedAt: number | null;
  readonly launch: LaunchRecord | null;
  readonly lastExit: LastExit | null;
  readonly extensions: readonly string[];
  readonly canAttach: boolean;
  readonly canRestore: boolean;
  /** Why a Pod that is not live cannot be restored, in words; null where it can, or where it is live. */
  readonly notRestorableReason: string | null;
  /** Its user has put it away: lists leave it out while it does not run. */
  readonly isArchived: boolean;
  /** Its place's own; missing: none. */
  readonly refusals?: PodRefusals;
  /** Missing: it is a Pod. */
  readonly foreign?: ForeignFacts;
  /** The Pod that goes on with this session, or in whose program it runs; missing: none does, as far as that was noted. */
  readonly heldBy?: { readonly name: string; readonly isLive: boolean };
  /** Unix ms, where its host is not reached now and this is what was known then; missing: it is as said. */
  readonly lastSeenAt?: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** The one shared model, sorted: live first, then newest, then name (bytes). */
export interface PodList {
  /** As in the facts. */
  readonly homes?: readonly HomeName[];
  readonly hosts?: readonly HostFact[];
  readonly entries: readonly PodEntry[];
  readonly problems: readonly SourceProblem[];
  readonly loading: boolean;
}
