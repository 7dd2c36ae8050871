// Whether a process with a pid is there at all: whose it is, and whether it is the same one, is another question.
import { errnoOf } from './fileErrors';

/** One of another user counts too (formats §3, life of an entry). */
export function isProcessAlive(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errnoOf(error) !== 'ESRCH';
  }
}
