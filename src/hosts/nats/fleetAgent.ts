// This host in a fleet: its Pods as records, its signs of life, and what viewers ask of it.
import { randomUUID } from 'node:crypto';
import os from 'node:os';
import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import type { Subscription as Watching } from 'rxjs';
import type { PodFacts } from '../../podList/podFacts';
import { sameValue } from '../../podList/sameValue';
import { type HostPod, LINK_PROTOCOL } from '../../protocol/hostWire';
import { hostFaultSentence } from '../hostFaultSentence';
import { AgentCalls, type DoCall } from './agentCalls';
import { AgentChannels, type OpenStreamed } from './agentChannels';
import { AgentSigns } from './agentSigns';
import { Bucket, makeBucket } from './bucket';
import { bucketFault, permissionFault, serverWarning } from './fleetFault';
import { FleetLine } from './fleetLine';
import type { FleetSpec } from './fleetSpec';
import { type Beat, type HostOwner, parseBeat, parseOwner } from './fleetWire';
import { RecordPublisher } from './recordPublisher';
import { encodeStreamMessage } from './streamFrame';
import {
  beatSubject,
  beatsOfHost,
  hostKey,
  hostKeys,
  hostsBucket,
  podsBucket,
  requestSubject,
  rollCallSubject,
  streamSubject,
} from './subjects';
import { SummaryPublisher } from './summaryPublisher';

/** Records that cannot be set up are tried again after, ms. */
const AGAIN_MS = 3000;

export interface FleetAgentRequest {
  readonly spec: FleetSpec;
  /** Of this machine in the fleet. */
  readonly host: string;
  readonly group: string | null;
  readonly hostId: string;
  /** Of podwatch here. */
  readonly version: string;
  /** The host's name may be another machine's until now. */
  readonly isReplacing: boolean;
  readonly call: DoCall;
  readonly open: OpenStreamed;
  /** For people: what has changed between us and the server, a sentence. */
  readonly say: (sentence: string) => void;
}

export class FleetAgent {
  /** Why it cannot go on, a sentence; null: it was closed. */
  readonly ended: Promise<string | null>;
  private end = (_: string | null): void => {};
  private readonly line: FleetLine;
  private readonly records: RecordPublisher;
  private readonly summary: SummaryPublisher;
  private readonly calls: AgentCalls;
  private readonly channels: AgentChannels;
  private readonly epoch = randomUUID();
  private readonly startedAt = Date.now();
  private readonly watching: Watching;
  private problems: PodFacts['problems'] = [];
  private nc: NatsConnection | null = null;
  private bucket: Bucket | null = null;
  private readonly signs: AgentSigns;
  private again: NodeJS.Timeout | null = null;
  private lastSaid = '';

  constructor(private readonly request: FleetAgentRequest) {
    const { spec, host, group, call, open } = request;
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
    this.line = new FleetLine(spec, { kind: 'agent', host });
    this.records = new RecordPublisher(group, host);
    this.summary = new SummaryPublisher(group, host);
    this.records.onFault = (error) => this.say(hostFaultSentence(bucketFault(podsBucket(spec.user), error)));
    this.signs = new AgentSigns(host, () => this.giveSign());
    this.calls = new AgentCalls(call);
    this.channels = new AgentChannels(open, (session, frame) => this.sendDown(session, frame));
    this.line.onRefused = ({ operation, subject }) => this.say(hostFaultSentence(permissionFault(operation, subject)));
    this.watching = this.line.state$.subscribe(({ nc, fault }) => {
      if (nc !== null) this.connected(nc);
      else if (fault !== null) this.cut(hostFaultSentence(fault));
    });
    this.line.begin();
  }

  /** Its Pods, and what is wrong with its homes, as they are now. */
  set(facts: PodFacts): void {
    this.records.set(facts);
    this.summary.set(facts);
    if (facts.loading || sameValue(facts.problems, this.problems)) return;
    this.problems = facts.problems;
    if (this.bucket !== null) void this.putOwner(this.bucket).catch(() => {});
  }

  /** The records of these Pods are in the bucket as the Pods are, or the time is over. */
  written(pods: readonly HostPod[], ms: number): Promise<void> {
    return this.records.written(pods, ms);
  }

  /** Says that it ends; what it has told stays. */
  async close(): Promise<void> {
    this.publish(this.beatSubject, JSON.stringify(this.sign(true)));
    this.stopWork('the agent has ended');
    this.watching.unsubscribe();
    await this.line.close();
    this.end(null);
  }

  private get beatSubject(): string {
    const { spec, group, host } = this.request;
    return beatSubject(spec.user, group, host);
  }

  private connected(nc: NatsConnection): void {
    const { spec, host } = this.request;
    this.nc = nc;
    this.say(`Connected to ${nc.getServer()} as ${host}.`);
    const warning = serverWarning(nc.info?.version ?? '');
    if (warning !== null) this.say(warning);
    const { user } = spec;
    const on = (subject: string, take: (message: Msg) => void): Subscription =>
      nc.subscribe(subject, {
        callback: (error, message) => {
          this.line.heard();
          if (error === null) take(message);
        },
      });
    on(streamSubject(user, 'up', host, '>'), (message) => {
      this.channels.take(message.subject.slice(this.upPrefix.length), message.data);
    });
    on(requestSubject(user, 'rpc', host), (message) => this.called(message));
    on(requestSubject(user, 'dial', host), (message) => {
      const session = this.sessionOf(message);
      if (session !== null) void this.channels.dial(session, message.data);
    });
    on(rollCallSubject(user), ({ data }) => this.signs.called(data));
    on(beatsOfHost(user, host), (message) => this.hearTwin(message));
    this.signs.begin();
    void this.setUpRecords(nc);
  }

