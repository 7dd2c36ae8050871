// What the reader of one agent CLI's sessions has to say: one file a tool, one line in `foreignTools`.
import type { LineMeaning } from './conversationEnds';
import type { Look } from './look';
import type { Candidate, ForeignSession, FoundFact, KeptMessage, ProcessClaim, SessionFact } from './sessionFacts';
import type { Database } from './sqlite/database';

/** What a tool's facts are completed with. */
export interface Around {
  /** All that was found, also what is not read yet. */
  readonly candidates: readonly Candidate[];
  /** Every directory that a session of any tool names: some tools keep only its hash. */
  readonly directories: ReadonlySet<string>;
}

export interface TableWish {
  readonly file: string;
  readonly table: string;
  /** Those that are missing are left out of the rows. */
  readonly columns: readonly string[];
}

/** Which conversation is to be printed. */
export type SpokenSession = Pick<ForeignSession, 'sessionId' | 'file'>;

/** One agent CLI. Nothing here starts the tool, writes, locks, or leaves a file behind. */
export interface ForeignTool {
  /** As in `TOOL:ID` and `--tool`. */
  readonly name: string;
  /** For people: "Claude Code". */
  readonly label: string;
  /** Where the command comes from, for who has not got it. */
  readonly package: string;
  /** What is there to be read. Lists directories, opens nothing. */
  find(look: Look): Iterable<Candidate>;
  /** Reads one candidate, within bounds. What must not be a row is left out; faults go to `look.problem`. */
  read(candidate: Candidate, look: Look): readonly SessionFact[];
  /** What one line of a session's file says, where it has lines. */
  readonly meaningOf?: (line: unknown) => LineMeaning;
  /** Its messages from the first on, where they are in files but not in lines. Null: those of this one are elsewhere. */
  messages?(session: SpokenSession, look: Look): Iterable<KeptMessage> | null;
  /** The same out of a database. One at a time: a session may be larger than the memory. */
  messagesIn?(database: Database, sessionId: string): Iterable<KeptMessage>;
  /** Adds what the tool keeps apart (names, archive marks); leaves out what turns out to be no row. */
  complete?(facts: readonly FoundFact[], look: Look, around: Around): readonly FoundFact[];
  /** Session ids with the processes that claim to have them open; several of one session may stand there. */
  claims?(look: Look): readonly (readonly [string, ProcessClaim])[];
  /** The command that resumes, `{id}` and `{file}` filled in; the configuration can put another in its place. */
  readonly resumeCommand: readonly string[];
  /** Each of these words, in place of an id, resumes the newest session of the directory; missing: none is known. */
  readonly continueWords?: readonly string[];
  /** With this word that command begins a session of its own, with what was said in the other one. */
  readonly forkWord?: string;
  /** The agent of the configuration's table that can load its sessions over ACP; missing: none can, or must not. */
  readonly agent?: string;
  /** Why this one cannot be resumed at all, a clause; null where it can. */
  refuses?(fact: SessionFact): string | null;
  /** One file holds many sessions (a database), and is read in a thread of its own. */
  readonly sharesFiles?: boolean;
  /** A table that `complete` needs, read the same way: `look.rowsOf(file)` gives it. */
  wishes?(look: Look): TableWish | null;
  /** It looks for a session only where that was begun: in another directory it would not find it. */
  readonly isBound?: boolean;
  /** A second opener joins the first one instead of writing beside it. */
  readonly canJoin?: boolean;
}
