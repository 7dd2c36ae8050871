// Tells when whoever reads a pipe has gone, also while nothing is written into it.
import { thisSystem } from '../system/thisSystem';

/** No event says it to one who only writes: looked at this often, ms. */
const LOOK_EVERY_MS = 300;

/**
 * Calls `gone` at most once. Linux alone says who holds a pipe, and only of the user's own processes: where that leaves it
 * open (another user reads, another system) the next write says it.
 * @param fd of an output; nothing is done for one that is no pipe.
 * @returns ends the watch.
 */
export function whenReaderGone(fd: number, gone: () => void): () => void {
  const isRead = thisSystem.pipeReader(fd);
  if (isRead === null) return () => {};
  const timer = setInterval(() => {
    if (isRead()) return;
    clearInterval(timer);
    gone();
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}
