// The Pods of this machine for whoever serves them to others: facts as they change, calls, and ways to sockets and files.
import { audit, type Subscription, timer } from 'rxjs';
import type { Outcome } from '../actions/actionFailure';
import { ConnectionPool } from '../client/connectionPool';
import type { Streamed } from '../hosts/joinChannel';
import { buildPodList } from '../podList/buildPodList';
import type { PodFacts } from '../podList/podFacts';
import { podKey } from '../podList/podId';
import type { PodEntry } from '../podList/podList';
import { type HostPod, parseHostOpen } from '../protocol/hostWire';
import { directoryWatches } from '../streams/directoryWatches';
import { pauseAfter } from '../streams/gathered';
import { watchFacts } from '../streams/watchPods';
import { type DeedContext, doHostDeed } from './doHostDeed';
import { dialHere, readHere } from './servedStreams';

/** Nobody waits longer than this for Pods that do not say how they stand, ms. */
const FIRST_LOOK_MS = 5000;
/** Calls that run at a time; a viewer asks for a few. */
const MAX_CALLS = 64;

export type ServedRequest = Pick<DeedContext, 'places' | 'config' | 'env'>;

export class ServedPods {
  facts: PodFacts = { stored: [], live: [], problems: [], loading: true };
  /** The first look is over, or takes too long to be waited for. */
  private readonly known: Promise<void>;
  private nowKnown = (): void => {};
  private readonly patience: NodeJS.Timeout;
  private readonly watching: Subscription;
  private calls = 0;

  /** `told`: after each change of `facts`. */
  constructor(
    private readonly request: ServedRequest,
    told: (facts: PodFacts) => void,
  ) {
    this.known = new Promise((resolve) => {
      this.nowKnown = resolve;
    });
    this.patience = setTimeout(() => this.nowKnown(), FIRST_LOOK_MS);
    let costMs = 0;
    this.watching = watchFacts(request.places.all, { changes: directoryWatches(), pool: new ConnectionPool() })
      .pipe(audit(() => timer(pauseAfter(costMs))))
      .subscribe((facts) => {
        const before = performance.now();
        this.facts = facts;
        if (!facts.loading) this.nowKnown();
        told(facts);
        costMs = performance.now() - before;
      });
  }

  async call(deed: string, pod: HostPod | null, args: unknown, say: (text: string) => void): Promise<Outcome> {
    if (this.calls >= MAX_CALLS) return { kind: 'failed', message: 'Too much is asked at a time.' };
    this.calls += 1;
    const { places, config, env } = this.request;
    await this.known;
    const context = { places, config, env, say, entryOf: (named: HostPod) => this.entryOf(named) };
    const outcome = await doHostDeed(deed, pod, args, context);
    this.calls -= 1;
    return outcome;
  }

  /** A text says why there is no way. `purpose`: how much of it is to be on the way at a time. */
  async open(wanted: unknown): Promise<{ readonly streamed: Streamed; readonly purpose: 'focus' | 'tile' } | string> {
    const open = parseHostOpen(wanted);
    if (!open.ok) return `it was not understood: ${open.error}`;
    await this.known;
    const { value } = open;
    const entry = this.entryOf(value);
    if (entry === null) return 'there is no such Pod any more';
    const place = this.request.places.of(entry.id);
    if ('kind' in place) return place.message;
    const streamed = value.kind === 'pod' ? await dialHere(place, entry) : await readHere(place, entry, value);
    if (typeof streamed === 'string') return streamed;
    return { streamed, purpose: value.kind === 'pod' ? value.purpose : 'focus' };
  }

  close(): void {
    clearTimeout(this.patience);
    this.watching.unsubscribe();
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
