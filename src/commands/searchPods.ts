// A text in what Pods have printed and said, sought by the threads of the search: for `grep` and for the dashboard.
import path from 'node:path';
import { Observable } from 'rxjs';
import type { OutputFile } from '../actions/listOutput';
import { displayText } from '../cells/displayText';
import type { OutputNews } from '../dashboard/loop/ports';
import type { Place } from '../places/place';
import type { PodEntry } from '../podList/podList';
import { type Searched, searchFiles } from '../search/searchFiles';
import { type SearchPattern, searchPattern } from '../search/searchPattern';
import { errorText } from '../store/fileErrors';

/** Looked up before others have their turn. */
const PODS_AT_ONCE = 100;

interface PodSearch {
  /** Null: that place is not known. */
  readonly placeOf: (entry: PodEntry) => Pick<Place, 'listOutput'> | null;
  /** Absolute path of the Pod process' program: the threads' program stands beside it. */
  readonly podProgram: string;
}

/** Each file once, though Pods may share a session. */
export async function searchedFiles(
  entries: readonly PodEntry[],
  placeOf: PodSearch['placeOf'],
): Promise<readonly Searched<PodEntry>[]> {
  const files = new Map<string, OutputFile & { readonly owner: PodEntry }>();
  for (const [index, owner] of entries.entries()) {
    if (index % PODS_AT_ONCE === PODS_AT_ONCE - 1) await new Promise((resolve) => setImmediate(resolve));
    for (const file of placeOf(owner)?.listOutput(owner) ?? []) {
      if (!files.has(file.path)) files.set(file.path, { ...file, owner });
    }
  }
  return [...files.values()];
}

export interface SearchedPods extends Pick<PodSearch, 'podProgram'> {
  readonly files: readonly Searched<PodEntry>[];
  readonly pattern: SearchPattern;
  readonly onFault: (message: string) => void;
  readonly signal: AbortSignal;
}

/** The newest first, in batches. */
export function searchPods({ files, pattern, podProgram, onFault, signal }: SearchedPods) {
  return searchFiles({
    files,
    pattern,
    workerProgram: path.resolve(path.dirname(podProgram), '..', 'search', 'searchWorker.js'),
    onFault: (file, message) => onFault(`${displayText(file)} cannot be searched: ${message}`),
    signal,
  });
}

/** For the dashboard: unsubscribing ends its threads; never an error. */
export function searchOutput(
  entries: readonly PodEntry[],
  query: string,
  { placeOf, podProgram }: PodSearch,
): Observable<OutputNews> {
  return new Observable((subscriber) => {
    const over = new AbortController();
    const run = async () => {
      const onFault = (message: string) => subscriber.next({ kind: 'fault', message });
      const files = await searchedFiles(entries, placeOf);
      if (over.signal.aborted) return;
      const pattern = searchPattern(query);
      for await (const batch of searchPods({ files, pattern, podProgram, onFault, signal: over.signal })) {
        const hits = batch.map(({ owner, at, line, column, path: source, kind }) => {
          return { key: owner.key, at, line, column, source, kind };
        });
        if (hits.length > 0) subscriber.next({ kind: 'hits', hits });
      }
    };
    void run()
      .catch((error: unknown) => subscriber.next({ kind: 'fault', message: errorText(error) }))
      .finally(() => subscriber.complete());
    return () => over.abort();
  });
}
