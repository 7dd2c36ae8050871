// What earlier looks have read of a store, each beside the signature of the file that said it. A file with another signature is
// read again, so nothing here is ever believed over the files; the whole may be removed at any time.
import path from 'node:path';
import { ownCacheDirectory } from '../loading/ownCacheDirectory';
import type { HomePaths } from '../protocol/homePaths';
import { type CatalogueIndex, headFor, NO_INDEX, readIndex, readRow, rowSignature } from './catalogueFile';
import { realPath } from './distinctHomes';
import { isKeptLog, isKeptMetadata, type KeptPod } from './keptFacts';
import { PieceReader } from './pieceReader';
import { sharedLaunch } from './sharedLaunch';
import { type Keeping, writeCatalogue } from './writeCatalogue';

/** Of 100,000 Pods 40 MB or so; what is longer is not ours. */
const MAX_BYTES = 256 * 1024 * 1024;
/** Fewer Pods are read in no time. */
const LEAST_PODS = 64;
/** It is written again when one in so many records is not in it, or so many altogether. */
const STALE_SHARE = 32;
const STALE_COUNT = 256;

export class Catalogue {
  private constructor(
    /** Null: nothing can be kept. */
    private readonly file: string | null,
    private readonly place: string,
    private readonly kept: PieceReader | null,
    private readonly index: CatalogueIndex,
  ) {}

  /** An empty one where there is none, or none that can be read. */
  static open(home: HomePaths, env: NodeJS.ProcessEnv = process.env): Catalogue {
    const directory = ownCacheDirectory(env, 'catalogues');
    const place = realPath(home.data);
    if (directory === null) return new Catalogue(null, place, null, NO_INDEX);
    const file = path.join(directory, `${nameFor(place)}.json`);
    const kept = keptAt(file, place);
    return new Catalogue(file, place, kept, kept === null ? NO_INDEX : readIndex(kept));
  }

  /** Null: nothing that can be used is kept of it. */
  of(name: string): KeptPod | null {
    const { index, kept } = this;
    const at = index.rows.get(name);
    const row = at === undefined || kept === null ? null : readRow(kept, index, at);
    if (row === null) return null;
    const [own, signature, metadata, log = null] = row;
    if (own !== name || typeof signature !== 'string' || !isKeptMetadata(metadata)) return null;
    const { launch } = metadata;
    const shared = launch === null ? metadata : { ...metadata, launch: sharedLaunch(launch) };
    return { name, signature, metadata: shared, log: isKeptLog(log) ? log : null };
  }

  /** Of its metadata file, which could be read then: for who wants to know no more. Null: nothing is kept of it. */
  signatureOf(name: string): string | null {
    const { index, kept } = this;
    const at = index.rows.get(name);
    return at === undefined || kept === null ? null : rowSignature(kept, index, at, name);
  }

  /**
   * All of `names` in the order in which they are best looked at: first those of which it is not known when they last changed, then
   * the newest. `isFirst`: those that come first whatever is known.
   */
  inOrder(names: readonly string[], isFirst: (name: string) => boolean): readonly string[] {
    const { rows, dated } = this.index;
    const ordered: string[] = [];
    const known: (string | undefined)[] = new Array(dated);
    for (const name of names) {
      const at = rows.get(name);
      if (at === undefined || at >= dated || isFirst(name)) ordered.push(name);
      else known[at] = name;
    }
    for (const name of known) if (name !== undefined) ordered.push(name);
    return ordered;
  }

  /** Of its file; null: there is none that can be used. */
  get identity(): string | null {
    return this.kept?.identity ?? null;
  }

  /** In the order of their rows. */
  names(): Iterable<string> {
    return this.index.rows.keys();
  }

  /** From 0; null: it has none. */
  rowOf(name: string): number | null {
    return this.index.rows.get(name) ?? null;
  }

  get size(): number {
    return this.index.rows.size;
  }

  /** Whether it is worth to be written again: of so many records so many had to be read. */
  isStale(read: number, records: number): boolean {
    const stale = read + Math.abs(this.size - records);
    return records >= LEAST_PODS && (stale >= STALE_COUNT || stale * STALE_SHARE >= records);
  }

  /** Not for a few; see `writeCatalogue`. */
  *save(pods: readonly Keeping[]): Generator<void, void> {
    if (this.file !== null && pods.length >= LEAST_PODS) yield* writeCatalogue(this.file, this.place, pods);
  }
}

/** Two places with one name have one file, each in its turn: the place stands in it. */
function nameFor(place: string): string {
  let hash = 0;
  for (let at = 0; at < place.length; at += 1) hash = (Math.imul(hash, 31) + place.charCodeAt(at)) | 0;
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** Null where it is not one of this place. */
function keptAt(file: string, place: string): PieceReader | null {
  try {
    const kept = PieceReader.open(file);
    if (kept.size > MAX_BYTES) return null;
    const head = Buffer.from(`${headFor(place)}\n`);
    return kept.bytes(0, head.length)?.equals(head) ? kept : null;
  } catch {
    return null;
  }
}
