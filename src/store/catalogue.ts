// What earlier looks have read of a store, each beside the signature of the file that said it. A file with another signature is
// read again, so nothing here is ever believed over the files; the whole may be removed at any time.
import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { ownCacheDirectory } from '../loading/ownCacheDirectory';
import type { HomePaths } from '../protocol/homePaths';
import { realPath } from './distinctHomes';
import { isKeptLog, isKeptMetadata, type KeptPod } from './keptFacts';
import { writeAt } from './writeAt';

/** Another one is not read: raised with every change of what is kept, or of what is read out of the files. */
const VERSION = 2;
/** Of 100,000 Pods 40 MB or so; what is longer is not ours. */
const MAX_BYTES = 256 * 1024 * 1024;
/** Fewer Pods are read in no time. */
const LEAST_PODS = 64;
/** It is written again when one in so many records is not in it, or so many altogether. */
const STALE_SHARE = 32;
const STALE_COUNT = 256;

/** Where a row lies in the file, and what the order of reading needs of it: the rest is parsed when it is asked for. */
interface KeptRow {
  readonly from: number;
  readonly to: number;
  readonly updatedAt: number;
}

export class Catalogue {
  private constructor(
    /** Null: nothing can be kept. */
    private readonly file: string | null,
    private readonly place: string,
    private readonly bytes: Buffer,
    private readonly rows: ReadonlyMap<string, KeptRow>,
  ) {}

  /** An empty one where there is none, or none that can be read. */
  static open(home: HomePaths, env: NodeJS.ProcessEnv = process.env): Catalogue {
    const directory = ownCacheDirectory(env, 'catalogues');
    const place = realPath(home.data);
    if (directory === null) return new Catalogue(null, place, NO_BYTES, new Map());
    const file = path.join(directory, `${nameFor(place)}.json`);
    const bytes = bytesOf(file, place);
    return new Catalogue(file, place, bytes, rowsIn(bytes));
  }

  /** Null: nothing that can be used is kept of it. */
  of(name: string): KeptPod | null {
    const place = this.rows.get(name);
    const row = place === undefined ? null : rowAt(this.bytes, place);
    if (row === null) return null;
    const [own, , signature, metadata, log = null] = row;
    if (own !== name || typeof signature !== 'string' || !isKeptMetadata(metadata)) return null;
    return { name, signature, metadata, log: isKeptLog(log) ? log : null };
  }

  /** Unix ms of the last change of a Pod as it was; 0: not kept. Only for the order of reading. */
  updatedAt(name: string): number {
    return this.rows.get(name)?.updatedAt ?? 0;
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
      rmSync(temporary, { force: true });
      writeRows(temporary, this.place, pods);
      renameSync(temporary, this.file);
    } catch {
      // A full disk, a cache that has gone: the next look takes its time, and nothing else.
      rmSync(temporary, { force: true });
    }
  }
}

/** So many rows are one write: of a hundred thousand one text would take more memory than all else. */
const ROWS_A_WRITE = 1000;

/** One JSON value, a row a line. @throws file errors. */
function writeRows(file: string, place: string, pods: readonly KeptPod[]): void {
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    writeSync(descriptor, `${headFor(place)}\n`);
    for (let at = 0; at < pods.length; at += ROWS_A_WRITE) {
      const rows = pods.slice(at, at + ROWS_A_WRITE).map(({ name, signature, metadata, log }) => {
        return JSON.stringify([name, log?.fact.updatedAt ?? 0, signature, metadata, log]);
      });
      const isLast = at + ROWS_A_WRITE >= pods.length;
      writeAt(descriptor, Buffer.from(`${rows.join(',\n')}${isLast ? '\n' : ',\n'}`), null);
    }
    writeSync(descriptor, ']}\n');
  } finally {
    closeSync(descriptor);
  }
}

function headFor(place: string): string {
  return `{"version":${VERSION},"place":${JSON.stringify(place)},"pods":[`;
}

/** Two places with one name have one file, each in its turn: the place stands in it. */
function nameFor(place: string): string {
  let hash = 0;
  for (let at = 0; at < place.length; at += 1) hash = (Math.imul(hash, 31) + place.charCodeAt(at)) | 0;
  return (hash >>> 0).toString(16).padStart(8, '0');
}

const NO_BYTES = Buffer.alloc(0);
const NEWLINE = 0x0a;
const COMMA = 0x2c;

/** None where it is not a whole catalogue of this place. */
function bytesOf(file: string, place: string): Buffer {
  try {
    const bytes = readFileSync(file);
    const head = Buffer.from(`${headFor(place)}\n`);
    const isOurs = bytes.length <= MAX_BYTES && bytes.subarray(0, head.length).equals(head);
    return isOurs && bytes.subarray(-3).toString('latin1') === ']}\n' ? bytes : NO_BYTES;
  } catch {
    return NO_BYTES;
  }
}

/** `["NAME",UPDATED_AT,…`; a name with an escape in it is not found here, and its Pod read. */
const BEGINNING = /^\["([^"\\]+)",(\d{1,15}(?:\.\d+)?),/;
/** No name and time are longer, bytes. */
const LONGEST_BEGINNING = 300;

function rowsIn(bytes: Buffer): ReadonlyMap<string, KeptRow> {
  const rows = new Map<string, KeptRow>();
  let from = bytes.indexOf(NEWLINE) + 1;
  for (let end = bytes.indexOf(NEWLINE, from); from > 0 && end >= 0; end = bytes.indexOf(NEWLINE, from)) {
    const beginning = bytes.toString('utf8', from, Math.min(end, from + LONGEST_BEGINNING));
    const [, name, updatedAt] = BEGINNING.exec(beginning) ?? [];
    if (name !== undefined) rows.set(name, { from, to: end, updatedAt: Number(updatedAt) });
    from = end + 1;
  }
  return rows;
}

function rowAt(bytes: Buffer, { from, to }: KeptRow): readonly unknown[] | null {
  try {
    const end = bytes[to - 1] === COMMA ? to - 1 : to;
    const row: unknown = JSON.parse(bytes.toString('utf8', from, end));
    return Array.isArray(row) ? row : null;
  } catch {
    return null;
  }
}
