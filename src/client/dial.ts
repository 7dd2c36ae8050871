// The way to a Pod: whoever can give a duplex of bytes that is the Pod's socket can be spoken to.
import type { Duplex } from 'node:stream';

/**
 * Gives the connection once it is there; what the Pod says waits in it until somebody listens. The duplex belongs to the
 * caller, who destroys it. Rejects with the error of the system where there is no way; `signal` gives the attempt up.
 */
export type Dial = (signal: DialSignal) => Promise<Duplex>;

/** As much of an `AbortSignal` as a dial needs: any of those is one. */
export interface DialSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once: true }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Controller and signal in one. The first use of an `AbortController` takes as long as a connection does. */
export class DialPatience implements DialSignal {
  private readonly listeners = new Set<() => void>();
  private isOver = false;

  get aborted(): boolean {
    return this.isOver;
  }

  addEventListener(_: 'abort', listener: () => void): void {
    this.listeners.add(listener);
  }

  removeEventListener(_: 'abort', listener: () => void): void {
    this.listeners.delete(listener);
  }

  abort(): void {
    this.isOver = true;
    const told = [...this.listeners];
    this.listeners.clear();
    for (const tell of told) tell();
  }
}

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
export function dialUntil(dial: Dial, over: DialSignal): Dial {
  return async (signal) => {
    const either = new DialPatience();
    const giveUp = () => either.abort();
    for (const each of [signal, over]) {
      if (each.aborted) giveUp();
      else each.addEventListener('abort', giveUp, { once: true });
    }
    try {
      const duplex = await dial(either);
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

/** The same in the next turn: a process that ends in this one has no use for it, and to destroy a socket Node makes standard error. */
export function discardSoon(duplex: Duplex): void {
  duplex.on('error', () => {});
  setImmediate(() => duplex.destroy());
}
