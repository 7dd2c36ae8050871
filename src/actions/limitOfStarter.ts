// The soft limit of open files that a program would have got from whoever has started us.
import { readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { parseOpenFilesLimit } from '../protocol/parseOpenFilesLimit';

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
  const isRaised = isNode(process.ppid) && said === hardLimit();
  if (said !== null && !isRaised) return said;
  let pid = process.ppid;
  for (let runners = 0; isNode(pid) && runners < MAX_RUNNERS; runners++) pid = parentOf(pid) ?? 0;
  return limitOf(pid);
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

function isNode(pid: number): boolean {
  try {
    return /^node(js)?$/.test(path.basename(readlinkSync(`/proc/${pid}/exe`)));
  } catch {
    // Ended, another user's, or no such system.
    return false;
  }
}

function parentOf(pid: number): number | null {
  const found = /^PPid:\s+(\d+)/m.exec(readOf(pid, 'status'));
  return found ? Number(found[1]) : null;
}

function limitOf(pid: number): number | null {
  return parseOpenFilesLimit(readOf(pid, 'limits'));
}

function hardLimit(): number | null {
  const found = /^Max open files\s+\S+\s+(\d+)/m.exec(readOf(process.pid, 'limits'));
  return found ? Number(found[1]) : null;
}

function readOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}