  /** Nothing of the connection that was is used any more. */
  private cut(why: string): void {
    this.stopWork('the fleet server is not reached');
    this.say(why);
  }

  private stopWork(reason: string): void {
    this.nc = null;
    this.bucket = null;
    this.records.detach();
    this.summary.detach();
    this.channels.lose(reason);
    this.signs.stop();
    if (this.again !== null) clearTimeout(this.again);
    this.again = null;
  }

  /** The bucket is there, what it holds of ours is known, and becomes what our Pods are. */
  private async setUpRecords(nc: NatsConnection): Promise<void> {
    const { spec, host, group, isReplacing, hostId } = this.request;
    const name = podsBucket(spec.user);
    try {
      await makeBucket(nc, name);
      // Only viewers of very many hosts miss it.
      const hasSummaries = await makeBucket(nc, hostsBucket(spec.user)).then(
        () => true,
        () => false,
      );
      const bucket = new Bucket(nc, name);
      const found = await bucket.read(hostKeys(host), this.line.newInbox());
      if (this.nc !== nc) return;
      const ownKey = hostKey(group, host);
      const other = otherOwner(found, hostId);
      if (other !== null && !isReplacing) {
        this.end(
          `The fleet knows "${host}" as another machine (${other}). Give this one a name of its own (fleet.name), or, where it stands in its place: podwatch agent --replace`,
        );
        return;
      }
      this.bucket = bucket;
      await this.putOwner(bucket);
      const texts = [...found].flatMap(([key, { value }]) =>
        key === ownKey || value === null ? [] : [[key, Buffer.from(value).toString('utf8')] as const],
      );
      if (this.nc === nc) {
        this.records.attach(bucket, new Map(texts));
        if (hasSummaries) this.summary.attach(new Bucket(nc, hostsBucket(spec.user)));
      }
      this.giveSign();
    } catch (error) {
      if (this.nc !== nc) return;
      this.say(hostFaultSentence(bucketFault(name, error)));
      this.again = setTimeout(() => void this.setUpRecords(nc), AGAIN_MS);
    }
  }

  private async putOwner(bucket: Bucket): Promise<void> {
    const { group, host, hostId, version } = this.request;
    const problems = this.problems.slice(0, 64).map((problem) => ({ ...problem }));
    const owner: HostOwner = { hostId, hostName: os.hostname(), version, problems };
    await bucket.put(hostKey(group, host), JSON.stringify(owner));
  }

  private giveSign(): void {
    this.publish(this.beatSubject, JSON.stringify(this.sign(false)));
  }

  private sign(isLast: boolean): Beat {
    const { hostId, version } = this.request;
    const { rev, pods } = this.records;
    const self = { epoch: this.epoch, startedAt: this.startedAt, hostId, hostName: os.hostname(), version };
    return { ...self, rev, pods, protocol: [...LINK_PROTOCOL], now: Date.now(), isLast, everyMs: this.signs.everyMs };
  }

  /** Two agents of one name would take each other's records away: the later one goes. */
  private hearTwin({ data }: Msg): void {
    const beat = parseBeat(data);
    if (!beat.ok || beat.value.epoch === this.epoch || beat.value.isLast) return;
    const { startedAt, epoch, hostName } = beat.value;
    const isOlder = startedAt < this.startedAt || (startedAt === this.startedAt && epoch < this.epoch);
    // The other one is to hear of us before its next turn.
    if (!isOlder) this.signs.soon();
    else this.end(`Another agent speaks for "${this.request.host}" already, on ${hostName}.`);
  }

  private called(message: Msg): void {
    const session = this.sessionOf(message);
    if (session === null) return;
    void this.calls.take(message.data, (answer) => {
      for (const frame of encodeStreamMessage(answer)) this.sendDown(session, frame);
    });
  }

  private get upPrefix(): string {
    return streamSubject(this.request.spec.user, 'up', this.request.host, '');
  }

  /** Answers go to viewers' sessions, and nowhere else. */
  private sessionOf({ reply = '' }: Msg): string | null {
    const prefix = streamSubject(this.request.spec.user, 'dn', this.request.host, '');
    return /^[\w-]{1,64}\.\d{1,15}$/.test(reply.slice(prefix.length)) && reply.startsWith(prefix)
      ? reply.slice(prefix.length)
      : null;
  }

  private sendDown(session: string, frame: Buffer): void {
    const { spec, host } = this.request;
    this.publish(streamSubject(spec.user, 'dn', host, session), frame);
  }

  /** What is said while there is no connection is lost, as with any cut. */
  private publish(subject: string, data: string | Buffer): void {
    const { nc } = this;
    if (nc === null || nc.isClosed()) return;
    try {
      nc.publish(subject, data);
    } catch {
      // It has broken in this moment: the line says so.
    }
  }

  private say(sentence: string): void {
    if (sentence !== this.lastSaid) this.request.say(sentence);
    this.lastSaid = sentence;
  }
}

/** Null: these keys are ours, or nobody's. */
function otherOwner(found: ReadonlyMap<string, { readonly value: Uint8Array | null }>, hostId: string): string | null {
  for (const [key, { value }] of found) {
    const owner = key.endsWith('.-') && value !== null ? parseOwner(value) : null;
    if (owner?.ok === true && owner.value.hostId !== hostId) return owner.value.hostName;
  }
  return null;
}
