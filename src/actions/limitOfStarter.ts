// The soft limit of open files that a program would have got from whoever has started us.
import path from 'node:path';
import { thisSystem } from '../system/thisSystem';

/** `PID:LIMIT`, said by the first lines of the installed command, which become the process of that number. */
const SAID = 'PODWATCH_OPEN_FILES';
/** Longer chains of runners are not followed. */
const MAX_RUNNERS = 32;

/**
 * Node has raised our own limit before any code of ours ran, and nothing tells what it was. So the command says it before
 * it becomes Node; where we were started without that (`node dist/cli.js`), it is that of the process which started us.
 * Where that is Node as well (`npx`, a script), it has raised its own: what counts is who has started it. Null: none, or
 * the system does not tell.
 */
export function limitOfStarter(env: NodeJS.ProcessEnv): number | null {
  const said = saidToUs(env[SAID]);
  const isRaised = isNode(process.ppid) && said === (thisSystem.openFilesLimit(process.pid)?.hard ?? null);
  if (said !== null && !isRaised) return said;
  let pid = process.ppid;
  for (let runners = 0; isNode(pid) && runners < MAX_RUNNERS; runners++) pid = thisSystem.processStat(pid)?.parent ?? 0;
  return thisSystem.openFilesLimit(pid)?.soft ?? null;
}

/** The environment without what was meant for us alone. */
export function withoutSaidLimit({ [SAID]: _, ...env }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return env;
}

/** What was said to another process, and has only been inherited, is not meant for us. */
function saidToUs(text: string | undefined): number | null {
  const [, pid, limit] = /^(\d+):(\d+)$/.exec(text ?? '') ?? [];
  return pid === String(process.pid) ? Number(limit) : null;
}

/** False also where it has ended, is another user's, or the system does not tell. */
function isNode(pid: number): boolean {
  return /^node(js)?$/.test(path.basename(thisSystem.programFile(pid) ?? ''));
}
