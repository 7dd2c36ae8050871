// Dials a channel to a Pod, or to a file of one, on a host of a fleet.
import type { Duplex } from 'node:stream';
import { DialError, DialRefused, type DialSignal } from '../../client/dial';
import type { HostOpen } from '../../protocol/hostWire';
import { LINK } from '../linkFrame';
import { WINDOW_BYTES } from '../linkMux';
import { ChannelEnd } from './channelEnd';
import { parseOpened } from './fleetWire';
import { encodeStreamFrame, type StreamFrame } from './streamFrame';
import type { ViewerStreams } from './viewerStreams';

/** From the wish to the channel, ms. */
const OPEN_MS = 10_000;
/** No agent hears us: it may only just have come back, ms. */
const UNHEARD_AGAIN_MS = 100;
const UNHEARD_MS = 3000;

export interface ChannelWish {
  readonly host: string;
  readonly open: HostOpen;
  readonly purpose: keyof typeof WINDOW_BYTES;
}

/** Rejects with the host's reason, or with ours. */
export function dialChannel(streams: ViewerStreams, wish: ChannelWish, signal: DialSignal): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(new DialError('it was given up'));
    else new Dialling(streams, wish, signal, resolve, reject).begin();
  });
}

class Dialling {
  private end: ChannelEnd | null = null;
  private isOver = false;
  private unheardSince: number | null = null;
  private again: NodeJS.Timeout | null = null;
  private readonly late: NodeJS.Timeout;
  private readonly stream: ReturnType<ViewerStreams['open']>;

  constructor(
    streams: ViewerStreams,
    private readonly wish: ChannelWish,
    private readonly signal: DialSignal,
    private readonly resolve: (channel: Duplex) => void,
    private readonly reject: (error: Error) => void,
  ) {
    this.stream = streams.open({
      host: wish.host,
      take: (frame) => this.take(frame),
      unheard: () => this.unheard(),
      cut: (reason) => this.lose(reason),
      back: () => {
        // Who comes back has forgotten its channels.
        if (this.end !== null) this.lose(`${wish.host} was started anew`);
      },
      gone: (reason) => {
        this.reset();
        this.lose(reason);
      },
    });
    this.late = setTimeout(() => this.fail(new DialError(`${wish.host} does not open it`)), OPEN_MS);
    signal.addEventListener('abort', this.giveUp, { once: true });
  }

  begin(): void {
    const { open, purpose } = this.wish;
    const isAsked = this.stream.ask('dial', JSON.stringify({ window: WINDOW_BYTES[purpose], open }));
    if (!isAsked) this.fail(new DialError('the fleet server is not reached'));
  }

  private readonly giveUp = (): void => {
    this.fail(new DialError('it was given up'));
  };

  private take(frame: StreamFrame): void {
    if (this.end !== null) this.end.take(frame);
    else if (frame.type === LINK.opened) this.opened(frame.payload);
    else if (frame.type === LINK.reset)
      this.fail(new DialRefused(frame.payload.toString('utf8').slice(0, 1024)), false);
  }

  private opened(payload: Buffer): void {
    const other = parseOpened(payload);
    if (other === null) {
      this.fail(new DialError(`${this.wish.host} answers with something else`));
      return;
    }
    this.settle();
    const end = new ChannelEnd(
      { send: (frame) => this.stream.send(frame), closed: () => this.stream.forget() },
      { own: WINDOW_BYTES[this.wish.purpose], other },
    );
    this.end = end;
    this.resolve(end.channel);
  }

  private unheard(): void {
    if (this.end !== null) {
      this.lose(`${this.wish.host} has no agent any more`);
      return;
    }
    const now = performance.now();
    this.unheardSince ??= now;
    if (now - this.unheardSince >= UNHEARD_MS)
      this.fail(new DialError(`${this.wish.host} has no agent any more`), false);
    else this.again = setTimeout(() => this.begin(), UNHEARD_AGAIN_MS);
  }

  private lose(reason: string): void {
    if (this.end === null) this.fail(new DialError(reason), false);
    else this.end.lose(reason);
  }

  private fail(error: Error, isToldThere = true): void {
    if (this.isOver) return;
    if (isToldThere) this.reset();
    this.settle();
    this.stream.forget();
    this.reject(error);
  }

  private reset(): void {
    this.stream.send(encodeStreamFrame(LINK.reset, 0, Buffer.from('it was given up')));
  }

  private settle(): void {
    this.isOver = true;
    clearTimeout(this.late);
    if (this.again !== null) clearTimeout(this.again);
    this.signal.removeEventListener('abort', this.giveUp);
  }
}
