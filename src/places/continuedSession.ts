// Which session a command goes on with that names none (`--continue`): the newest one of its tool in its directory.
import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { ForeignTool } from './foreign/foreignTool';
import { FOREIGN_TOOLS } from './foreign/foreignTools';
import { readForeignSessions } from './foreign/readForeignSessions';
import type { ForeignSession, ToolEnvironment } from './foreign/sessionFacts';
import { mayContinue } from './mayHoldSession';
import type { StartedIn } from './sessionWriter';

/** Null: the command goes on with none that is known, or begins a session of its own with what was said in it. */
export async function continuedSession(
  { kind, argv, cwd }: StartedIn,
  env: ToolEnvironment['env'],
): Promise<ForeignSession | null> {
  const tools = kind === 'terminal' && mayContinue(argv) ? continuingTools(argv) : [];
  if (tools.length === 0) return null;
  const { sessions } = await readForeignSessions(env, { tools, directory: cwd });
  const here = realPath(cwd);
  return sessions.find(({ directory }) => directory !== null && realPath(directory) === here) ?? null;
}

/** Whether both go on with the newest session of one tool in one directory. */
export function continuesSame(one: StartedIn, other: StartedIn): boolean {
  if (one.kind !== 'terminal' || realPath(one.cwd) !== realPath(other.cwd)) return false;
  const tools = continuingTools(other.argv);
  return continuingTools(one.argv).some((tool) => tools.includes(tool));
}

function continuingTools([program = '', ...words]: readonly string[]): readonly ForeignTool[] {
  return FOREIGN_TOOLS.filter(({ resumeCommand: [own], continueWords = [], forkWord }) => {
    if (path.basename(program) !== own || (forkWord !== undefined && words.includes(forkWord))) return false;
    return words.some((word) => continueWords.includes(word));
  });
}

function realPath(directory: string): string {
  try {
    return realpathSync(directory);
  } catch {
    return path.normalize(directory);
  }
}
