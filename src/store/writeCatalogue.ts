// Writes a catalogue bit by bit: of a hundred thousand Pods it takes long enough to keep a key waiting.
import { closeSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { headFor, ROW_END, tailFor } from './catalogueFile';
import type { KeptPod } from './keptFacts';
import { newestFirst } from './newestFirst';
import { writeAt } from './writeAt';

/** So many rows are one step and one write, some ms: one text of all would take more memory than all else. */
const ROWS_A_STEP = 1000;
/** What a process has left that ended meanwhile, ms. */
const LEFT_AFTER_MS = 3_600_000;

/** What is kept of a Pod, made when it is asked for: all at once would take more memory than all else. The same each time. */
export interface Keeping {
  readonly kept: KeptPod | null;
}

let written = 0;

/**
 * Atomic: of two writers the last one has its way, as a whole. There may be any time between two steps; who ends it early
 * (`return`) leaves what was there before. A full disk, or a cache that has gone: the next look takes its time, and nothing else.
 */
export function* writeCatalogue(file: string, place: string, pods: readonly Keeping[]): Generator<void, void> {
  dropLeft(file);
  written += 1;
  const temporary = `${file}.${process.pid}.${written}`;
  try {
    yield* writeWhole(temporary, place, pods);
    renameSync(temporary, file);
  } catch {
    // Said above.
  } finally {
    drop(temporary);
  }
}

function* writeWhole(file: string, place: string, pods: readonly Keeping[]): Generator<void, void> {
  const descriptor = openSync(file, 'wx', 0o600);
  let at = 0;
  const write = (text: string): void => {
    const bytes = Buffer.from(text);
    writeAt(descriptor, bytes, null);
    at += bytes.length;
  };
  try {
    const times = pods.map(({ kept }) => updatedAtOf(kept));
    // In the order in which they are asked for, most of them: piece by piece.
    const order = newestFirst(times);
    write(`${headFor(place)}\n`);
    const starts: number[] = [];
    yield;
    for (let from = 0; from < order.length; from += ROWS_A_STEP) {
      const rows = order.slice(from, from + ROWS_A_STEP).flatMap((each) => rowOf(pods[each]?.kept ?? null));
      let start = at;
      for (const row of rows) {
        starts.push(start);
        start += Buffer.byteLength(row) + ROW_END.length;
      }
      write(rows.join(ROW_END) + (from + ROWS_A_STEP < order.length ? ROW_END : '\n'));
      yield;
    }
    starts.push(at + ROW_END.length - 1);
    write(`]${ROW_END}`);
    const indexAt = at;
    yield* writeList(
      'names',
      order.map((each) => pods[each]?.kept?.name ?? ''),
      write,
    );
    yield* writeList('starts', starts, write);
    write(`"dated":${times.filter((time) => time > 0).length}${ROW_END}${tailFor(indexAt)}`);
  } finally {
    closeSync(descriptor);
  }
}

function rowOf(pod: KeptPod | null): string[] {
  if (pod === null) return [];
  const { name, signature, metadata, log } = pod;
  return [JSON.stringify([name, signature, metadata, log])];
}

/** Some steps for a field of the index. */
function* writeList(
  field: string,
  values: readonly (string | number)[],
  write: (text: string) => void,
): Generator<void, void> {
  const step = 10 * ROWS_A_STEP;
  write(`"${field}":[`);
  for (let from = 0; from < values.length; from += step) {
    write(`${from === 0 ? '' : ','}${JSON.stringify(values.slice(from, from + step)).slice(1, -1)}`);
    yield;
  }
  write(`]${ROW_END}`);
}

/** No date is later, ms. */
const LATEST = 8.64e15;

/** Unix ms; 0: not known. */
function updatedAtOf(pod: KeptPod | null): number {
  const at = pod?.log?.fact.updatedAt ?? 0;
  return at > 0 ? Math.min(at, LATEST) : 0;
}

/** Of a process that was ended while it wrote. */
function dropLeft(file: string): void {
  try {
    const directory = path.dirname(file);
    for (const name of readdirSync(directory)) {
      if (!name.startsWith(`${path.basename(file)}.`)) continue;
      const left = path.join(directory, name);
      if (Date.now() - statSync(left).mtimeMs > LEFT_AFTER_MS) drop(left);
    }
  } catch {
    // It is in nobody's way.
  }
}

function drop(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {}
}
