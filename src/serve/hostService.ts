// The Pods of this machine for one viewer on another: facts as they change, calls, and channels to sockets and files.
import os from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { audit, type Subscription, timer } from 'rxjs';
import type { Outcome } from '../actions/actionFailure';
import { ConnectionPool } from '../client/connectionPool';
import { FactDeltas } from '../hosts/factDeltas';
import { hostId } from '../hosts/hostId';
import type { LinkChannel } from '../hosts/linkChannel';
import { LinkMux } from '../hosts/linkMux';
import { buildPodList } from '../podList/buildPodList';
import type { PodFacts } from '../podList/podFacts';
import { podKey } from '../podList/podId';
import type { PodEntry } from '../podList/podList';
import {
  type HostHello,
  type HostPod,
  LINK_PROTOCOL,
  parseHostOpen,
  parseToHost,
  type ToHost,
} from '../protocol/hostWire';
import { directoryWatches } from '../streams/directoryWatches';
import { pauseAfter } from '../streams/gathered';
import { watchFacts } from '../streams/watchPods';
import { type DeedContext, doHostDeed } from './doHostDeed';
import { dialHere, readHere, type Streamed } from './servedStreams';

/** A viewer gives a sign every second or two; one that is silent for so long is gone, ms. */
const SILENT_MS = 45_000;
const LOOK_MS = 5000;
/** Nobody waits longer than this for Pods that do not say how they stand, ms. */
const FIRST_LOOK_MS = 5000;
/** Calls that run at a time; a viewer asks for a few. */
const MAX_CALLS = 64;

export interface ServiceRequest extends Pick<DeedContext, 'places' | 'config' | 'env'> {
  readonly input: Readable;
  readonly output: Writable;
  /** Of podwatch here. */
  readonly version: string;
}

export class HostService {
  /** Resolves when the viewer has gone, or is given up. */
  readonly ended: Promise<void>;
  private end = (): void => {};
  /** The first look is over, or takes too long to be waited for. */
  private readonly known: Promise<void>;
  private nowKnown = (): void => {};
  private readonly mux: LinkMux;
  private readonly deltas = new FactDeltas();
  private facts: PodFacts = { stored: [], live: [], problems: [], loading: true };
  private isBehind = false;
  private isWatched = false;
  private calls = 0;
  private lastHeardAt = performance.now();
  private readonly watching: Subscription;

  constructor(private readonly request: ServiceRequest) {
    const { input, output, places } = request;
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
    this.known = new Promise((resolve) => {
      this.nowKnown = resolve;
    });
    const patience = setTimeout(() => this.nowKnown(), FIRST_LOOK_MS);
    this.mux = new LinkMux(output, {
      message: (text) => this.take(text),
      opening: (channel, wanted) => void this.open(channel, wanted),
      drained: () => {
        if (this.isBehind) this.tell();
      },
      fault: () => this.end(),
    });
    input.on('data', (chunk: Buffer) => {
      this.lastHeardAt = performance.now();
      this.mux.take(chunk);
    });
    input
      .on('end', () => this.end())
      .on('error', () => this.end())
      .on('close', () => this.end());
    output.on('error', () => this.end()).on('close', () => this.end());
    this.mux.say(this.hello());
    this.watching = this.watchAll(places.all);
    const silence = setInterval(() => {
      if (performance.now() - this.lastHeardAt > SILENT_MS) this.end();
    }, LOOK_MS);
    void this.ended.then(() => {
      clearInterval(silence);
      clearTimeout(patience);
      this.watching.unsubscribe();
      this.mux.close('podwatch serve has ended');
    });
  }

  private watchAll(sources: ServiceRequest['places']['all']): Subscription {
    let costMs = 0;
    return watchFacts(sources, { changes: directoryWatches(), pool: new ConnectionPool() })
      .pipe(audit(() => timer(pauseAfter(costMs))))
      .subscribe((facts) => {
        const before = performance.now();
        this.facts = facts;
        if (!facts.loading) this.nowKnown();
        this.tell();
        costMs = performance.now() - before;
      });
  }

  private hello(): HostHello {
    const { env, version, places } = this.request;
    return {
      kind: 'hello',
      protocol: [...LINK_PROTOCOL],
      version,
      features: [],
      hostId: hostId(places.own.id),
      hostName: os.hostname(),
      home: env.HOME ?? '',
      now: Date.now(),
      pid: process.pid,
    };
  }

  private take(text: string): void {
    const parsed = parseToHost(text);
    // Of a later version: whoever waits for an answer has a bound on it.
    if (parsed.ok) this.hear(parsed.value);
  }

  private hear(message: ToHost): void {
    if (message.kind === 'watch') {
      this.isWatched = true;
      this.tell();
    } else if (message.kind === 'call') {
      void this.call(message.id, message.deed, message.pod, message.args);
    }
  }

  /** What has changed, once the viewer has taken what it was told before. */
  private tell(): void {
    this.isBehind = !this.mux.isClear;
    if (!this.isWatched || this.isBehind) return;
    for (const message of this.deltas.since(this.facts)) this.mux.say(message);
  }

  private async call(id: number, deed: string, pod: HostPod | null, args: unknown): Promise<void> {
    if (this.calls >= MAX_CALLS) {
      this.mux.say({ kind: 'answer', id, outcome: { kind: 'failed', message: 'Too much is asked at a time.' } });
      return;
    }
    this.calls += 1;
    const { places, config, env } = this.request;
    const say = (text: string) => this.mux.say({ kind: 'said', id, text });
    const outcome: Outcome = await this.known.then(() =>
      doHostDeed(deed, pod, args, { places, config, env, say, entryOf: (named) => this.entryOf(named) }),
    );
    this.calls -= 1;
    this.mux.say({ kind: 'answer', id, outcome });
  }

  private async open(channel: number, wanted: unknown): Promise<void> {
    const open = parseHostOpen(wanted);
    if (!open.ok) return this.mux.refuse(channel, `it was not understood: ${open.error}`);
    await this.known;
    const entry = this.entryOf(open.value);
    if (entry === null) return this.mux.refuse(channel, 'there is no such Pod any more');
    const place = this.request.places.of(entry.id);
    if ('kind' in place) return this.mux.refuse(channel, place.message);
    const { value } = open;
    const found = value.kind === 'pod' ? await dialHere(place, entry) : await readHere(place, entry, value);
    if (typeof found === 'string') return this.mux.refuse(channel, found);
    const accepted = this.mux.accept(channel, value.kind === 'pod' ? value.purpose : 'focus');
    if (accepted === null) found.stream.destroy();
    else join(accepted, found);
  }

  private entryOf({ home, name }: HostPod): PodEntry | null {
    const key = podKey({ place: home, name });
    const ofPod = {
      ...this.facts,
      stored: this.facts.stored.filter(({ id }) => podKey(id) === key),
      live: this.facts.live.filter(({ id }) => podKey(id) === key),
    };
    return buildPodList(ofPod).entries[0] ?? null;
  }
}

function join(channel: LinkChannel, { kind, stream }: Streamed): void {
  stream.on('error', (error) => channel.destroy(error));
  channel.on('error', () => stream.destroy());
  stream.on('close', () => {
    if (!channel.writableEnded) channel.destroy();
  });
  channel.on('close', () => stream.destroy());
  stream.pipe(channel);
  if (kind === 'socket') channel.pipe(stream);
  else channel.resume();
}
