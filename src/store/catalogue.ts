// What earlier looks have read of a store, each beside the signature of the file that said it. A file with another signature is
// read again, so nothing here is ever believed over the files; the whole may be removed at any time.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ownCacheDirectory } from '../loading/ownCacheDirectory';
import type { HomePaths } from '../protocol/homePaths';
import { realPath } from './distinctHomes';
import { isKeptLog, isKeptMetadata, type KeptPod } from './keptFacts';

/** Another one is not read: raised with every change of what is kept, or of what is read out of the files. */
const VERSION = 1;
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
    private readonly rows: ReadonlyMap<string, readonly unknown[]>,
  ) {}

  /** An empty one where there is none, or none that can be read. */
  static open(home: HomePaths, env: NodeJS.ProcessEnv = process.env): Catalogue {
    const directory = ownCacheDirectory(env, 'catalogues');
    const place = realPath(home.data);
    if (directory === null) return new Catalogue(null, place, new Map());
    const file = path.join(directory, `${nameFor(place)}.json`);
    return new Catalogue(file, place, rowsIn(file, place));
  }

  /** Null: nothing that can be used is kept of it. */
  of(name: string): KeptPod | null {
    const [, signature, metadata, log = null] = this.rows.get(name) ?? [];
    if (typeof signature !== 'string' || !isKeptMetadata(metadata)) return null;
    return { name, signature, metadata, log: isKeptLog(log) ? log : null };
  }

  /** Unix ms of the last change of a Pod as it was; 0: not kept. Only for the order of reading. */
  updatedAt(name: string): number {
    const log = this.rows.get(name)?.[3];
    return isKeptLog(log) ? log.fact.updatedAt : 0;
  }

  get size(): number {
    return this.rows.size;
  }

  /** Whether it is worth to be written again: of so many records so many had to be read. */
  isStale(read: number, records: number): boolean {
    const stale = read + Math.abs(this.rows.size - records);
    return records >= LEAST_PODS && (stale >= STALE_COUNT || stale * STALE_SHARE >= records);
  }

  /** Atomic, and not for a few: of two writers the last one has its way, as a whole. */
  save(pods: readonly KeptPod[]): void {
    if (this.file === null || pods.length < LEAST_PODS) return;
    const temporary = `${this.file}.${process.pid}`;
    try {
      const rows = pods.map(({ name, signature, metadata, log }) => JSON.stringify([name, signature, metadata, log]));
      const head = `{"version":${VERSION},"place":${JSON.stringify(this.place)},"pods":[`;
      rmSync(temporary, { force: true });
      writeFileSync(temporary, `${head}\n${rows.join(',\n')}\n]}\n`, { mode: 0o600, flag: 'wx' });
      renameSync(temporary, this.file);
    } catch {
      // A full disk, a cache that has gone: the next look takes its time, and nothing else.
      rmSync(temporary, { force: true });
    }
  }
}

/** Two places with one name have one file, each in its turn: the place stands in it. */
function nameFor(place: string): string {
  let hash = 0;
  for (let at = 0; at < place.length; at += 1) hash = (Math.imul(hash, 31) + place.charCodeAt(at)) | 0;
  return (hash >>> 0).toString(16).padStart(8, '0');
}

function rowsIn(file: string, place: string): ReadonlyMap<string, readonly unknown[]> {
  const rows = new Map<string, readonly unknown[]>();
  for (const row of readRows(file, place)) {
    if (Array.isArray(row) && typeof row[0] === 'string') rows.set(row[0], row);
  }
  return rows;
}

function readRows(file: string, place: string): readonly unknown[] {
  try {
    const text = readFileSync(file, 'utf8');
    if (text.length > MAX_BYTES) return [];
    const kept: unknown = JSON.parse(text);
    if (typeof kept !== 'object' || kept === null || !('version' in kept && 'place' in kept && 'pods' in kept))
      return [];
    return kept.version === VERSION && kept.place === place && Array.isArray(kept.pods) ? kept.pods : [];
  } catch {
    return [];
  }
}
