// The Pods of this machine for whoever serves them to others: facts as they change, calls, and ways to sockets and files.
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { audit, type Subscription, timer } from 'rxjs';
import type { Outcome } from '../actions/actionFailure';
import { ConnectionPool } from '../client/connectionPool';
import type { Streamed } from '../hosts/joinChannel';
import { buildPodList } from '../podList/buildPodList';
import type { PodFacts } from '../podList/podFacts';
import { podKey } from '../podList/podId';
import type { PodEntry } from '../podList/podList';
import { isDoneOnce } from '../protocol/hostDeeds';
import { type HostOpen, type HostPod, parseHostOpen } from '../protocol/hostWire';
import { directoryWatches } from '../streams/directoryWatches';
import { pauseAfter } from '../streams/gathered';
import { watchFacts } from '../streams/watchPods';
import { DeedMemory } from './deedMemory';
import { type DeedContext, doHostDeed } from './doHostDeed';
import { searchHere } from './searchHere';
import { dialHere, readHere } from './servedStreams';

/** Nobody waits longer than this for Pods that do not say how they stand, ms. */
const FIRST_LOOK_MS = 5000;
/** What was begun when a viewer went is waited for so long, ms. */
const FINISH_MS = 20_000;
/** Calls that run at a time; a viewer asks for a few. */
const MAX_CALLS = 64;

export interface ServedRequest extends Pick<DeedContext, 'places' | 'config' | 'env'> {
  /** Absolute path of the built Pod program, beside which the search's stands; missing: nothing is searched. */
  readonly podProgram?: string;
}

export class ServedPods {
  facts: PodFacts = { stored: [], live: [], problems: [], loading: true };
  /** The first look is over, or takes too long to be waited for. */
  private readonly known: Promise<void>;
  private nowKnown = (): void => {};
  private readonly over = new AbortController();
  private readonly watching: Subscription;
  private calls = 0;
  private readonly memory: DeedMemory;
  private readonly deeds = new Set<Promise<unknown>>();

  /** `told`: after each change of `facts`. */
  constructor(
    private readonly request: ServedRequest,
    told: (facts: PodFacts) => void,
  ) {
    this.memory = new DeedMemory(path.join(request.places.own.id, 'hosts', 'done'));
    this.known = new Promise((resolve) => {
      this.nowKnown = resolve;
    });
    setTimeout(FIRST_LOOK_MS, undefined, { signal: this.over.signal }).then(
      () => this.nowKnown(),
      () => {},
    );
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

  /** `token`: of a call that may come again, over whatever way; missing: it comes once. The outcome is read by who has asked. */
  async call(
    deed: string,
    pod: HostPod | null,
    args: unknown,
    say: (text: string) => void,
    token?: string,
  ): Promise<unknown> {
    if (this.calls >= MAX_CALLS) return { kind: 'failed', message: 'Too much is asked at a time.' };
    this.calls += 1;
    const { places, config, env } = this.request;
    await this.known;
    const context = { places, config, env, say, entryOf: (named: HostPod) => this.entryOf(named) };
    const act = () => doHostDeed(deed, pod, args, { ...context, ...(token !== undefined && { token }) });
    const outcome = token !== undefined && isDoneOnce(deed) ? await this.doOnce(token, act) : await act();
    this.calls -= 1;
    return outcome;
  }

  private async doOnce(token: string, act: () => Promise<Outcome>): Promise<unknown> {
    const deed = this.memory.once(token, act);
    this.deeds.add(deed);
    try {
      return await deed;
    } finally {
      this.deeds.delete(deed);
    }
  }

  /** Whoever has asked may have gone: what was begun is done, within a bound, and known to whoever asks again. */
  async finish(): Promise<void> {
    await Promise.race([Promise.allSettled(this.deeds), setTimeout(FINISH_MS, undefined, { ref: false })]);
  }

  /** A text says why there is no way. `purpose`: how much of it is to be on the way at a time. */
  async open(wanted: unknown): Promise<{ readonly streamed: Streamed; readonly purpose: 'focus' | 'tile' } | string> {
    const open = parseHostOpen(wanted);
    if (!open.ok) return `it was not understood: ${open.error}`;
    await this.known;
    const { value } = open;
    if (value.kind === 'search') return this.search(value);
    const entry = this.entryOf(value);
    if (entry === null) return 'there is no such Pod any more';
    const place = this.request.places.of(entry.id);
    if ('kind' in place) return place.message;
    const streamed = value.kind === 'pod' ? await dialHere(place, entry) : await readHere(place, entry, value);
    if (typeof streamed === 'string') return streamed;
    return { streamed, purpose: value.kind === 'pod' ? value.purpose : 'focus' };
  }

  private search(wanted: Extract<HostOpen, { readonly kind: 'search' }>): ReturnType<ServedPods['open']> {
    const { podProgram, places } = this.request;
    if (podProgram === undefined) return Promise.resolve('nothing can be searched here');
    const workerProgram = path.resolve(path.dirname(podProgram), '..', 'search', 'searchWorker.js');
    const { entries } = buildPodList(this.facts);
    const stream = searchHere({ entries, places, workerProgram }, wanted);
    return Promise.resolve({ streamed: { kind: 'file', stream }, purpose: 'focus' });
  }

  close(): void {
    this.over.abort();
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
