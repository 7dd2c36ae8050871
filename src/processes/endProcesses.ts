// Ends processes that are not our children: asks them politely, then makes them, and knows when none is left.
import { setTimeout as sleep } from 'node:timers/promises';

/** Nothing tells of the end of a process that is not ours: looked at this often, ms. */
const LOOK_EVERY_MS = 25;
/** After SIGKILL only one that waits for a broken device is left, ms. */
const KILLED_MS = 2000;

export interface Ending {
  /** The pids that are left now; also what they have started meanwhile. */
  readonly left: () => readonly number[];
  /** What they are asked with; SIGCONT follows, as a stopped one could not even hear it. */
  readonly signal: NodeJS.Signals;
  /** How long they may take, ms. */
  readonly graceMs: number;
}

/** Resolves when none is left, or nothing more can be done. */
export async function endProcesses({ left, signal, graceMs }: Ending): Promise<void> {
  for (const pid of left()) {
    send(pid, signal);
    send(pid, 'SIGCONT');
  }
  if (await goneBy(left, performance.now() + graceMs, () => {})) return;
  await goneBy(left, performance.now() + KILLED_MS, (pid) => send(pid, 'SIGKILL'));
}

async function goneBy(left: () => readonly number[], deadline: number, deed: (pid: number) => void): Promise<boolean> {
  for (;;) {
    const pids = left();
    if (pids.length === 0) return true;
    for (const pid of pids) deed(pid);
    if (performance.now() >= deadline) return false;
    await sleep(LOOK_EVERY_MS);
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
