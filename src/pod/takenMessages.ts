// Messages that a Pod has taken, by the ids of their senders: one that comes again, over a way that was cut, is only answered.
import type { WireMethod } from '../protocol/wireMethod';

const MAX_KEPT = 256;
/** Nobody asks again after so long, ms. */
const KEPT_MS = 10 * 60_000;

interface Taken {
  /** By `performance.now()`. */
  readonly at: number;
  /** What it has got in the queue; null: it has been sent. */
  readonly queuedId: string | null;
}

export class TakenMessages {
  private readonly taken = new Map<string, Taken>();

  note(requestId: string | null, queuedId: string | null = null): void {
    if (requestId === null) return;
    this.taken.set(requestId, { at: performance.now(), queuedId });
    const [first] = this.taken.keys();
    if (this.taken.size > MAX_KEPT && first !== undefined) this.taken.delete(first);
  }

  /** The event that its sender was told or should have been; null: it is new. */
  answerAgain(method: WireMethod): object | null {
    if (method.method !== 'run' || method.params.request_id === null) return null;
    const { input: segments, request_id: requestId } = method.params;
    const taken = this.taken.get(requestId);
    if (taken === undefined || performance.now() - taken.at > KEPT_MS) return null;
    const { queuedId } = taken;
    return queuedId === null
      ? { event: 'user_message', data: { segments, request_id: requestId } }
      : { event: 'agent_queued', data: { id: queuedId, request_id: requestId } };
  }
}
