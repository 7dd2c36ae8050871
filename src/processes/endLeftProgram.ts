// Ends what a killed process of the Pod has left running, before its next program starts: two would work on one session.
import type { HeldProgram } from '../protocol/podHolder';
import { startTimeOf } from '../store/processIdentity';
import { endProcesses } from './endProcesses';
import { processTable, startedWith } from './processTable';

/** An agent may still write its own files, ms; then SIGKILL. */
const GRACE_MS = 2000;

/** Resolves with how many processes there were. What has left the program's session on purpose goes on. */
export async function endLeftProgram({ pid, startTime, socket }: HeldProgram): Promise<number> {
  const left = () => {
    const table = processTable();
    // The pid of a session is nobody else's for as long as one of its processes runs; then it may become another's.
    if (table.some((entry) => entry.pid === pid) && startTimeOf(pid) !== startTime) return [];
    return table
      .filter((entry) => entry.session === pid && startedWith(entry.pid, 'PODWATCH_SOCKET', socket))
      .map((entry) => entry.pid);
  };
  const count = left().length;
  if (count > 0) await endProcesses({ left, signal: 'SIGTERM', graceMs: GRACE_MS });
  return count;
}
