// A child of ours that leads a process group of its own: how it ends, and signals to whatever it has started.
import type { ChildProcess } from 'node:child_process';

/** After a polite end, ms, the group is killed. */
const KILL_GRACE_MS = 500;

/** Resolves, never rejects, with how it has ended, in words; also where it could not be started. */
export function childEnd(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : signal));
  });
}

/** Nothing where there is no such group any more, or there never was one. */
export function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}

/** Asks the group, then makes it; what has outlived the child is killed with it. @param ended settles as the child does. */
export async function endGroup(pid: number | undefined, ended: Promise<unknown>): Promise<void> {
  if (pid === undefined) return;
  signalGroup(pid, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), KILL_GRACE_MS);
  await ended;
  clearTimeout(timer);
  signalGroup(pid, 'SIGKILL');
}
