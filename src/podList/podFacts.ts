// The facts that sources bring in: what is stored, what lives, and how the hosts stand.
import type { PodId } from './podId';

/** What a Pod says of itself over its socket (formats §5). */
export type PodStatus = 'idle' | 'running' | 'paused';

/** What can be done with a Pod; `eligibility` says whether. */
export type PodAction = 'open' | 'attach' | 'restore' | 'send' | 'stop' | 'remove' | 'archive' | 'rename';

/** What cannot be done with a Pod where it is, whatever its state: the reasons, each a clause after "cannot … NAME: ". */
export type PodRefusals = Readonly<Partial<Record<PodAction, string>>>;

/** How a Pod's process can be started again; from `resolved_manifest_snapshot` (never the environment). */
export interface LaunchRecord {
  readonly kind: 'terminal' | 'agent';
  readonly argv: readonly string[];
  readonly cwd: string;
  /** Name of the Pod in whose program it was started; missing: none. */
  readonly parent?: string;
  /** What it was called before; missing: nothing else. */
  readonly earlierNames?: readonly string[];
  /** `TOOL:ID` of the session of an agent CLI that it goes on with, where its command does not say so. */
  readonly session?: string;
}

/** `failed` also of a Pod's own end (exit code, signal); a kind from elsewhere that is none of these is a notification. */
export type AttentionKind = 'bell' | 'notification' | 'permission' | 'failed' | 'finished';

/** Why a Pod needs its user: a known event of the Pod, never a guess from its screen. */
export interface Attention {
  readonly kind: AttentionKind;
  /** One line for people, untrusted; may be empty. */
  readonly message: string;
  /** Open permission requests. */
  readonly permissions: number;
  /** Unix ms; 0 = unknown. */
  readonly since: number;
}

/** What a Pod has put out last, as it tells itself at a bounded rate. */
export interface LastOutput {
  /** Unix ms. */
  readonly at: number;
  /** The row of its screen that says most; untrusted, may be empty. */
  readonly line: string;
  /** All that it has put out; missing: the Pod does not count. */
  readonly bytes?: number | undefined;
}

/** How the last process of a Pod ended: exactly one of `code` and `signal` is set. */
export interface LastExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** What the tail of one segment log says (formats §4). */
export type LogFact =
  | {
      readonly kind: 'readable';
      /** Maximum `ts` over the entries read, Unix ms; 0 when the log has no entry. */
      readonly updatedAt: number;
      /** Trimmed preview text, or null where no entry has one ("[empty]"). */
      readonly preview: string | null;
      /** False for a log of zero entries: readable, but nothing to restore. */
      readonly hasEntries: boolean;
      readonly title: string | null;
      readonly lastExit: LastExit | null;
      /** What in it other programs of these formats cannot read, a clause; missing: nothing of what was read. */
      readonly fault?: string;
    }
  | { readonly kind: 'missing' }
  | { readonly kind: 'corrupt'; readonly error: string };

/** A process that has a session open, started by somebody else. */
export interface LiveElsewhere {
  readonly pid: number;
  /** In the words of its tool; null = not told. */
  readonly status: string | null;
  /** Where that process can be seen and since when, words to stand behind it; missing: nothing is known. Untrusted. */
  readonly where?: string;
  /** The Pod in whose program it runs; missing: in none of ours. */
  readonly pod?: PodId;
}

/** What another program says of a session of its own, which no Pod holds (yet). Texts are untrusted. */
export interface ForeignFacts {
  /** On disk, or in a terminal multiplexer. */
  readonly kind: 'session' | 'multiplexer';
  /** As in `TOOL:ID`. */
  readonly tool: string;
  /** Where it was last at work; null = not known. */
  readonly directory: string | null;
  readonly branch: string | null;
  /** Where its tool keeps it. */
  readonly file: string;
  /** Bytes; null = many share the file. */
  readonly size: number | null;
  readonly notes: readonly string[];
  readonly liveElsewhere: LiveElsewhere | null;
  /** What leads to it in the user's terminal, where it lives in a multiplexer; null: nothing does. */
  readonly attachCommand: readonly string[] | null;
  /** What starts it again, in its directory; null where nothing can. */
  readonly restoreCommand: readonly string[] | null;
  /** Why it cannot be restored, a clause; null where it can. */
  readonly reason: string | null;
  /** All that is missing is its directory: in another one it can be restored. Missing: it is not so. */
  readonly lacksDirectory?: true;
}

/** `words`: why nobody else may have the Pod while its socket does not answer, as a clause. */
export interface PodHolding {
  readonly socket: string;
  readonly words: string;
}

/** Its host is not reached: these are its last facts, and nothing can be done with it. */
export interface Unreached {
  /** Since when and why, a sentence without its full stop. */
  readonly words: string;
  /** Unix ms of the last word of its host. */
  readonly seenAt: number;
}

