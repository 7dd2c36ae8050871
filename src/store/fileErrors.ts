// What the file system and the kernel throw, as codes and as words for the user.
import { isAbsolute } from 'node:path';

const WORDS: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the device',
  EDQUOT: 'the disk quota is used up',
  // Node does not know it by its name (Linux).
  'Unknown system error -122': 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EIO: 'the device fails',
  EFBIG: 'the file is too large',
  ENXIO: 'it is not a regular file',
  EEXIST: 'it exists already',
  ENOTEMPTY: 'the directory is not empty',
  ENOENT: 'it does not exist',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ECONNREFUSED: 'connection refused: no process listens on it',
  ENOTSOCK: 'it is not a socket',
  EAGAIN: 'it does not accept connections now',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of its path is not a directory',
  EMFILE: 'too many open files',
  ENFILE: 'too many open files',
  ELOOP: 'it is a symbolic link, or one too many',
  ENAMETOOLONG: 'its path is too long',
};

/** The errno name ("ENOENT"); null for any other error. */
export function errnoOf(error: unknown): string | null {
  // By shape, not by class: errors of the platform may come from another realm.
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** The path, or a directory on the way to it, does not exist. */
export function isMissing(error: unknown): boolean {
  const errno = errnoOf(error);
  return errno === 'ENOENT' || errno === 'ENOTDIR';
}

/** Words for any error; those of the file system name their file. */
export function errorText(error: unknown): string {
  const path = fieldOf(error, 'path');
  const words = systemWords(error);
  if (words !== null) return path === null ? words : `${words}: ${path}`;
  return missingProgram(error) ?? fieldOf(error, 'message') ?? String(error);
}

/** A clause such as "permission denied (EACCES)", for a sentence that names the file. */
export function errorWords(error: unknown): string {
  return systemWords(error) ?? missingProgram(error) ?? fieldOf(error, 'message') ?? String(error);
}

/** The program of a thread as Node names it; what a file requires is named with it. */
const MISSING_PROGRAM = /^Cannot find module '([^']+)'$/;

/** A thread cannot start because an upgrade has taken its program away. */
function missingProgram(error: unknown): string | null {
  if (errnoOf(error) !== 'MODULE_NOT_FOUND') return null;
  const [, file = ''] = MISSING_PROGRAM.exec(fieldOf(error, 'message') ?? '') ?? [];
  return isAbsolute(file) ? `podwatch was updated while it ran: its file ${file} is missing; start it again` : null;
}

function systemWords(error: unknown): string | null {
  const errno = errnoOf(error);
  // Without a system call it is a fault of our own making, which says itself what it is.
  if (errno === null || fieldOf(error, 'syscall') === null) return null;
  const words = WORDS[errno];
  return words === undefined ? null : `${words} (${errno})`;
}

function fieldOf(error: unknown, name: 'path' | 'message' | 'syscall'): string | null {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : null;
  return typeof value === 'string' ? value : null;
}
