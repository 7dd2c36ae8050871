// `pods.json` on disk: read and rewritten under the lock that every program of these formats takes (formats §3).
import { closeSync, fdatasync, fstatSync, ftruncateSync } from 'node:fs';
import { promisify } from 'node:util';
import type { HomePaths } from '../protocol/homePaths';
import type { Parsed } from '../protocol/parsed';
import {
  type Allocation,
  formatRegistryTable,
  parseRegistryTable,
  type RegistryTable,
} from '../protocol/registryTable';
import { errnoOf, errorWords } from './fileErrors';
import { openLocked } from './fileLock';
import { MAX_RECORD_FILE_BYTES, readRange } from './regularFile';
import { ensureRuntimeDirectory } from './runtimeDirectory';
import { setAside } from './setAside';
import { writeAt } from './writeAt';

/**
 * What a change of the registry came to: the new allocations, or one sentence why there is no change. `forget`: records of
 * this name that cannot be read go as well.
 */
export type RegistryChange =
  | { readonly ok: true; readonly value: readonly Allocation[]; readonly forget?: string }
  | { readonly ok: false; readonly error: string };

/** A lock is held for milliseconds; who waits longer waits for a program that hangs. */
const LOCK_TIMEOUT_MS = 10_000;

const sync = promisify(fdatasync);

/**
 * Runs `change` on the allocations under the lock (waited for at most `timeoutMs`) and writes its result. Records that we cannot
 * read survive; a table that makes no sense is set aside and begun anew, as live Pods register again by themselves. An
 * error is one sentence for the user; the table is as it was then.
 */
export async function updateRegistry(
  home: HomePaths,
  change: (allocations: readonly Allocation[]) => RegistryChange | Promise<RegistryChange>,
  timeoutMs = LOCK_TIMEOUT_MS,
): Promise<Parsed<null>> {
  let descriptor: number | null = null;
  try {
    const directory = ensureRuntimeDirectory(home);
    if (!directory.ok) return directory;
    const opened = await openTable(home.registry, timeoutMs);
    if (!opened.ok) return opened;
    descriptor = opened.value.descriptor;
    const { before, table } = opened.value;
    const changed = await change(table.allocations);
    if (!changed.ok) return changed;
    const { value, forget } = changed;
    const kept = forget === undefined ? table.unread : table.unread.filter((record) => !isNamed(record, forget));
    if (value !== table.allocations || kept.length < table.unread.length)
      await overwrite(descriptor, before, formatRegistryTable(value, { ...table, unread: kept }));
    return { ok: true, value: null };
  } catch (error) {
    return { ok: false, error: `The registry ${home.registry} cannot be changed: ${errorWords(error)}` };
  } finally {
    // Closing the descriptor also gives the lock back.
    if (descriptor !== null) closeSync(descriptor);
  }
}

function isNamed(record: unknown, name: string): boolean {
  return typeof record === 'object' && record !== null && 'pod_name' in record && record.pod_name === name;
}

interface OpenTable {
  /** Locked. */
  readonly descriptor: number;
  /** The bytes of the file. */
  readonly before: Buffer;
  readonly table: RegistryTable;
}

/** @throws file errors. */
async function openTable(file: string, timeoutMs: number): Promise<Parsed<OpenTable>> {
  for (;;) {
    const locked = await openLocked(file, timeoutMs).catch((error: unknown) => {
      // No file at all: nobody can have it locked, and nobody could ever register.
      if (!NO_FILE.has(errnoOf(error))) throw error;
      setAside(file, 'broken');
      return null;
    });
    if (locked === null) continue;
    if (locked.kind === 'held') return { ok: false, error: heldText(file, timeoutMs) };
    if (locked.kind === 'fault') return { ok: false, error: `The registry cannot be locked. ${locked.message}` };
    const { descriptor } = locked;
    try {
      const { size } = fstatSync(descriptor);
      const before = size > MAX_RECORD_FILE_BYTES ? null : readRange(descriptor, 0, size);
      const table = before === null ? null : parseRegistryTable(before.toString('utf8'));
      if (before !== null && table?.ok) return { ok: true, value: { descriptor, before, table: table.value } };
      setAside(file, 'broken');
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
    closeSync(descriptor);
  }
}

/** A directory, a pipe, a device, a socket; a link is somebody's doing, and is told of. */
const NO_FILE: ReadonlySet<string | null> = new Set(['EISDIR', 'EFTYPE', 'ENXIO']);

function heldText(file: string, timeoutMs: number): string {
  const seconds = timeoutMs / 1000;
  return `The registry ${file} has been locked by another program for ${seconds} s. Try again, or end the program that hangs.`;
}

/**
 * On the same inode, because others hold the lock on it. First the room for a longer table, as blanks behind the old one;
 * then one write as long as the file, then the cut: a full disk, a kill in between, or a reader without the lock, sees a
 * table that parses, the old or the new one. @throws file errors; the old table stands again then.
 */
async function overwrite(descriptor: number, before: Buffer, text: string): Promise<void> {
  const bytes = Buffer.from(text, 'utf8');
  const length = Math.max(before.length, bytes.length);
  try {
    writeAt(descriptor, blanks(length - before.length), before.length);
    // Some file systems find out only now that there is no room.
    await sync(descriptor);
    writeAt(descriptor, Buffer.concat([bytes, blanks(length - bytes.length)]), 0);
    await sync(descriptor);
  } catch (error) {
    putBack(descriptor, before);
    throw error;
  }
  cut(descriptor, bytes.length);
}

function blanks(length: number): Buffer {
  return Buffer.alloc(length, ' ');
}

function putBack(descriptor: number, before: Buffer): void {
  try {
    writeAt(descriptor, before, 0);
  } catch {
    // Not even that can be written: who finds a table that makes no sense begins it anew.
  }
  cut(descriptor, before.length);
}

/** What is cut off is blank: a table that keeps it is as good. */
function cut(descriptor: number, length: number): void {
  try {
    ftruncateSync(descriptor, length);
  } catch {}
}
