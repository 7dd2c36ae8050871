// A text in the words of sessions that are not kept in lines: databases, and files that hold one session as a whole.
import type { SearchPattern } from '../../search/searchPattern';
import type { FoundLine } from '../../search/searchTypes';
import { textHits } from '../../search/textHits';
import type { ForeignTool, SpokenSession } from './foreignTool';
import type { Look } from './look';
import type { KeptMessage } from './sessionFacts';
import { DatabaseFault } from './sqlite/databasePages';
import { readDatabase } from './sqlite/readTable';

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
    return searchEach(sessions, look, pattern, (session) => tool.messages?.(session, look) ?? []);
  }
  const searched = readDatabase(look, first.file, (database) => {
    const result = searchEach(sessions, look, pattern, ({ sessionId }) => messagesIn(database, sessionId));
    return { ...result, cut: database.cutRecords };
  });
  // One that cannot be read now is a fault already.
  if (searched === null) return { found: [], done: sessions.length };
  for (let count = searched.cut; count > 0; count -= 1)
    look.problem('too-large', first.file, 'a message is too long to be searched');
  return searched;
}

function searchEach(
  sessions: readonly SpokenSession[],
  look: Look,
  pattern: SearchPattern,
  messagesOf: (session: SpokenSession) => Iterable<KeptMessage>,
): KeptResult {
  const until = performance.now() + SLICE_MS;
  const found: KeptHit[] = [];
  let done = 0;
  for (const session of sessions) {
    if (done > 0 && performance.now() > until) break;
    const { hits, fault } = searchOne(() => messagesOf(session), pattern);
    for (const hit of hits.reverse()) found.push({ ...hit, of: done });
    if (fault !== null) look.problem(fault.kind, session.file, fault.message);
    done += 1;
  }
  return { found, done };
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
