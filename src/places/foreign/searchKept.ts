// A text in the words of sessions that are not kept in lines: databases, and files that hold one session as a whole.
import type { SearchPattern } from '../../search/searchPattern';
import type { FoundLine } from '../../search/searchTypes';
import { textHits } from '../../search/textHits';
import type { ForeignTool, SpokenSession } from './foreignTool';
import type { Look } from './look';
import type { Fault } from './sessionCache';
import type { KeptMessage } from './sessionFacts';
import type { Database } from './sqlite/database';
import { DatabaseFault } from './sqlite/databasePages';
import { readDatabase, tryDatabase } from './sqlite/readTable';

/** No other session is begun after so long: what was found is told, and others have their turn, ms. */
const SLICE_MS = 400;
/** What of one session has not been searched by then is given up, ms. */
const SESSION_MS = 6000;
/** Of one session: nobody looks through more. */
const MAX_HITS = 2000;

/** Sessions of one tool; those of a database are all of the same one. Plain values: they travel between threads. */
export interface KeptSearch {
  readonly sessions: readonly SpokenSession[];
  readonly pattern: SearchPattern;
}

/** `of`: its place among the sessions that were asked for. */
export interface KeptHit extends FoundLine {
  readonly of: number;
}

export interface KeptResult {
  /** Newest first within a session. */
  readonly found: readonly KeptHit[];
  /** So many of the sessions, from the first on, have been searched: the others are to be asked for again. */
  readonly done: number;
}

export const NOTHING_FOUND: KeptResult = { found: [], done: 0 };

/** What could not be searched goes to `look.problem`, and counts as done. */
export function searchKept(tool: ForeignTool, look: Look, { sessions, pattern }: KeptSearch): KeptResult {
  const [first] = sessions;
  if (first === undefined) return NOTHING_FOUND;
  const { messagesIn } = tool;
  if (messagesIn === undefined || tool.messages?.(first, look) != null) {
    return told(
      searchEach(sessions, pattern, (session) => tool.messages?.(session, look) ?? []),
      look,
    );
  }
  const { file } = first;
  const search = (some: readonly SpokenSession[]) => (database: Database) => {
    const result = searchEach(some, pattern, ({ sessionId }) => messagesIn(database, sessionId));
    const cut = Array.from({ length: database.cutRecords }, () => TOO_LONG);
    return { ...result, faults: [...result.faults, ...cut.map((fault) => ({ ...fault, file }))] };
  };
  const together = tryDatabase(look, file, search(sessions));
  // While it is written to, a short look at one session comes through where one at many does not.
  const searched = together.kind === 'read' ? together.value : readDatabase(look, file, search([first]));
  // One that cannot be read now is a fault already.
  if (searched === null) return { found: [], done: together.kind === 'read' ? sessions.length : 1 };
  return told(searched, look);
}

const TOO_LONG = { kind: 'too-large', message: 'a message is too long to be searched' } as const;

/** Only of what was read as it is: pages that were moved meanwhile make faults, too. */
function told({ found, done, faults }: SearchedSessions, look: Look): KeptResult {
  for (const { kind, file, message } of faults) look.problem(kind, file, message);
  return { found, done };
}

interface SearchedSessions extends KeptResult {
  readonly faults: readonly Fault[];
}

function searchEach(
  sessions: readonly SpokenSession[],
  pattern: SearchPattern,
  messagesOf: (session: SpokenSession) => Iterable<KeptMessage>,
): SearchedSessions {
  const until = performance.now() + SLICE_MS;
  const found: KeptHit[] = [];
  const faults: Fault[] = [];
  let done = 0;
  for (const session of sessions) {
    if (done > 0 && performance.now() > until) break;
    const { hits, fault } = searchOne(() => messagesOf(session), pattern);
    for (const hit of hits.reverse()) found.push({ ...hit, of: done });
    if (fault !== null) faults.push({ ...fault, file: session.file });
    done += 1;
  }
  return { found, done, faults };
}

interface SearchedSession {
  /** Oldest first. */
  readonly hits: FoundLine[];
  readonly fault: { readonly kind: 'too-large' | 'unknown-format'; readonly message: string } | null;
}

function searchOne(messagesOf: () => Iterable<KeptMessage>, pattern: SearchPattern): SearchedSession {
  const until = performance.now() + SESSION_MS;
  const hits: FoundLine[] = [];
  let isCut = false;
  const tooLarge = (message: string): SearchedSession => ({ hits, fault: { kind: 'too-large', message } });
  try {
    for (const { time, whole } of messagesOf()) {
      for (const hit of textHits(whole, pattern)) hits.push({ at: time ?? 0, ...hit });
      if (hits.length > MAX_HITS) {
        isCut = true;
        hits.splice(0, hits.length - MAX_HITS);
      }
      if (performance.now() > until) return tooLarge(`only what was read in ${SESSION_MS / 1000} s is searched`);
    }
  } catch (error) {
    if (!(error instanceof DatabaseFault || error instanceof RangeError)) throw error;
    return { hits, fault: { kind: 'unknown-format', message: error.message } };
  }
  return isCut ? tooLarge(`of more than ${MAX_HITS} lines of one session the newest are found`) : { hits, fault: null };
}
