// What viewers ask of this host: done once each, and answered to whoever asks again.
import { isDoneOnce } from '../../protocol/hostDeeds';
import type { HostPod } from '../../protocol/hostWire';
import { AskedBefore } from './askedBefore';
import { type FleetAnswer, parseRequest } from './fleetWire';

/** Its answer is waited for once, and its words come on the way: what an agent is told twice it answers twice. */
const ASK = 'ask';
/** Only to see that we are there. */
const NOTHING = 'ping';

export type DoCall = (
  deed: string,
  pod: HostPod | null,
  args: unknown,
  say: (text: string) => void,
  token: string,
) => Promise<unknown>;

export class AgentCalls {
  private readonly asked = new AskedBefore<unknown>();

  constructor(private readonly call: DoCall) {}

  async take(data: Uint8Array, answer: (message: FleetAnswer) => void): Promise<void> {
    const request = parseRequest(data);
    if (!request.ok) {
      answer({ kind: 'answer', outcome: { kind: 'usage', message: `The call was not understood: ${request.error}` } });
      return;
    }
    const { id, deed, pod, args } = request.value;
    answer({ kind: 'taken' });
    if (deed === NOTHING) {
      answer({ kind: 'answer', outcome: { kind: 'done' } });
      return;
    }
    const say = (text: string) => answer({ kind: 'said', text: text.slice(0, 4096) });
    const run = () => this.call(deed, pod, args, say, id);
    // What only looks may be done again, and its answers are long.
    const isKept = deed === ASK || deed === 'send' || isDoneOnce(deed);
    answer({ kind: 'answer', outcome: await (isKept ? this.asked.once(id, run) : run()) });
  }
}
