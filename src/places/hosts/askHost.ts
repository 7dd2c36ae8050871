// One call to a host: over the connection that stands, and over the next one where that is lost before the answer.
import { randomUUID } from 'node:crypto';
import type { Outcome } from '../../actions/actionFailure';
import { unknownOutcome } from '../../hosts/callOutcome';
import type { HostLink } from '../../hosts/hostLink';
import type { HostArgs, HostDeed, HostResult } from '../../protocol/hostDeeds';
import type { HostPod } from '../../protocol/hostWire';

export interface HostCall<D extends HostDeed> {
  readonly deed: D;
  /** Null: it is of no Pod that is there already. */
  readonly pod: HostPod | null;
  readonly args: HostArgs<D>;
  /** All in all, ms; null: for as long as the connection holds, and over that one alone. */
  readonly timeoutMs: number | null;
  /** A word on the way to the answer; untrusted. */
  readonly onWord?: (text: string) => void;
}

/** A host that is not reached refuses at once; done twice it is never. */
export async function askHost<D extends HostDeed>(
  link: HostLink,
  { deed, pod, args, timeoutMs, onWord }: HostCall<D>,
): Promise<Outcome<HostResult<D>>> {
  const end = performance.now() + (timeoutMs ?? 0);
  const leftMs = () => (timeoutMs === null ? null : Math.max(0, end - performance.now()));
  const same = timeoutMs === null ? {} : { token: randomUUID() };
  let session = await link.session();
  for (;;) {
    if ('kind' in session) return session;
    const outcome = await session.call(deed, pod, args, { timeoutMs: leftMs(), ...same, ...(onWord && { onWord }) });
    if (outcome.kind === 'done') return { kind: 'done', ...outcome.result };
    if (outcome.kind !== 'lost') return outcome;
    const next = timeoutMs === null ? null : await link.sessionWithin(leftMs() ?? 0);
    if (next === null || 'kind' in next) {
      return unknownOutcome(link.name, `was lost before it answered (${outcome.reason})`);
    }
    session = next;
  }
}
