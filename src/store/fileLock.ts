// Opens a file under an exclusive flock(2), which Node itself cannot take (formats §3, locking).
import { spawn } from 'node:child_process';
import { type BigIntStats, closeSync, fstatSync, statSync } from 'node:fs';
import { thisSystem } from '../system/thisSystem';
import { errnoOf } from './fileErrors';
import { openOwn } from './regularFile';

/** The lock lasts until the descriptor is closed, or its process dies. */
export type LockedFile =
  | { readonly kind: 'taken'; readonly descriptor: number }
  /** Somebody else has it, and kept it for as long as we waited. */
  | { readonly kind: 'held' }
  /** It cannot be tried: one sentence. */
  | { readonly kind: 'fault'; readonly message: string };

/** With which `flock` ends when the time is over (`-E`): none that it has for anything else. */
const HELD_CODE = 100;
const RETRY_MS = 10;

/**
 * Creates the file where it is missing (0600). `timeoutMs` 0: at once or not at all. What is locked is what stands at the
 * path then: a file that was set aside while we waited is let go. @throws file errors.
 */
export async function openLocked(file: string, timeoutMs: number): Promise<LockedFile> {
  for (;;) {
    const { lockingFlags } = thisSystem;
    const locked =
      lockingFlags === null ? await withFlock(file, timeoutMs) : await withExlock(file, lockingFlags, timeoutMs);
    if (locked.kind !== 'taken' || isAt(file, locked.descriptor)) return locked;
    closeSync(locked.descriptor);
  }
}

async function withFlock(file: string, timeoutMs: number): Promise<LockedFile> {
  const descriptor = openOwn(file);
  const locked = await lockDescriptor(descriptor, timeoutMs);
  if (locked.kind !== 'taken') closeSync(descriptor);
  return locked;
}

/** util-linux `flock` on our descriptor: the lock belongs to the open file description, so it stays when flock has ended. */
function lockDescriptor(descriptor: number, timeoutMs: number): Promise<LockedFile> {
  return new Promise((resolve) => {
    const wait = timeoutMs > 0 ? ['-w', String(timeoutMs / 1000)] : ['-n'];
    const flock = spawn('flock', ['-x', ...wait, '-E', String(HELD_CODE), '3'], {
      stdio: ['ignore', 'ignore', 'ignore', descriptor],
    });
    flock.once('error', (error) => {
      const isMissing = errnoOf(error) === 'ENOENT';
      const how = isMissing ? 'is missing: install util-linux.' : `does not start: ${error.message}.`;
      resolve({ kind: 'fault', message: `The program flock ${how}` });
    });
    flock.once('exit', (code, signal) => {
      if (code === 0) resolve({ kind: 'taken', descriptor });
      else if (code === HELD_CODE) resolve({ kind: 'held' });
      else resolve({ kind: 'fault', message: `The program "flock" ended with ${signal ?? `code ${code}`}.` });
    });
  });
}

async function withExlock(file: string, lockingFlags: number, timeoutMs: number): Promise<LockedFile> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return { kind: 'taken', descriptor: openOwn(file, lockingFlags) };
    } catch (error) {
      if (errnoOf(error) !== 'EAGAIN') throw error;
      if (performance.now() >= deadline) return { kind: 'held' };
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** Whether the open file is still the one at that path. */
export function isAt(file: string, descriptor: number): boolean {
  return leadsTo(file, fstatSync(descriptor, { bigint: true }));
}

/** The path leads to the file that was found to be that. */
export function leadsTo(file: string, own: BigIntStats): boolean {
  try {
    const now = statSync(file, { bigint: true });
    return now.ino === own.ino && now.dev === own.dev;
  } catch {
    return false;
  }
}
