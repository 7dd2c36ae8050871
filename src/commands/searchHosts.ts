// The output of a host's Pods, searched there: its hits come beside those of this machine.
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { displayText } from '../cells/displayText';
import type { OpenHost, OpenHosts } from '../places/hosts/openHosts';
import { podKey } from '../podList/podId';
import type { PodEntry } from '../podList/podList';
import { hostOf, placeOnHost } from '../podList/podPlace';
import { MAX_SEARCH_LINE, parseSearchWord } from '../protocol/hostSearch';
import { LineDecoder } from '../protocol/lineDecoder';
import type { Hit, SearchBeside } from '../search/searchFiles';
import type { SearchPattern } from '../search/searchPattern';

/** Hits of this machine wait for those of a host no longer, ms. */
const PATIENCE_MS = 3000;

/** What a host says of a wish that it does not know. */
const NOT_UNDERSTOOD = 'it was not understood';

interface HostSearch {
  readonly host: OpenHost;
  /** Only hits of these count. */
  readonly entries: readonly PodEntry[];
  readonly pattern: SearchPattern;
  readonly onFault: (message: string) => void;
  readonly signal: AbortSignal;
}

/** One for each host that some of the entries are on. */
export function searchHosts(hosts: OpenHosts, search: Omit<HostSearch, 'host'>): readonly HostSearching[] {
  const names = new Set(search.entries.map(({ id }) => hostOf(id)));
  return [...names].flatMap((name) => {
    const host = name === null ? null : hosts.named(name);
    const entries = search.entries.filter(({ id }) => hostOf(id) === name);
    return host === null ? [] : [new HostSearching({ ...search, host, entries })];
  });
}

class HostSearching implements SearchBeside<PodEntry> {
  newest = Number.POSITIVE_INFINITY;
  isDone = false;
  private readonly byKey: ReadonlyMap<string, PodEntry>;
  private readonly lines = new LineDecoder(MAX_SEARCH_LINE);
  private chunks: AsyncIterator<unknown> | null = null;
  private pending: Promise<IteratorResult<unknown>> | null = null;

  constructor(private readonly search: HostSearch) {
    this.byKey = new Map(search.entries.map((entry) => [podKey(entry.id), entry]));
  }

  async next(): Promise<readonly Hit<PodEntry>[]> {
    try {
      return await this.more();
    } catch (error) {
      this.end(error instanceof Error ? error.message : String(error));
      return [];
    }
  }

  private async more(): Promise<readonly Hit<PodEntry>[]> {
    this.chunks ??= (await this.open())[Symbol.asyncIterator]();
    this.pending ??= this.chunks.next();
    const late = setTimeout(PATIENCE_MS, null, { ref: false });
    const came = await Promise.race([this.pending, late]);
    if (came === null) {
      // The others need not wait for what may come.
      this.newest = 0;
      return [];
    }
    this.pending = null;
    if (came.done === true) {
      this.isDone = true;
      return [];
    }
    if (Buffer.isBuffer(came.value)) this.lines.push(came.value);
    return this.hits();
  }

  private async open(): Promise<Readable> {
    const { host, pattern, signal } = this.search;
    const late = setTimeout(PATIENCE_MS, null, { ref: false });
    const session = await Promise.race([host.link.session(), late]);
    if (session === null) throw new Error('it has not answered in time');
    if ('kind' in session) throw new Error(session.message);
    const dial = session.dial({ kind: 'search', text: pattern.text, isExact: pattern.isExact }, 'focus');
    const channel = await dial(signal);
    signal.addEventListener('abort', () => channel.destroy(), { once: true });
    return channel;
  }

  private hits(): readonly Hit<PodEntry>[] {
    const hits: Hit<PodEntry>[] = [];
    const { host, onFault } = this.search;
    for (let next = this.lines.nextLine(); next !== null; next = this.lines.nextLine()) {
      const word = next === 'overflow' ? null : parseSearchWord(next.line);
      if (word === null || !word.ok) continue;
      if ('fault' in word.value) onFault(displayText(`${host.name}: ${word.value.fault}`));
      else {
        const { home, name, ...found } = word.value.hit;
        const owner = this.byKey.get(podKey({ place: placeOnHost(host.name, home), name }));
        this.newest = Math.min(this.newest, found.at);
        if (owner !== undefined) hits.push({ ...found, owner });
      }
    }
    return hits;
  }

  private end(why: string): void {
    this.isDone = true;
    if (this.search.signal.aborted) return;
    const words = why.startsWith(NOT_UNDERSTOOD) ? 'podwatch there is older than that: update it' : why;
    this.search.onFault(displayText(`The output of ${this.search.host.name} is not searched to its end: ${words}`));
  }
}
