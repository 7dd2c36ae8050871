// Which sessions run now, as far as their tools tell it: who claims to have one open, and lives.
import type { ForeignTool } from './foreignTool';
import { liveElsewhere } from './liveElsewhere';
import { Look } from './look';
import { SessionCache } from './sessionCache';
import type { Candidate, SessionProcess, ToolEnvironment } from './sessionFacts';
import { toolEnvironment } from './toolEnvironment';

export interface RunningSession {
  readonly tool: ForeignTool;
  readonly sessionId: string;
  readonly process: SessionProcess;
}

/** By id: those that the tool's own list of processes names. */
export function claimedSessions(tool: ForeignTool, look: Look): ReadonlyMap<string, SessionProcess> {
  const live = new Map<string, SessionProcess>();
  // Files of processes that have crashed stand beside those of the living.
  for (const [sessionId, claim] of tool.claims?.(look) ?? []) {
    const holds = liveElsewhere(claim);
    if (holds !== null) live.set(sessionId, holds);
  }
  return live;
}

/** Those of the wanted ones that run. Of the tools' stores only what claims is opened, and the files of those sessions. */
export function runningSessions(
  env: ToolEnvironment['env'],
  tools: readonly ForeignTool[],
  isWanted: (tool: ForeignTool, sessionId: string) => boolean,
): readonly RunningSession[] {
  return tools.flatMap((tool) => {
    const look = new Look(tool.name, toolEnvironment(env, null), Date.now(), new SessionCache());
    const wanted = (sessionId: string) => isWanted(tool, sessionId);
    const live = new Map([...namedByThemselves(tool, look, wanted), ...claimedSessions(tool, look)]);
    return [...live].flatMap(([sessionId, process]) => (wanted(sessionId) ? [{ tool, sessionId, process }] : []));
  });
}

/** Some tools write the process into the session's own file. */
function namedByThemselves(
  tool: ForeignTool,
  look: Look,
  isWanted: (sessionId: string) => boolean,
): readonly (readonly [string, SessionProcess])[] {
  if (tool.sharesFiles === true) return [];
  const candidates = [...tool.find(look)].filter(({ known }) => isWanted(known.sessionId ?? ''));
  return candidates.flatMap((candidate) => processesOf(candidate, tool, look));
}

function processesOf(candidate: Candidate, tool: ForeignTool, look: Look): [string, SessionProcess][] {
  // What is no file may never give an answer.
  if (look.state(candidate.file)?.isFile !== true) return [];
  return tool.read(candidate, look).flatMap(({ sessionId, process }): [string, SessionProcess][] => {
    const live = process === null ? null : liveElsewhere(process);
    return live === null ? [] : [[sessionId, live]];
  });
}
