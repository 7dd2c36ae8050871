// The sessions whose ids begin with what was typed, for a shell that completes: the newest ones, and soon.
import { carryOut, type DatabaseOrder, databasesHere } from './databaseOrder';
import type { ForeignTool } from './foreignTool';
import { readForeignSessions } from './readForeignSessions';
import type { ForeignSession, ToolEnvironment } from './sessionFacts';

/** Who presses Tab waits: what has been read by then is offered, ms. */
const WAIT_MS = 60;

/** Who wants another one types on. */
const MAX_OFFERED = 60;

/** What is offered; `title` null: there was no time to read it. */
export type OfferedSession = Pick<ForeignSession, 'tool' | 'sessionId'> & { readonly title: string | null };

/** Newest first, as many as a first page of a list holds. Where a file's name says the id, the others are not opened. */
export async function sessionsBeginning(
  env: ToolEnvironment['env'],
  tools: readonly ForeignTool[],
  beginning: string,
  directory: string,
): Promise<readonly OfferedSession[]> {
  const enough = new AbortController();
  const timer = setTimeout(() => enough.abort(), WAIT_MS);
  const named: OfferedSession[] = [];
  // Without the last words, which cost more than all the rest.
  const databases = {
    ...databasesHere,
    read: async (tool: ForeignTool, order: DatabaseOrder) => carryOut(tool, order, 0),
  };
  const options = {
    databases,
    tools: tools.map((tool) => only(tool, beginning, named)),
    directory,
    signal: enough.signal,
  };
  try {
    const { sessions } = await readForeignSessions(env, options, () => enough.abort());
    const read = sessions.filter(({ sessionId }) => sessionId.startsWith(beginning));
    const offered = read.length > 0 || !enough.signal.aborted ? read : named;
    return offered.slice(0, MAX_OFFERED);
  } finally {
    clearTimeout(timer);
  }
}

function only(tool: ForeignTool, beginning: string, named: OfferedSession[]): ForeignTool {
  return {
    ...tool,
    *find(look) {
      for (const candidate of tool.find(look)) {
        const { sessionId } = candidate.known;
        if (sessionId?.startsWith(beginning) === false) continue;
        if (sessionId !== undefined) named.push({ tool: tool.name, sessionId, title: null });
        yield candidate;
      }
    },
  };
}
