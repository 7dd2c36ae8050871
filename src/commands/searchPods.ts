// A text in what Pods have printed and said, sought by the threads of the search: for `grep` and for the dashboard.
import path from 'node:path';
import { Observable } from 'rxjs';
import type { OutputFile } from '../actions/listOutput';
import { displayText } from '../cells/displayText';
import type { OutputNews } from '../dashboard/loop/ports';
import type { OpenHosts } from '../places/hosts/openHosts';
import type { Place } from '../places/place';
import type { PodEntry } from '../podList/podList';
import { type Hit, type SearchBeside, type Searched, searchFiles } from '../search/searchFiles';
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

/** Where to look: in files, and in what other tools keep in forms of their own. */
export interface SearchedOutput {
  readonly files: readonly Searched<PodEntry>[];
  /** Sessions of agent CLIs that are in no file of lines. */
  readonly kept: readonly PodEntry[];
}

/** Each file once, though Pods may share a session. */
export async function searchedFiles(
  entries: readonly PodEntry[],
  placeOf: PodSearch['placeOf'],
): Promise<SearchedOutput> {
  const files = new Map<string, OutputFile & { readonly owner: PodEntry }>();
  const kept: PodEntry[] = [];
  for (const [index, owner] of entries.entries()) {
    if (index % PODS_AT_ONCE === PODS_AT_ONCE - 1) await new Promise((resolve) => setImmediate(resolve));
    const listed = placeOf(owner)?.listOutput(owner) ?? [];
    if (listed.length === 0 && owner.foreign?.kind === 'session') kept.push(owner);
    for (const file of listed) {
      if (!files.has(file.path)) files.set(file.path, { ...file, owner });
    }
  }
  return { files: [...files.values()], kept };
}

export interface SearchedPods extends Pick<PodSearch, 'podProgram'>, SearchedOutput {
  /** On other hosts. */
  readonly away?: readonly SearchBeside<PodEntry>[];
  readonly pattern: SearchPattern;
  readonly onFault: (message: string) => void;
  readonly signal: AbortSignal;
}

/** The newest first, in batches. */
export async function* searchPods(request: SearchedPods): AsyncGenerator<readonly Hit<PodEntry>[]> {
  const { files, kept, away = [], pattern, podProgram, onFault, signal } = request;
  const sessions =
    kept.length === 0
      ? null
      : (await import('./searchKeptSessions')).searchKeptSessions({ entries: kept, pattern, podProgram, onFault });
  try {
    yield* searchFiles({
      files,
      pattern,
      workerProgram: path.resolve(path.dirname(podProgram), '..', 'search', 'searchWorker.js'),
      onFault: (file, message) => onFault(`${displayText(file)} cannot be searched: ${message}`),
      beside: [...(sessions === null ? [] : [sessions]), ...away],
      signal,
    });
  } finally {
    sessions?.end();
  }
}

/** For the dashboard: unsubscribing ends its threads; never an error. */
export function searchOutput(
  entries: readonly PodEntry[],
  query: string,
  { placeOf, podProgram }: PodSearch,
  hosts: OpenHosts | null,
): Observable<OutputNews> {
  return new Observable((subscriber) => {
    const over = new AbortController();
    const run = async () => {
      const onFault = (message: string) => subscriber.next({ kind: 'fault', message });
      const output = await searchedFiles(entries, placeOf);
      if (over.signal.aborted) return;
      const pattern = searchPattern(query);
      const common = { pattern, onFault, signal: over.signal };
      const away = hosts === null ? [] : (await import('./searchHosts')).searchHosts(hosts, { ...common, entries });
      for await (const batch of searchPods({ ...output, ...common, away, podProgram })) {
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
