// The sessions whose ids begin with what was typed, for a shell that completes: the newest ones, and soon.
import type { ForeignTool } from './foreignTool';
import { readForeignSessions } from './readForeignSessions';
import type { ForeignSession, ToolEnvironment } from './sessionFacts';

/** Who presses Tab waits: what has been read by then is offered, ms. */
const WAIT_MS = 60;

/** Newest first, as many as a first page of a list holds. Where a file's name says the id, the others are not opened. */
export async function sessionsBeginning(
  env: ToolEnvironment['env'],
  tools: readonly ForeignTool[],
  beginning: string,
  directory: string,
): Promise<readonly ForeignSession[]> {
  const enough = new AbortController();
  const timer = setTimeout(() => enough.abort(), WAIT_MS);
  const options = { tools: tools.map((tool) => only(tool, beginning)), directory, signal: enough.signal };
  try {
    const { sessions } = await readForeignSessions(env, options, () => enough.abort());
    return sessions.filter(({ sessionId }) => sessionId.startsWith(beginning));
  } finally {
    clearTimeout(timer);
  }
}

function only(tool: ForeignTool, beginning: string): ForeignTool {
  return {
    ...tool,
    *find(look) {
      for (const candidate of tool.find(look)) {
        if (candidate.known.sessionId?.startsWith(beginning) !== false) yield candidate;
      }
    },
  };
}
