// Replaces a small file so that a reader, and whoever comes after a crash, sees the old text or the new one, whole.
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { makeDirectory } from './makeDirectory';

let writes = 0;

/**
 * Temp file beside it, fsync, rename. The file gets 0600, missing directories 0700.
 * Synchronous: these files are small, and a write that was begun is never overtaken by a later one.
 * @param isDurable false: what a crash of the machine takes away is no loss, and nobody waits for the disk.
 * @throws the error of the file system; the temp file is gone then and the old file untouched.
 */
export function writeFileAtomically(file: string, content: string | Uint8Array, isDurable = true): void {
  const directory = path.dirname(file);
  makeDirectory(directory);
  writes += 1;
  const temp = path.join(directory, `.${path.basename(file)}.${process.pid}.${writes}.tmp`);
  try {
    const fd = openSync(temp, 'wx', 0o600);
    try {
      writeWhole(fd, typeof content === 'string' ? Buffer.from(content, 'utf8') : content);
      if (isDurable) fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(temp, file);
  } catch (error) {
    rmSync(temp, { force: true });
    throw error;
  }
  if (isDurable) syncDirectory(directory);
}

function writeWhole(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, bytes.length - at);
}

/** Makes the rename itself durable. Not every file system lets a directory be synced: then its own order must do. */
function syncDirectory(directory: string): void {
  try {
    const fd = openSync(directory, 'r');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch {
    // The new text is in place all the same.
  }
}
