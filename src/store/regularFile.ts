// The one way to open a file: only regular ones, without ever waiting for one, and never more of it than a bound.
import { closeSync, constants, fstatSync, openSync, readSync, rmSync, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { errnoOf, isMissing } from './fileErrors';

/** A named pipe, a device or a terminal in the place of a file must not hold us up, nor become our terminal. */
const NEVER_WAIT = constants.O_NONBLOCK | constants.O_NOCTTY;
const READING = constants.O_RDONLY | NEVER_WAIT;
/** A link that somebody has put there would lead our writing elsewhere. */
const WRITING = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW | NEVER_WAIT;

const MEBIBYTE = 1024 * 1024;

/** For the many small files of a store: a buffer each would cost more than the reading. Read and decoded in one breath. */
const SCRATCH = Buffer.allocUnsafeSlow(64 * 1024);

/** Records, registries and configurations are written by hand or by programs of their kind: far shorter, or something else. */
export const MAX_RECORD_FILE_BYTES = 16 * MEBIBYTE;

/** What is wrong with a file that the system itself would have opened. `code`: as an errno. */
class FileFault extends Error {
  constructor(
    readonly code: 'EFTYPE' | 'EFBIG',
    message: string,
  ) {
    super(message);
  }
}

/** A descriptor for reading. @throws file errors; `EFTYPE` where it is no regular file. */
export function openRegular(file: string): number {
  return checked(openSync(file, READING));
}

/** The same for reading bit by bit. */
export async function openRegularHandle(file: string): Promise<FileHandle> {
  const handle = await open(file, READING);
  try {
    assertRegular(await handle.stat());
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** The same; null: there is none. */
export async function openIfThere(file: string): Promise<FileHandle | null> {
  try {
    return await openRegularHandle(file);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** A descriptor of a file of ours for reading and writing (0600, made where it is missing). `more`: `O_APPEND`, `O_EXCL` … */
export function openOwn(file: string, more = 0): number {
  return checked(openSync(file, WRITING | more, 0o600));
}

/** As `openOwn`, for a file that nobody misses (chatter of a process): what is no regular file makes way. */
export function openOwnAnew(file: string, more = 0): number {
  try {
    return openOwn(file, more);
  } catch (error) {
    if (!MAKES_WAY.has(errnoOf(error) ?? '')) throw error;
    rmSync(file, { force: true });
    return openOwn(file, more | constants.O_EXCL);
  }
}

/** A pipe, a device; a link; a socket or a pipe without a reader. */
const MAKES_WAY: ReadonlySet<string> = new Set(['EFTYPE', 'ELOOP', 'ENXIO']);

/** The whole file as UTF-8 text. @throws file errors; `EFBIG` where it is longer than `maxBytes`. */
export function readText(file: string, maxBytes: number): string {
  return readTextWithStats(file, maxBytes).text;
}

/** The same, and what the system has said of the file as it was opened. */
export function readTextWithStats(file: string, maxBytes: number): { readonly text: string; readonly stats: Stats } {
  const descriptor = openSync(file, READING);
  try {
    const stats = fstatSync(descriptor);
    assertRegular(stats);
    return { text: textOf(descriptor, stats, maxBytes), stats };
  } finally {
    closeSync(descriptor);
  }
}

function textOf(descriptor: number, { size }: Stats, maxBytes: number): string {
  if (size > maxBytes) throw new FileFault('EFBIG', `it is larger than ${maxBytes / MEBIBYTE} MiB`);
  if (size > SCRATCH.length) return readRange(descriptor, 0, size).toString('utf8');
  return SCRATCH.toString('utf8', 0, fill(descriptor, SCRATCH, 0, size));
}

/** The last `maxBytes` of the file, or all of it; `cut`: there is more before them. @throws file errors. */
export function readEnd(file: string, maxBytes: number): { readonly bytes: Buffer; readonly cut: boolean } {
  const descriptor = openRegular(file);
  try {
    const { size } = fstatSync(descriptor);
    const from = Math.max(0, size - maxBytes);
    return { bytes: readRange(descriptor, from, size), cut: from > 0 };
  } finally {
    closeSync(descriptor);
  }
}

/** The bytes that are there: fewer where the file has become shorter meanwhile. @throws file errors. */
export function readRange(descriptor: number, start: number, end: number): Buffer {
  const buffer = Buffer.allocUnsafe(end - start);
  return buffer.subarray(0, fill(descriptor, buffer, start, buffer.length));
}

/** How many of `length` bytes from `start` on are in the buffer now. @throws file errors. */
export function fill(descriptor: number, buffer: Buffer, start: number, length: number): number {
  let at = 0;
  while (at < length) {
    const read = readSync(descriptor, buffer, at, length - at, start + at);
    if (read === 0) break;
    at += read;
  }
  return at;
}

function checked(descriptor: number): number {
  try {
    assertRegular(fstatSync(descriptor));
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function assertRegular(stats: Stats): void {
  if (stats.isDirectory()) throw new FileFault('EFTYPE', 'it is a directory');
  if (!stats.isFile()) throw new FileFault('EFTYPE', 'it is not a regular file');
}
