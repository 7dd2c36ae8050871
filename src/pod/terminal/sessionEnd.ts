// The end of a Pod's terminal session: all that runs in it, and who has left it on purpose.

import { endProcesses } from '../../processes/endProcesses';
import { processTable, startedWith } from '../../processes/processTable';
import type { LeftProcess } from '../../protocol/wireEvent';

/** Our own processes inside a Pod: a Pod that was started there is no part of it. */
const POD_TITLE = 'podwatch: ';
/** More are counted, and not named. */
const MAX_NAMED = 20;

/** Ends every process of the session, those in groups of their own too. Resolves when none is left. */
export function endSession(session: number, graceMs: number): Promise<void> {
  const left = () => members(session).map(({ pid }) => pid);
  return endProcesses({ left, signal: 'SIGHUP', graceMs });
}

/** Processes that were started in that Pod, and run on in a session of their own (`setsid`, daemons). */
export function leftSession(session: number, socketPath: string): { count: number; named: readonly LeftProcess[] } {
  const left = processTable().filter(
    (entry) =>
      entry.session !== session &&
      entry.pid !== process.pid &&
      !entry.name.startsWith(POD_TITLE.slice(0, 8)) &&
      startedWith(entry.pid, 'PODWATCH_SOCKET', socketPath),
  );
  return { count: left.length, named: left.slice(0, MAX_NAMED).map(({ pid, name }) => ({ pid, name })) };
}

function members(session: number) {
  return processTable().filter((entry) => entry.session === session);
}
