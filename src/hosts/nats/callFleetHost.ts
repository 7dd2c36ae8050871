// One call to a host of a fleet: asked again under the same id until it is answered, so that it is done once.
import { type ActionFailure, failure } from '../../actions/actionFailure';
import { unknownOutcome } from '../callOutcome';
import { LINK } from '../linkFrame';
import { type FleetDeed, parseAnswer } from './fleetWire';
import { StreamMessages } from './streamFrame';
import type { Stream, ViewerStreams } from './viewerStreams';

/** Who has not said by then that it does it is asked again, ms. */
const TAKEN_MS = 1500;
/** No agent hears us: it may only just have come back, ms. */
const UNHEARD_AGAIN_MS = 200;
const UNHEARD_MS = 3000;
/** A host that is gone for so long will not answer, ms. */
const GONE_MS = 20_000;
const MAX_SAID = 1000;

export interface CallRequest extends Pick<FleetDeed, 'deed' | 'pod' | 'args'> {
  readonly host: string;
  /** The same for the same wish. */
  readonly id: string;
  /** Of the run of its agent that is asked. */
  readonly epoch: string;
  /** Null: for as long as it takes. */
  readonly timeoutMs: number | null;
  readonly onWord?: ((text: string) => void) | undefined;
  readonly onTaken?: () => void;
}

export type CallEnd = { readonly kind: 'answer'; readonly outcome: unknown } | ActionFailure;

export function callFleetHost(streams: ViewerStreams, request: CallRequest): Promise<CallEnd> {
  return new Promise((resolve) => new FleetCall(streams, request, resolve));
}

class FleetCall {
  private readonly stream: Stream;
  private readonly text: string;
  private readonly messages = new StreamMessages();
  private readonly timers = new Set<NodeJS.Timeout>();
  private again: NodeJS.Timeout | null = null;
  private goneTimer: NodeJS.Timeout | null = null;
  private unheardSince: number | null = null;
  private isTaken = false;
  /** It may have been heard, though nobody has said so. */
  private mayBeTaken = false;
  private isOver = false;

  constructor(
    streams: ViewerStreams,
    private readonly request: CallRequest,
    private readonly resolve: (end: CallEnd) => void,
  ) {
    const { host, id, deed, pod, args, timeoutMs } = request;
    this.text = JSON.stringify({ id, deed, pod, args } satisfies FleetDeed);
    this.stream = streams.open({
      host,
      take: (frame) => {
        if (frame.type === LINK.reset) return;
        const message = this.messages.take(frame);
        if (message !== null) this.hear(message);
      },
      unheard: () => this.unheard(),
      cut: () => {
        this.mayBeTaken = true;
        this.stopAsking();
      },
      back: (epoch) => this.back(epoch),
      gone: () => {
        this.goneTimer ??= this.after(GONE_MS, () => this.lose('is lost'));
      },
    });
    if (timeoutMs !== null) this.after(timeoutMs, () => this.lose('does not answer'));
    this.ask();
  }

  private ask(): void {
    if (this.isOver) return;
    this.stream.ask('rpc', this.text);
    this.askAgain(TAKEN_MS, () => {
      this.mayBeTaken = true;
      this.ask();
    });
  }

  private hear(data: Buffer): void {
    const answer = parseAnswer(data);
    // Of a later version: whoever waits for an answer has a bound on it.
    if (!answer.ok || this.isOver) return;
    this.stopAsking();
    this.unheardSince = null;
    this.isTaken = true;
    const { value } = answer;
    if (value.kind === 'answer') this.end({ kind: 'answer', outcome: value.outcome });
    else if (value.kind === 'said') this.request.onWord?.(value.text.slice(0, MAX_SAID));
    else this.request.onTaken?.();
  }

  private unheard(): void {
    const now = performance.now();
    this.unheardSince ??= now;
    if (now - this.unheardSince < UNHEARD_MS) this.askAgain(UNHEARD_AGAIN_MS, () => this.ask());
    else this.lose('has no agent any more');
  }

  /** What was done under an id is known to every run of an agent, but of an answer that was waited for. */
  private back(epoch: string): void {
    if (this.goneTimer !== null) clearTimeout(this.goneTimer);
    this.goneTimer = null;
    const isForgotten = epoch !== this.request.epoch && this.request.deed === 'ask';
    if (isForgotten && (this.isTaken || this.mayBeTaken)) this.lose('was started anew before it answered');
    else this.ask();
  }

  private lose(what: string): void {
    const { host } = this.request;
    const isKnown = !this.isTaken && !this.mayBeTaken && this.unheardSince !== null;
    this.end(isKnown ? failure('not-eligible', `${host} ${what}: nothing was done.`) : unknownOutcome(host, what));
  }

  private end(end: CallEnd): void {
    if (this.isOver) return;
    this.isOver = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.stopAsking();
    this.stream.forget();
    this.resolve(end);
  }

  private askAgain(ms: number, then: () => void): void {
    this.stopAsking();
    this.again = setTimeout(then, ms);
  }

  private stopAsking(): void {
    if (this.again !== null) clearTimeout(this.again);
    this.again = null;
  }

  private after(ms: number, then: () => void): NodeJS.Timeout {
    const timer = setTimeout(then, ms);
    this.timers.add(timer);
    return timer;
  }
}
