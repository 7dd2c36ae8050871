// A bucket of the fleet as its owner uses it: made where it is missing, written to and read.
import { type JetStreamClient, jetstream, jetstreamManager, type StreamConfig } from '@nats-io/jetstream';
import { headers, type NatsConnection } from '@nats-io/transport-node';
import { type BucketEntry, openBucketWatch } from './bucketWatch';
import { bucketStream } from './subjects';

/** A write is answered within, ms; it is tried again then. */
const PUT_MS = 1000;
const API_MS = 5000;
/** All keys of one host, ms. */
const READ_MS = 10_000;
/** What has been deleted is remembered for watches that were cut meanwhile, where the server can forget (2.11 and later). */
const MARKER_TTL = '1h';
/** What is written to a bucket is short, bytes. */
const MAX_VALUE_BYTES = 16 * 1024;

/** As the key-value buckets of NATS are (ADR-8), so that its tools read them too. */
function streamConfig(bucket: string): Partial<StreamConfig> & { readonly name: string } {
  return {
    name: bucketStream(bucket),
    subjects: [`$KV.${bucket}.>`],
    max_msgs_per_subject: 1,
    max_msg_size: MAX_VALUE_BYTES,
    retention: 'limits',
    storage: 'file',
    discard: 'new',
    allow_rollup_hdrs: true,
    deny_delete: true,
    allow_direct: true,
    // Servers before 2.11 pass it over.
    allow_msg_ttl: true,
    num_replicas: 1,
  };
}

/** @throws errors of JetStream's client; see `bucketFault`. */
export async function makeBucket(nc: NatsConnection, bucket: string): Promise<void> {
  const manager = await jetstreamManager(nc, { checkAPI: false, timeout: API_MS });
  try {
    await manager.streams.info(bucketStream(bucket));
  } catch (error) {
    if (!isMissingStream(error)) throw error;
    await manager.streams.add(streamConfig(bucket));
  }
}

/** Whether its server lets what has been deleted be forgotten; false also where nobody can say. */
async function canForget(nc: NatsConnection, bucket: string): Promise<boolean> {
  try {
    const manager = await jetstreamManager(nc, { checkAPI: false, timeout: API_MS });
    return (await manager.streams.info(bucketStream(bucket))).config.allow_msg_ttl === true;
  } catch {
    return false;
  }
}

function isMissingStream(error: unknown): boolean {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : null;
  return code === 10059 || (error instanceof Error && error.message === 'stream not found');
}

export class Bucket {
  private readonly client: JetStreamClient;
  private forgets: Promise<boolean> | null = null;

  constructor(
    private readonly nc: NatsConnection,
    private readonly name: string,
  ) {
    this.client = jetstream(nc, { timeout: PUT_MS });
  }

  /** @returns the bucket's number of this change. @throws where it is not answered in time, too. */
  async put(key: string, value: string): Promise<number> {
    return (await this.client.publish(`$KV.${this.name}.${key}`, value)).seq;
  }

  /** The same. */
  async delete(key: string): Promise<number> {
    const mark = headers();
    mark.set('KV-Operation', 'DEL');
    this.forgets ??= canForget(this.nc, this.name);
    if (await this.forgets) mark.set('Nats-TTL', MARKER_TTL);
    return (await this.client.publish(`$KV.${this.name}.${key}`, '', { headers: mark })).seq;
  }

  /** What there is now of these keys, deleted ones aside. @throws */
  async read(filter: string, inbox: string): Promise<ReadonlyMap<string, BucketEntry>> {
    const found = new Map<string, BucketEntry>();
    const request = { nc: this.nc, bucket: this.name, filters: [filter], inbox };
    let late: NodeJS.Timeout | undefined;
    let broken = (_: Error): void => {};
    const whole = new Promise<void>((resolve, reject) => {
      broken = reject;
      late = setTimeout(() => reject(new Error('it does not tell what it holds')), READ_MS);
      void openBucketWatch(request, {
        entry: (entry) => {
          if (entry.value === null) found.delete(entry.key);
          else found.set(entry.key, entry);
        },
        known: resolve,
        broken: (reason) => reject(new Error(reason)),
      }).then(
        (watch) => void whole.catch(() => {}).then(() => watch.stop()),
        (error: Error) => broken(error),
      );
    });
    try {
      await whole;
    } finally {
      clearTimeout(late);
    }
    return found;
  }
}
