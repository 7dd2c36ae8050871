// Whether a connection is still heard: asked for a sign now and then, and not trusted after this machine has slept.

/** A host that is connected is asked for a sign so often, ms. */
const PING_MS = 1500;
/** Without any sign for so long it is called silent, and then lost, ms. */
const STALLED_MS = 4000;
const LOST_MS = 15_000;
/** The clock on the wall has gone so much further than ours: this machine has slept, ms. */
const SLEPT_MS = 5000;

/** What is looked at; null: nothing is connected. */
export interface Heard {
  /** By `performance.now()`. */
  readonly lastHeardAt: number;
  ping(): void;
}

export interface HealthEvents {
  /** Each time, while it is not lost: how long it has been silent, ms; null: it is heard. */
  readonly silent: (ms: number | null) => void;
  readonly lost: (silentMs: number) => void;
  readonly slept: () => void;
}

/** Until what it returns is called. */
export function guardHealth(current: () => Heard | null, events: HealthEvents): () => void {
  let wall = Date.now();
  let own = performance.now();
  let sleptAt = Number.NEGATIVE_INFINITY;
  const look = () => {
    const [wallNow, ownNow] = [Date.now(), performance.now()];
    const hasSlept = wallNow - wall - (ownNow - own) > SLEPT_MS;
    [wall, own] = [wallNow, ownNow];
    if (hasSlept) {
      sleptAt = ownNow;
      events.slept();
    }
    const connected = current();
    if (connected === null) return;
    const silentMs = ownNow - connected.lastHeardAt;
    // What was connected before a sleep hardly ever is still.
    const patience = connected.lastHeardAt < sleptAt ? STALLED_MS : LOST_MS;
    if (silentMs > patience) {
      events.lost(silentMs);
      return;
    }
    events.silent(silentMs > STALLED_MS ? silentMs : null);
    connected.ping();
  };
  const timer = setInterval(look, PING_MS);
  return () => clearInterval(timer);
}
