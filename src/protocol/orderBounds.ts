// Bounds of what an order for a Pod asks for: for who needs none of its schemas.

/** How long a starter waits for the ready word, ms. */
export const READY_TIMEOUT_MS = 20_000;

/** How long an agent may take from its start to an open session, ms: `npx` may have to fetch it first. */
export const AGENT_START_TIMEOUT_MS = 60_000;

/** Bound of a recording by default, bytes. */
export const DEFAULT_RECORD_BYTES = 16 * 1024 * 1024;
