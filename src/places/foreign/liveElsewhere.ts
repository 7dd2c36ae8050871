// Whether a session's claim to run in a process holds: that very process lives, not one that got its number later.
import { bootId, pidNamespace } from '../../store/processIdentity';
import { isAlive, processFacts, startTime } from './processFacts';
import type { ProcessClaim, SessionProcess } from './sessionFacts';

/** A process notes its session after it has started; clocks that are set meanwhile get this much, ms. */
const CLOCK_SLACK_MS = 5000;

/**
 * Null: it does not run, or runs where we cannot see it (another container, another machine). A pid alone is never
 * enough: a crash leaves the claim, and the number is given away again.
 */
export function liveElsewhere(claim: ProcessClaim): SessionProcess | null {
  if (claim.pidNamespace !== null && differs(claim.pidNamespace, pidNamespace())) return null;
  if (claim.bootId !== null && differs(claim.bootId, bootId())) return null;
  if (!isAlive(claim.pid)) return null;
  const facts = processFacts(claim.pid);
  const live = { pid: claim.pid, status: claim.status };
  // Without /proc its start is not to be known: that the number is taken is all there is.
  if (facts === null) return live;
  if (claim.startTicks !== null) return claim.startTicks === facts.startTicks ? live : null;
  if (claim.startedBefore === null) return null;
  const started = startTime(facts.startTicks);
  return started !== null && started > claim.startedBefore + CLOCK_SLACK_MS ? null : live;
}

function differs(claimed: string, ours: string | null): boolean {
  return ours !== null && claimed !== ours;
}
