// Everything that a bucket holds and every change of it, until it is stopped or what comes has a gap.
import { type ConsumerConfig, jetstreamManager } from '@nats-io/jetstream';
import { type Msg, type NatsConnection, nanos, nuid } from '@nats-io/transport-node';
import { bucketStream } from './subjects';

/** The server gives a sign at least so often, ms; it keeps what nobody listens to for as long. */
const HEARTBEAT_MS = 5000;
/** Without one for so long the watch is dead, ms. */
const SILENT_MS = 3 * HEARTBEAT_MS;
const API_MS = 5000;

export interface BucketEntry {
  readonly key: string;
  /** Null: it has been deleted. */
  readonly value: Uint8Array | null;
  /** Of the bucket: grows with each change. */
  readonly seq: number;
  /** Unix ms by the server's clock. */
  readonly at: number;
}

export interface BucketListener {
  readonly entry: (entry: BucketEntry) => void;
  /** Everything that was there at the beginning has come; also where that is nothing. */
  readonly known: () => void;
  /** Nothing more comes: watch anew. Not called after `stop`. */
  readonly broken: (reason: string) => void;
}

export interface BucketWatch {
  /** Nothing of it is left, on the server neither. */
  stop(): Promise<void>;
  /** The connection is gone: the server forgets it by itself. */
  abandon(): void;
}

export interface WatchRequest {
  readonly nc: NatsConnection;
  readonly bucket: string;
  /** Keys, with `*` and `>`; at least one. */
  readonly filters: readonly string[];
  /** A subject of our own, to which nobody else listens. */
  readonly inbox: string;
}

/** @throws errors of JetStream's client; see `bucketFault`. */
export async function openBucketWatch(
  { nc, bucket, filters, inbox }: WatchRequest,
  listener: BucketListener,
): Promise<BucketWatch> {
  const stream = bucketStream(bucket);
  const prefix = `$KV.${bucket}.`;
  const manager = await jetstreamManager(nc, { checkAPI: false, timeout: API_MS });
  const reading = new Reading(prefix, listener);
  const subscription = nc.subscribe(inbox, {
    callback: (error, message) => (error === null ? reading.take(message) : reading.break(error.message)),
  });
  const [filter = '>', ...more] = filters;
  const config: Partial<ConsumerConfig> = {
    name: `podwatch_${nuid.next()}`,
    deliver_subject: inbox,
    deliver_policy: 'last_per_subject',
    ack_policy: 'none',
    replay_policy: 'instant',
    ...(more.length === 0
      ? { filter_subject: prefix + filter }
      : { filter_subjects: filters.map((each) => prefix + each) }),
    flow_control: true,
    idle_heartbeat: nanos(HEARTBEAT_MS),
    inactive_threshold: nanos(HEARTBEAT_MS),
    mem_storage: true,
    num_replicas: 1,
  };
  try {
    const { name, num_pending } = await manager.consumers.add(stream, config);
    reading.begin(num_pending);
    return {
      abandon: () => reading.stop(),
      stop: async () => {
        reading.stop();
        if (nc.isClosed()) return;
        subscription.unsubscribe();
        await manager.consumers.delete(stream, name).catch(() => {});
      },
    };
  } catch (error) {
    reading.stop();
    if (!nc.isClosed()) subscription.unsubscribe();
    throw error;
  }
}

class Reading {
  private delivered = 0;
  private isKnown = false;
  private isOver = false;
  private lastHeardAt = performance.now();
  private readonly look: NodeJS.Timeout;

  constructor(
    private readonly prefix: string,
    private readonly listener: BucketListener,
  ) {
    this.look = setInterval(() => {
      if (performance.now() - this.lastHeardAt > SILENT_MS) this.break('the watch of the records is silent');
    }, HEARTBEAT_MS);
  }

  /** An empty bucket says nothing at all: that there is nothing is known from the start. */
  begin(pending: number): void {
    if (pending === 0) this.nowKnown();
  }

  take(message: Msg): void {
    this.lastHeardAt = performance.now();
    if (this.isOver) return;
    if (message.headers?.code === 100) {
      answerFlowControl(message);
      return;
    }
    const info = deliveryOf(message);
    if (info === null) return;
    if (info.sequence !== this.delivered + 1) {
      this.break('the watch of the records has a gap');
      return;
    }
    this.delivered = info.sequence;
    const operation = message.headers?.get('KV-Operation') ?? '';
    const at = Math.floor(info.nanos / 1e6);
    const value = operation === '' ? message.data : null;
    this.listener.entry({ key: message.subject.slice(this.prefix.length), value, seq: info.streamSequence, at });
    if (info.pending === 0) this.nowKnown();
  }

  break(reason: string): void {
    if (this.isOver) return;
    this.stop();
    this.listener.broken(reason);
  }

  stop(): void {
    this.isOver = true;
    clearInterval(this.look);
  }

  private nowKnown(): void {
    if (this.isKnown || this.isOver) return;
    this.isKnown = true;
    this.listener.known();
  }
}

/** The server waits for a word before it sends more. */
function answerFlowControl(message: Msg): void {
  const stalled = message.headers?.get('Nats-Consumer-Stalled') ?? '';
  if (stalled !== '') message.respond(undefined, { reply: stalled });
  else if (message.reply) message.respond();
}

interface Delivery {
  readonly sequence: number;
  readonly streamSequence: number;
  readonly nanos: number;
  readonly pending: number;
}

/**
 * From the subject that an answer would go to (NATS, "Model deep dive", acknowledgements):
 * `$JS.ACK.[DOMAIN.ACCOUNT.]STREAM.CONSUMER.TRIES.STREAM_SEQUENCE.SEQUENCE.NANOS.PENDING[.RANDOM]`.
 */
function deliveryOf({ reply = '' }: Msg): Delivery | null {
  const tokens = reply.split('.');
  if (tokens[0] !== '$JS' || tokens[1] !== 'ACK' || tokens.length < 9) return null;
  const from = tokens.length === 9 ? 5 : 7;
  const [streamSequence = Number.NaN, sequence = Number.NaN, nanos = Number.NaN, pending = Number.NaN] = tokens
    .slice(from, from + 4)
    .map(Number);
  return [streamSequence, sequence, nanos, pending].every(Number.isFinite)
    ? { streamSequence, sequence, nanos, pending }
    : null;
}
