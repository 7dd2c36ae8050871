// What is read of the sessions of agent CLIs, and what comes out: candidates, facts, rows, problems.

/** The variables and the home directory that decide where a tool keeps its sessions. */
export interface ToolEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly home: string;
  /** Where the user is; null = nowhere in particular. Only for tools that keep their sessions in the project itself. */
  readonly directory: string | null;
}

/** One place on disk that holds one session, or (a database) many. Its files are statted before anything is read. */
export interface Candidate {
  /** The file that holds the conversation; absolute. */
  readonly file: string;
  /** Files that the reading looks at as well; they need not exist. A change of one has the candidate read again. */
  readonly beside: readonly string[];
  /** What its place says and its content does not: an id, a directory. */
  readonly known: Readonly<Record<string, string>>;
}

/** What the files say of one session. Texts are untrusted, one line, and cut; times are Unix ms. */
export interface SessionFact {
  /** `[A-Za-z0-9_-]`, or it cannot become an argument. */
  readonly sessionId: string;
  /** The user's name for it, else a title that the tool made; null where there is only a prompt. */
  readonly title: string | null;
  readonly firstPrompt: string | null;
  readonly lastPrompt: string | null;
  readonly lastAnswer: string | null;
  /** Where it was last at work; null = the tool does not say. */
  readonly directory: string | null;
  readonly branch: string | null;
  /** The last time that the tool wrote down; null = none found, the file's own time stands in. */
  readonly updatedAt: number | null;
  /** Facts for people: "fork of …", "archived", "not interactive". */
  readonly notes: readonly string[];
  /** The process that the session itself names, where it does: to be checked before it is believed. */
  readonly process: ProcessClaim | null;
  /** Equal in two facts of a tool: they hold the same conversation (a fork without a prompt of its own). */
  readonly sameAs: string | null;
}

/** A claim that a process has a session open. It counts only while that very process lives. */
export interface ProcessClaim {
  readonly pid: number;
  /** Field 22 of `/proc/PID/stat`, clock ticks; null where the tool does not say. */
  readonly startTicks: string | null;
  /** Without ticks: the process must have started before this, Unix ms. */
  readonly startedBefore: number | null;
  /** Its pid namespace as the kernel writes it, `pid:[N]`; null where the tool does not say. */
  readonly pidNamespace: string | null;
  readonly bootId: string | null;
  /** In the tool's words ("busy", "waiting"). */
  readonly status: string | null;
}

/** Which session runs in a process now. */
export interface SessionProcess {
  readonly pid: number;
  readonly status: string | null;
}

/** One message of a conversation, whole and untrusted. */
export interface Said {
  readonly who: 'user' | 'agent';
  readonly text: string;
  /** Unix ms; null = not told. */
  readonly time: number | null;
}

/** One message as its tool keeps it. */
export interface KeptMessage {
  readonly said: readonly Said[];
  /** Unix ms; null = not told. */
  readonly time: number | null;
  /** All of it, what tools have put in too; untrusted, as JSON gives it. */
  readonly whole: unknown;
}

/** One row. Complete by itself; equal facts keep their object between snapshots. */
export interface ForeignSession {
  readonly tool: string;
  readonly sessionId: string;
  /** Never empty: name, generated title, first prompt, or words that say there is none. */
  readonly title: string;
  readonly directory: string | null;
  readonly directoryExists: boolean;
  /** All that keeps it from being restored is its directory: in another one it can be. */
  readonly lacksDirectory: boolean;
  readonly branch: string | null;
  /** Unix ms, never in the future. */
  readonly updatedAt: number;
  /** Last prompt, else last answer. */
  readonly lastWords: string | null;
  /** Bytes of the file that holds it; null where many share one. */
  readonly size: number | null;
  readonly file: string;
  readonly notes: readonly string[];
  readonly liveElsewhere: SessionProcess | null;
  /** That process alone may write it: this is the reason why it cannot be resumed now. */
  readonly isBusy: boolean;
  /** What resumes it, to be run in `directory`; null where nothing can. */
  readonly resume: readonly string[] | null;
  /** Why it cannot be resumed now, in words for people; null where it can. */
  readonly reason: string | null;
}

export type ForeignProblemKind = 'unreadable' | 'not-a-file' | 'unknown-format' | 'bad-lines' | 'too-large' | 'busy';

/** One kind of fault in one tool's store, counted. */
export interface ForeignProblem {
  readonly tool: string;
  readonly kind: ForeignProblemKind;
  readonly count: number;
  /** The first file that has it. */
  readonly file: string;
  /** What is wrong with that file, a clause: "permission denied (EACCES)". */
  readonly message: string;
}

/** A fact and where it was found. */
export interface FoundFact {
  readonly fact: SessionFact;
  readonly file: string;
  /** Null where many sessions share the file. */
  readonly size: number | null;
  /** Newest time of change of the candidate's files, Unix ms. */
  readonly changedAt: number;
}
