// All Pods of a home in one go, where none of them can be live: for who looks once, and needs no streams then.
import type { StoredPod } from '../podList/podFacts';
import type { HomePaths } from '../protocol/homePaths';
import { Catalogue } from './catalogue';
import type { KeptPod } from './keptFacts';
import { podDirectoriesIn, possibleSockets } from './possibleSockets';
import { type ReadPod, readStopped } from './readStopped';
import { unchangedPod } from './unchangedPod';
import type { Keeping } from './writeCatalogue';

/** Fewer records are read as fast as a catalogue is. */
const FEW = 64;
/** What takes longer, ms, others read bit by bit, and within a bound: reading, and all of it where nothing has to be read. */
const READING_MS = 1000;
const LONGEST_MS = 5000;

interface StoppedPods {
  readonly stored: readonly StoredPod[];
  /** Keeps what was read for the next look, where that is worth it: to be called when all else is done. */
  readonly keep: () => void;
}

/**
 * As a whole look gives them. Null: only that can tell, because a Pod may be live (an entry, a runtime directory or a holder
 * says so), a file was being written, or reading takes long.
 */
export function stoppedPods(home: HomePaths): StoppedPods | null {
  if (possibleSockets(home)?.length !== 0) return null;
  const names = podDirectoriesIn(home.pods);
  if (names === null) return null;
  const catalogue = names.length < FEW ? null : Catalogue.open(home);
  const begunAt = performance.now();
  const stored: StoredPod[] = [];
  const kept: KeptPod[] = [];
  let read = 0;
  // From the catalogue's beginning to its end.
  for (const name of catalogue === null ? names : catalogue.inOrder(names, () => false)) {
    const known = catalogue?.of(name) ?? null;
    const found = foundPod(home, name, known, performance.now() - begunAt);
    if (found === 'unsure') return null;
    if (found === null) continue;
    if (found.isRead) read += 1;
    stored.push(found.stored);
    if (found.kept !== null) kept.push(found.kept);
  }
  return { stored, keep: () => keep(catalogue, kept, read, stored.length) };
}

/** Null: it is no Pod. `spentMs`: on all before. */
function foundPod(home: HomePaths, name: string, known: KeptPod | null, spentMs: number): ReadPod | null | 'unsure' {
  if (spentMs > LONGEST_MS) return 'unsure';
  const unchanged = known === null ? null : unchangedPod(home, known);
  if (unchanged !== null) return { stored: unchanged, kept: known, isRead: false };
  return spentMs > READING_MS ? 'unsure' : readStopped(home, name, known);
}

function keep(catalogue: Catalogue | null, pods: readonly KeptPod[], read: number, records: number): void {
  if (catalogue === null || !catalogue.isStale(read, records)) return;
  const keeping = pods.map((kept): Keeping => ({ kept }));
  for (const _ of catalogue.save(keeping));
}
