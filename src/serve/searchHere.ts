// The output of this machine's Pods, searched for a viewer elsewhere: hits as lines of JSON, as fast as they are taken.
import { Readable } from 'node:stream';
import type { Places } from '../places/openPlaces';
import type { PodEntry } from '../podList/podList';
import type { HostSearchWord } from '../protocol/hostSearch';
import type { HostOpen } from '../protocol/hostWire';
import { type Searched, searchFiles } from '../search/searchFiles';
import { searchPattern } from '../search/searchPattern';

type SearchOpen = Extract<HostOpen, { readonly kind: 'search' }>;

interface SearchHere {
  readonly entries: readonly PodEntry[];
  readonly places: Places;
  /** Absolute path of the built `searchWorker`. */
  readonly workerProgram: string;
}

/** Ends with the search; destroyed it ends the search. */
export function searchHere(here: SearchHere, wanted: SearchOpen): Readable {
  const over = new AbortController();
  const stream = Readable.from(wordsOf(here, wanted, over.signal), { objectMode: false });
  stream.once('close', () => over.abort());
  return stream;
}

async function* wordsOf(
  { entries, places, workerProgram }: SearchHere,
  { text, isExact }: SearchOpen,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const faults: string[] = [];
  const hits = searchFiles({
    files: filesOf(entries, places),
    pattern: searchPattern(text, isExact),
    workerProgram,
    onFault: (file, message) => faults.push(`${file} cannot be searched: ${message}`),
    signal,
  });
  for await (const batch of hits) {
    for (const { owner, at, line, column, path, kind } of batch) {
      const { place: home, name } = owner.id;
      yield wordLine({ hit: { home, name, at, line, column, path, kind } });
    }
    for (const fault of faults.splice(0)) yield wordLine({ fault });
  }
  for (const fault of faults.splice(0)) yield wordLine({ fault });
}

/** Each file once, though Pods may share a session. */
function filesOf(entries: readonly PodEntry[], places: Places): readonly Searched<PodEntry>[] {
  const files = new Map<string, Searched<PodEntry>>();
  for (const owner of entries) {
    const place = places.of(owner.id);
    for (const file of 'kind' in place ? [] : place.listOutput(owner)) {
      if (!files.has(file.path)) files.set(file.path, { ...file, owner });
    }
  }
  return [...files.values()];
}

function wordLine(word: HostSearchWord): string {
  return `${JSON.stringify(word)}\n`;
}
