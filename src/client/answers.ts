// Does anybody listen there? The one question to a socket that nothing is said to.
import type { Duplex } from 'node:stream';
import { errnoOf } from '../store/fileErrors';
import { DialPatience, discardSoon, isDialError } from './dial';
import { dialSocket } from './dialSocket';

/** A living Unix socket accepts at once; only one with a full backlog keeps us waiting, ms. */
const PROBE_TIMEOUT_MS = 1000;

/** False only where it is certain: a pid can be recycled, but a socket file without its process refuses. Never rejects. */
export async function answers(socketPath: string): Promise<boolean> {
  const reached = await reachSocket(socketPath);
  if (typeof reached !== 'boolean') discardSoon(reached);
  return reached !== false;
}

/** The same, for who goes on with the connection: true where somebody may listen, and has not taken it in time. */
export async function reachSocket(socketPath: string): Promise<Duplex | boolean> {
  const patience = new DialPatience();
  const timer = setTimeout(() => patience.abort(), PROBE_TIMEOUT_MS);
  try {
    return await dialSocket(socketPath)(patience);
  } catch (error) {
    // No socket path: nobody can listen there.
    if (isDialError(error)) return patience.aborted;
    return !REFUSALS.has(errnoOf(error));
  } finally {
    clearTimeout(timer);
  }
}

const REFUSALS: ReadonlySet<string | null> = new Set(['ECONNREFUSED', 'ENOENT', 'ENOTDIR', 'ENOTSOCK']);
