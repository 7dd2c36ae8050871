// The Pods of this machine for one viewer on another: facts as they change, calls, and channels to sockets and files.
import os from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { FactDeltas } from '../hosts/factDeltas';
import { hostId } from '../hosts/hostId';
import { joinChannel } from '../hosts/joinChannel';
import { LinkMux } from '../hosts/linkMux';
import { type HostHello, LINK_PROTOCOL, parseToHost, type ToHost } from '../protocol/hostWire';
import { ServedPods, type ServedRequest } from './servedPods';

/** A viewer gives a sign every second or two; one that is silent for so long is gone, ms. */
const SILENT_MS = 45_000;
const LOOK_MS = 5000;

export interface ServiceRequest extends ServedRequest {
  readonly input: Readable;
  readonly output: Writable;
  /** Of podwatch here. */
  readonly version: string;
}

export class HostService {
  /** Resolves when the viewer has gone, or is given up. */
  readonly ended: Promise<void>;
  private end = (): void => {};
  private readonly mux: LinkMux;
  private readonly deltas = new FactDeltas();
  private readonly pods: ServedPods;
  private isBehind = false;
  private isWatched = false;
  private lastHeardAt = performance.now();

  constructor(private readonly request: ServiceRequest) {
    const { input, output } = request;
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
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
    this.pods = new ServedPods(request, () => this.tell());
    const silence = setInterval(() => {
      if (performance.now() - this.lastHeardAt > SILENT_MS) this.end();
    }, LOOK_MS);
    void this.ended.then(() => {
      clearInterval(silence);
      this.pods.close();
      this.mux.close('podwatch serve has ended');
    });
  }

  /** Once it has ended: what its viewer has begun is done. */
  finish(): Promise<void> {
    return this.pods.finish();
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
      void this.call(message);
    }
  }

  /** What has changed, once the viewer has taken what it was told before. */
  private tell(): void {
    this.isBehind = !this.mux.isClear;
    if (!this.isWatched || this.isBehind) return;
    for (const message of this.deltas.since(this.pods.facts)) this.mux.say(message);
  }

  private async call({ id, deed, pod, args, token }: Extract<ToHost, { readonly kind: 'call' }>): Promise<void> {
    const say = (text: string) => this.mux.say({ kind: 'said', id, text });
    const outcome = await this.pods.call(deed, pod, args, say, token);
    this.mux.say({ kind: 'answer', id, outcome });
  }

  private async open(channel: number, wanted: unknown): Promise<void> {
    const found = await this.pods.open(wanted);
    if (typeof found === 'string') return this.mux.refuse(channel, found);
    const accepted = this.mux.accept(channel, found.purpose);
    if (accepted === null) found.streamed.stream.destroy();
    else joinChannel(accepted, found.streamed);
  }
}
