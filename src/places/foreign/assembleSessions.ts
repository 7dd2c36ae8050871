// Rows out of what was read: the tools' own additions, duplicates folded, what runs elsewhere, how each is resumed.

import { existingDirectories } from './existingDirectories';
import { foldDuplicates } from './foldDuplicates';
import type { ForeignTool } from './foreignTool';
import { liveElsewhere } from './liveElsewhere';
import { claimedSessions } from './runningSessions';
import { sameSession } from './sameSession';
import type { ForeignProblem, ForeignSession, FoundFact, SessionProcess } from './sessionFacts';
import type { ScanOptions, ToolLook } from './toolLook';

/** What may become an argument: no option, no path, no blank. */
const SAFE_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{3,127}$/;
/** A row without a prompt and without a name. */
const NO_TITLE = '(no prompt found yet)';

interface Row {
  readonly of: ToolLook;
  readonly found: FoundFact;
  readonly live: SessionProcess | null;
}

/** `before`, the rows of the last snapshot by key, lends its objects to rows that are equal. */
export async function assembleSessions(
  looks: readonly ToolLook[],
  options: ScanOptions,
): Promise<{ readonly sessions: readonly ForeignSession[]; readonly problems: readonly ForeignProblem[] }> {
  const directories = new Set(looks.flatMap(({ found }) => found.flatMap(({ fact }) => fact.directory ?? [])));
  const rows = looks.flatMap((of) => rowsOf(of, directories));
  const exists = await existingDirectories(rows.flatMap(({ found }) => found.fact.directory ?? []));
  const sessions = rows.map((row) => {
    const session = sessionOf(row, exists, options);
    const known = options.before.get(foreignKey(session));
    return known !== undefined && sameSession(known, session) ? known : session;
  });
  sessions.sort((a, b) => b.updatedAt - a.updatedAt || (foreignKey(a) < foreignKey(b) ? -1 : 1));
  return { sessions, problems: looks.flatMap(({ look }) => look.problems()) };
}

/** The identity as one text, as in `TOOL:ID`. */
export function foreignKey({ tool, sessionId }: Pick<ForeignSession, 'tool' | 'sessionId'>): string {
  return `${tool}:${sessionId}`;
}

function rowsOf(of: ToolLook, directories: ReadonlySet<string>): readonly Row[] {
  const { tool, look } = of;
  const complete = tool.complete?.(of.found, look, { candidates: of.candidates, directories }) ?? of.found;
  const live = claimedSessions(tool, look);
  return foldDuplicates(complete).map((found) => {
    const { sessionId, process: own } = found.fact;
    return { of, found, live: live.get(sessionId) ?? (own === null ? null : liveElsewhere(own)) };
  });
}

function sessionOf({ of, found, live }: Row, exists: ReadonlySet<string>, options: ScanOptions): ForeignSession {
  const { tool } = of;
  const { fact, file, size } = found;
  const now = options.now();
  const refusal = SAFE_ID.test(fact.sessionId) ? (tool.refuses?.(fact) ?? null) : 'its id cannot be passed to the tool';
  const directoryExists = fact.directory !== null && exists.has(fact.directory);
  const written = fact.updatedAt !== null && fact.updatedAt <= now ? fact.updatedAt : found.changedAt;
  const isFuture = written > now;
  const running = tool.canJoin === true ? null : live;
  return {
    tool: tool.name,
    sessionId: fact.sessionId,
    title: fact.title ?? fact.firstPrompt ?? fact.lastPrompt ?? NO_TITLE,
    directory: fact.directory,
    directoryExists,
    lacksDirectory: refusal === null && running === null && !directoryExists && tool.isBound !== true,
    branch: fact.branch,
    updatedAt: Math.round(isFuture ? now : written),
    lastWords: fact.lastPrompt ?? fact.lastAnswer,
    size,
    file,
    notes: isFuture ? [...fact.notes, 'its times lie in the future'] : fact.notes,
    liveElsewhere: live,
    isBusy: refusal === null && running !== null,
    resume:
      refusal === null ? filledIn(options.resumeCommands[tool.name] ?? tool.resumeCommand, fact.sessionId, file) : null,
    reason: refusal ?? reasonNot(tool, running, fact.directory, directoryExists),
  };
}

function reasonNot(
  { isBound, label }: ForeignTool,
  live: ForeignSession['liveElsewhere'],
  directory: string | null,
  exists: boolean,
): string | null {
  if (live !== null) return `it runs in another process (pid ${live.pid})`;
  const bound = isBound === true ? `, and ${label} finds it only there` : '';
  if (directory === null) return `its directory is not known${bound}`;
  return exists ? null : `its directory ${directory} does not exist${bound}`;
}

function filledIn(command: readonly string[], sessionId: string, file: string): readonly string[] {
  return command.map((word) => word.replace(/\{(id|file)\}/g, (_, name) => (name === 'id' ? sessionId : file)));
}
