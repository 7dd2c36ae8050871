// The exclusive flock(2) on `pods.json`, which Node itself cannot take (formats §3, locking).
import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Parsed } from '../protocol/parsed';
import { errnoOf } from './fileErrors';

/** A lock is held for milliseconds; who waits longer waits for a program that hangs. */
const LOCK_TIMEOUT_MS = 10_000;
const RETRY_MS = 10;
/** macOS `O_EXLOCK`: open and lock in one call. */
const O_EXLOCK = 0x20;

/** Opens (creating it, 0600) and locks the file. The lock ends when the handle is closed. @throws file errors. */
export async function openLocked(file: string, timeoutMs = LOCK_TIMEOUT_MS): Promise<Parsed<FileHandle>> {
  if (process.platform === 'darwin') return openWithExlock(file, timeoutMs);
  const handle = await open(file, constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    const locked = await lockDescriptor(handle.fd, timeoutMs);
    if (locked === null) return { ok: true, value: handle };
    await handle.close();
    return { ok: false, error: locked === 'timeout' ? timeoutText(file, timeoutMs) : locked };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function timeoutText(file: string, timeoutMs: number): string {
  return `The registry ${file} has been locked by another program for ${timeoutMs / 1000} s. Try again, or end the program that hangs.`;
}

/**
 * util-linux `flock` on our descriptor: the lock belongs to the open file description, so it stays with us when flock
 * has ended. Null: locked.
 */
function lockDescriptor(fd: number, timeoutMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    const seconds = String(timeoutMs / 1000);
    const flock = spawn('flock', ['-x', '-w', seconds, '3'], { stdio: ['ignore', 'ignore', 'ignore', fd] });
    flock.once('error', (error) => {
      const hint = errnoOf(error) === 'ENOENT' ? 'install util-linux' : error.message;
      resolve(`The registry cannot be locked: the program "flock" does not start (${hint}).`);
    });
    // `flock -w` ends with 1 when the time is over.
    flock.once('exit', (code) => {
      if (code === 0) resolve(null);
      else resolve(code === 1 ? 'timeout' : `The registry cannot be locked: "flock" ended with code ${code}.`);
    });
  });
}

async function openWithExlock(file: string, timeoutMs: number): Promise<Parsed<FileHandle>> {
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | O_EXLOCK;
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return { ok: true, value: await open(file, flags, 0o600) };
    } catch (error) {
      if (errnoOf(error) !== 'EAGAIN') throw error;
      if (Date.now() >= deadline) return { ok: false, error: timeoutText(file, timeoutMs) };
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}
