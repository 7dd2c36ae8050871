// The channels that viewers have to the Pods of this host.
import { joinChannel, type Streamed } from '../joinChannel';
import { LINK } from '../linkFrame';
import { WINDOW_BYTES } from '../linkMux';
import { ChannelEnd } from './channelEnd';
import { parseDial } from './fleetWire';
import { decodeStreamFrame, encodeStreamFrame } from './streamFrame';

const MAX_CHANNELS = 1024;
const MAX_REASON_BYTES = 1024;

/** A text says why there is no way. */
export type OpenStreamed = (
  wanted: unknown,
) => Promise<{ readonly streamed: Streamed; readonly purpose: keyof typeof WINDOW_BYTES } | string>;

export class AgentChannels {
  private readonly channels = new Map<string, ChannelEnd>();
  private readonly opening = new Set<string>();

  /** `send`: to the viewer of a session. */
  constructor(
    private readonly open: OpenStreamed,
    private readonly send: (session: string, frame: Buffer) => void,
  ) {}

  /** A viewer wants a channel. */
  async dial(session: string, data: Uint8Array): Promise<void> {
    const dial = parseDial(data);
    // Asked twice, it is opened once.
    if (this.channels.has(session) || this.opening.has(session)) return;
    if (!dial.ok) {
      this.refuse(session, `it was not understood: ${dial.error}`);
      return;
    }
    if (this.channels.size + this.opening.size >= MAX_CHANNELS) {
      this.refuse(session, 'too many are open');
      return;
    }
    this.opening.add(session);
    const found = await this.open(dial.value.open);
    // Given up meanwhile, by the viewer or with the server.
    const isWanted = this.opening.delete(session);
    if (typeof found === 'string') {
      if (isWanted) this.refuse(session, found);
      return;
    }
    if (!isWanted) {
      found.streamed.stream.on('error', () => {});
      found.streamed.stream.destroy();
      return;
    }
    const own = WINDOW_BYTES[found.purpose];
    const end = new ChannelEnd(
      { send: (frame) => this.send(session, frame), closed: () => this.channels.delete(session) },
      { own, other: dial.value.window },
    );
    this.channels.set(session, end);
    this.send(session, encodeStreamFrame(LINK.opened, 0, Buffer.from(JSON.stringify({ window: own }))));
    joinChannel(end.channel, found.streamed);
  }

  take(session: string, data: Uint8Array): void {
    const frame = decodeStreamFrame(data);
    if (frame === null) return;
    const end = this.channels.get(session);
    if (end !== undefined) end.take(frame);
    else if (frame.type === LINK.reset) this.opening.delete(session);
    else if (frame.type === LINK.data || frame.type === LINK.ping) {
      if (!this.opening.has(session)) this.refuse(session, 'there is no such channel any more');
    }
  }

  /** The way to all of them is gone. */
  lose(reason: string): void {
    this.opening.clear();
    for (const end of [...this.channels.values()]) end.lose(reason);
  }

  private refuse(session: string, reason: string): void {
    this.send(session, encodeStreamFrame(LINK.reset, 0, Buffer.from(reason).subarray(0, MAX_REASON_BYTES)));
  }
}
