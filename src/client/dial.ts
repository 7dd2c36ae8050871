// The way to a Pod: whoever can give a duplex of bytes that is the Pod's socket can be spoken to.
import type { Duplex } from 'node:stream';

/**
 * Gives the connection once it is there; what the Pod says waits in it until somebody listens. The duplex belongs to the
 * caller, who destroys it. Rejects with the error of the system where there is no way; `signal` gives the attempt up.
 */
export type Dial = (signal: AbortSignal) => Promise<Duplex>;

/** Why a dial failed, where it is not the system that says so. */
export class DialError extends Error {
  override readonly name: string = 'DialError';
}

/** The other end of the way has answered, and says no: trying again would change nothing. */
export class DialRefused extends DialError {
  override readonly name = 'DialRefused';
}

/** By their names: each program of ours may hold these classes more than once. */
export function isDialError(error: unknown): error is DialError {
  return error instanceof Error && (error.name === 'DialError' || isDialRefused(error));
}

export function isDialRefused(error: unknown): error is DialRefused {
  return error instanceof Error && error.name === 'DialRefused';
}

/** Given up as soon as `over` is; what it has given by then is destroyed. */
export function dialUntil(dial: Dial, over: AbortSignal): Dial {
  return async (signal) => {
    const either = new AbortController();
    const giveUp = () => either.abort();
    for (const each of [signal, over]) {
      if (each.aborted) giveUp();
      else each.addEventListener('abort', giveUp, { once: true });
    }
    try {
      const duplex = await dial(either.signal);
      const destroy = () => discard(duplex);
      if (over.aborted) destroy();
      else over.addEventListener('abort', destroy, { once: true });
      duplex.once('close', () => over.removeEventListener('abort', destroy));
      return duplex;
    } finally {
      for (const each of [signal, over]) each.removeEventListener('abort', giveUp);
    }
  };
}

/** A dial that gives a connection that is open already, once (null: there is none); `drop` ends it where nobody has taken it. */
export function dialOpened(opened: Duplex | null, next: Dial): { readonly dial: Dial; readonly drop: () => void } {
  let waiting = opened;
  const take = () => {
    const taken = waiting;
    waiting = null;
    return taken;
  };
  return {
    dial: (signal) => {
      const first = take();
      return first === null || first.destroyed ? next(signal) : Promise.resolve(first);
    },
    drop: () => {
      const left = take();
      if (left !== null) discard(left);
    },
  };
}

/** For a connection that nobody wants any more: what still goes wrong with it is nobody's. */
export function discard(duplex: Duplex): void {
  duplex.on('error', () => {});
  duplex.destroy();
}
