// Does anybody listen there? The one question to a socket that nothing is said to.
import { errnoOf } from '../store/fileErrors';
import { isDialError } from './dial';
import { dialSocket } from './dialSocket';

/** A living Unix socket accepts at once; only one with a full backlog keeps us waiting, ms. */
const PROBE_TIMEOUT_MS = 1000;

/** False only where it is certain: a pid can be recycled, but a socket file without its process refuses. Never rejects. */
export async function answers(socketPath: string): Promise<boolean> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PROBE_TIMEOUT_MS);
  try {
    const duplex = await dialSocket(socketPath)(patience.signal);
    duplex.destroy();
    return true;
  } catch (error) {
    // No socket path: nobody can listen there.
    if (isDialError(error)) return patience.signal.aborted;
    return !REFUSALS.has(errnoOf(error));
  } finally {
    clearTimeout(timer);
  }
}

const REFUSALS: ReadonlySet<string | null> = new Set(['ECONNREFUSED', 'ENOENT', 'ENOTDIR', 'ENOTSOCK']);
