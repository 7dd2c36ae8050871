// The last facts of a host on disk, so that one that is off still has its rows tomorrow.
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { type HostLive, type HostStored, parseHostLive, parseHostStored } from '../protocol/hostWire';
import { type Parsed, parseJson } from '../protocol/parsed';
import { parseWith } from '../protocol/parseWith';
import { readText } from '../store/regularFile';
import { writeFileAtomically } from '../store/writeFileAtomically';
import type { HostRows } from './factDeltas';

/** Rows of one host that are kept. */
const MAX_KEPT_ROWS = 2000;
const MAX_FILE_BYTES = 32 * 1024 * 1024;

const keptSchema = v.object({ seenAt: v.number(), stored: v.array(v.unknown()), live: v.array(v.unknown()) });

export interface LastSeenFacts {
  /** Unix ms of the host's last word. */
  readonly seenAt: number;
  readonly rows: HostRows;
}

/** `<data>/hosts/<host>.json`. */
export function lastSeenFactsFile(data: string, host: string): string {
  return path.join(data, 'hosts', `${host}.json`);
}

/** The hosts of which something is kept, by their names. */
export function keptHosts(data: string): readonly string[] {
  try {
    return readdirSync(path.join(data, 'hosts')).flatMap((file) => (file.endsWith('.json') ? file.slice(0, -5) : []));
  } catch {
    return [];
  }
}

/** Null: nothing is kept, or nothing that can be read. One bad row is one row less. */
export function readLastSeenFacts(file: string): LastSeenFacts | null {
  let text: string;
  try {
    text = readText(file, MAX_FILE_BYTES);
  } catch {
    return null;
  }
  const json = parseJson(text);
  const kept = json.ok ? parseWith(keptSchema, json.value) : json;
  if (!kept.ok) return null;
  const { seenAt, stored, live } = kept.value;
  const rows = { stored: readable(stored, parseHostStored), live: readable(live, parseHostLive) };
  return { seenAt, rows: { ...rows, problems: [], loading: false } };
}

/** It is only a memory: where it cannot be written, nothing but that is lost. */
export function writeLastSeenFacts(file: string, { seenAt, rows: { stored, live } }: LastSeenFacts): void {
  const kept = { seenAt, stored: newest(stored), live: live.slice(0, MAX_KEPT_ROWS) };
  try {
    writeFileAtomically(file, `${JSON.stringify(kept)}\n`, false);
  } catch {
    // The next one may succeed.
  }
}

/** @returns whether there was something. */
export function removeLastSeenFacts(file: string): boolean {
  try {
    rmSync(file);
    return true;
  } catch {
    return false;
  }
}

function newest(stored: readonly HostStored[]): readonly HostStored[] {
  if (stored.length <= MAX_KEPT_ROWS) return stored;
  const at = ({ log }: HostStored) => (log?.kind === 'readable' ? log.updatedAt : 0);
  return [...stored].sort((a, b) => at(b) - at(a)).slice(0, MAX_KEPT_ROWS);
}

function readable<T extends HostStored | HostLive>(rows: readonly unknown[], parse: (row: unknown) => Parsed<T>): T[] {
  return rows.slice(0, MAX_KEPT_ROWS).flatMap((row) => {
    const parsed = parse(row);
    return parsed.ok ? [parsed.value] : [];
  });
}
