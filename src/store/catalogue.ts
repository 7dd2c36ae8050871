// What earlier looks have read of a store, each beside the signature of the file that said it. A file with another signature is
// read again, so nothing here is ever believed over the files; the whole may be removed at any time.
import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { ownCacheDirectory } from '../loading/ownCacheDirectory';
import type { HomePaths } from '../protocol/homePaths';
import { realPath } from './distinctHomes';
import { isKeptLog, isKeptMetadata, type KeptPod } from './keptFacts';
import { PieceReader } from './pieceReader';
import { writeAt } from './writeAt';

/** Another one is not read: raised with every change of what is kept, or of what is read out of the files. */
const VERSION = 3;
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
    private readonly kept: PieceReader | null,
    private readonly rows: ReadonlyMap<string, KeptRow>,
  ) {}

  /** An empty one where there is none, or none that can be read. */
  static open(home: HomePaths, env: NodeJS.ProcessEnv = process.env): Catalogue {
    const directory = ownCacheDirectory(env, 'catalogues');
    const place = realPath(home.data);
    if (directory === null) return new Catalogue(null, place, null, new Map());
    const file = path.join(directory, `${nameFor(place)}.json`);
    const kept = keptAt(file, place);
    return new Catalogue(file, place, kept, kept === null ? new Map() : rowsIn(kept));
  }

  /** Null: nothing that can be used is kept of it. */
  of(name: string): KeptPod | null {
    const place = this.rows.get(name);
    const row = place === undefined || this.kept === null ? null : rowAt(this.kept, place);
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
    // In the order in which they are asked for, most of them: piece by piece.
    const inOrder = [...pods].sort((a, b) => updatedAtOf(b) - updatedAtOf(a));
    try {
      rmSync(temporary, { force: true });
      writeRows(temporary, this.place, inOrder);
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
      const rows = pods.slice(at, at + ROWS_A_WRITE).map((pod) => {
        const { name, signature, metadata, log } = pod;
        return JSON.stringify([name, updatedAtOf(pod), signature, metadata, log]);
      });
      const isLast = at + ROWS_A_WRITE >= pods.length;
      writeAt(descriptor, Buffer.from(`${rows.join(',\n')}${isLast ? '\n' : ',\n'}`), null);
    }
    writeSync(descriptor, ']}\n');
  } finally {
    closeSync(descriptor);
  }
}

function updatedAtOf({ log }: KeptPod): number {
  return log?.fact.updatedAt ?? 0;
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

const NEWLINE = 0x0a;
const COMMA = 0x2c;
const TAIL = ']}\n';

/** Null where it is not a whole catalogue of this place. */
function keptAt(file: string, place: string): PieceReader | null {
  try {
    const kept = PieceReader.open(file);
    if (kept.size > MAX_BYTES) return null;
    const tail = kept.bytes(kept.size - TAIL.length, kept.size)?.toString('latin1');
    const head = Buffer.from(`${headFor(place)}\n`);
    return tail === TAIL && kept.bytes(0, head.length)?.equals(head) ? kept : null;
  } catch {
    return null;
  }
}

/** `["NAME",UPDATED_AT,…`; a name with an escape in it is not found here, and its Pod read. */
const BEGINNING = /^\["([^"\\]+)",(\d{1,15}(?:\.\d+)?),/;
/** No name and time are longer, bytes. */
const LONGEST_BEGINNING = 300;

function rowsIn(kept: PieceReader): ReadonlyMap<string, KeptRow> {
  const rows = new Map<string, KeptRow>();
  for (let at = 0; at < kept.size; ) {
    const piece = kept.pieceFrom(at);
    const end = piece === null ? 0 : piece.lastIndexOf(NEWLINE) + 1;
    // A line that is longer than a piece is none of ours.
    if (piece === null || end === 0) break;
    addRows(rows, piece, end, at);
    at += end;
  }
  return rows;
}

/** @param end of the last whole line in the piece. */
function addRows(rows: Map<string, KeptRow>, piece: Buffer, end: number, pieceAt: number): void {
  for (let from = 0; from < end; ) {
    const to = piece.indexOf(NEWLINE, from);
    const beginning = piece.toString('utf8', from, Math.min(to, from + LONGEST_BEGINNING));
    const [, name, updatedAt] = BEGINNING.exec(beginning) ?? [];
    if (name !== undefined) rows.set(name, { from: pieceAt + from, to: pieceAt + to, updatedAt: Number(updatedAt) });
    from = to + 1;
  }
}

function rowAt(kept: PieceReader, { from, to }: KeptRow): readonly unknown[] | null {
  const bytes = kept.bytes(from, to);
  if (bytes === null) return null;
  try {
    const end = bytes[bytes.length - 1] === COMMA ? bytes.length - 1 : bytes.length;
    const row: unknown = JSON.parse(bytes.toString('utf8', 0, end));
    return Array.isArray(row) ? row : null;
  } catch {
    return null;
  }
}