/** One `pods/<name>/metadata.json`, or a session of another program. */
export interface StoredPod {
  readonly id: PodId;
  readonly metadata:
    | {
        readonly kind: 'ok';
        /** Null: inactive. `segmentId` null: pending (formats §2). */
        readonly active: { readonly sessionId: string; readonly segmentId: string | null } | null;
        readonly launch: LaunchRecord | null;
      }
    | { readonly kind: 'corrupt'; readonly error: string };
  /** The log of the active segment; null where there is none to read (corrupt, inactive, pending). */
  readonly log: LogFact | null;
  /** Missing: its place refuses nothing. */
  readonly refusals?: PodRefusals;
  /** A process has it that may answer elsewhere than the registry says; missing: none. */
  readonly holder?: PodHolding;
  /** Its user has put it away. */
  readonly isArchived?: boolean;
  /** Missing: it is a Pod. */
  readonly foreign?: ForeignFacts;
  /** Missing: it is as said. */
  readonly unreached?: Unreached;
}

/**
 * What is known of one registry allocation's socket. `probing`: not yet decided; `reachable`: it accepted a
 * connection (silence does not matter); `unreachable`: refused, missing or denied.
 */
export type Reach = 'probing' | 'reachable' | 'unreachable';

/** One allocation of the runtime registry, with what its socket says. */
export interface LivePod {
  readonly id: PodId;
  /** Empty where its registry entry names none that can be used. */
  readonly socketPath: string;
  /** The runtime's segment id: for display only, never written to the store. */
  readonly segmentId: string | null;
  readonly reach: Reach;
  /** Null: reachable, but no status reported (yet). */
  readonly status: PodStatus | null;
  /** Unix ms of the last status change, where the Pod tells it. */
  readonly statusSince: number | null;
  /** Which fact decided the status, in words, where the Pod tells it. */
  readonly statusReason: string | null;
  /** `statusReason` was given by the user or a hook; missing: it was not. */
  readonly isStatusSaid?: boolean;
  /** Missing: there was none, or the Pod cannot tell. */
  readonly lastOutput?: LastOutput;
  /** Null: the Pod needs nobody, or cannot tell. */
  readonly attention: Attention | null;
  /** The program's own title (OSC 0/2), where there is one. */
  readonly title: string | null;
  readonly cwd: string | null;
  /** Unix ms at which its process came up, where the Pod tells it. */
  readonly startedAt: number | null;
  /** What `greeting.extensions` announced: `terminal`, `screen` … */
  readonly extensions: readonly string[];
  /** The log of `segmentId` if some session directory holds it. */
  readonly log: { readonly sessionId: string; readonly fact: LogFact } | null;
  /** What of it cannot be stored, as it says itself; missing: nothing. */
  readonly faults?: readonly string[];
  /** Why it is unreachable, in words; null otherwise. */
  readonly error: string | null;
  /** Missing: its place refuses nothing. */
  readonly refusals?: PodRefusals;
  /** Missing: it is a Pod. Otherwise it has no socket: another program says that it lives. */
  readonly foreign?: ForeignFacts;
  /** Missing: it is as said. */
  readonly unreached?: Unreached;
}

/** A source could not be (fully) read; the facts it brought before stay. */
export interface SourceProblem {
  /** What was read: `store`, `registry`, `live`, `logs`; a kind of place may have others. */
  readonly source: string;
  /** The id of the place that it belongs to. */
  readonly place: string;
  /** Says what happened, to which file, in one sentence. */
  readonly message: string;
}

/** What a home is called. */
export interface HomeName {
  /** The `place` of its Pods. */
  readonly place: string;
  /** Untrusted text; no other home has it. */
  readonly name: string;
}

/**
 * - `connecting`: for the first time; nothing is known yet.
 * - `stalled`: connected, but silent for some seconds.
 * - `lost`: not reached; it is tried again by itself.
 * - `needs-you`: not reached until its user has done something.
 */
export type HostState = 'connecting' | 'reached' | 'stalled' | 'lost' | 'needs-you';

/** What a host says of its Pods in a few figures, whoever of them is in the list. */
export interface HostSummary {
  readonly pods: number;
  readonly live: number;
  /** Of the live ones. */
  readonly running: number;
  /** How many need their user. */
  readonly calls: number;
  /** The most urgent reason of them; null: none of them needs anybody. */
  readonly worst: AttentionKind | null;
  /** Unix ms of what has happened there last; 0 = unknown. */
  readonly updatedAt: number;
}

/** How a host of the configuration stands. */
export interface HostFact {
  readonly name: string;
  readonly state: HostState;
  /** Unix ms of the last change of state. */
  readonly since: number;
  /** Unix ms of its last word; null: none has ever come. */
  readonly seenAt: number | null;
  /** Of podwatch there; null: it has not said. */
  readonly version: string | null;
  /** Why it is not reached, one sentence, and what to do about it. */
  readonly problem: string | null;
  readonly advice: string | null;
  /** Its Pods are not in the list, this stands for them until somebody wants to see them; missing: they are. */
  readonly summary?: HostSummary;
}

/** All facts at one moment. The order of the arrays means nothing. */
export interface PodFacts {
  /** In their order, also those without Pods; missing: there is only one. */
  readonly homes?: readonly HomeName[];
  /** Every host of the configuration; missing: there is none. */
  readonly hosts?: readonly HostFact[];
  readonly stored: readonly StoredPod[];
  readonly live: readonly LivePod[];
  readonly problems: readonly SourceProblem[];
  /** True until every source has said its first word. */
  readonly loading: boolean;
}
