// An executable file as every system reads it: its first bytes, and what a script says of its interpreter.
import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import path from 'node:path';

/** Kernels look at no more of a first line, bytes. */
const HEAD_BYTES = 256;

/**
 * What follows "The command NAME": "needs the interpreter …"; null: nothing speaks against it, or it is no script.
 * @param faultOf why the interpreter, an absolute path, would not be executed itself.
 */
export function scriptFault(
  file: string,
  head: Buffer,
  faultOf: (interpreter: string) => string | null,
): string | null {
  if (head[0] !== 0x23 || head[1] !== 0x21) return null;
  const line = head.toString('utf8', 2).split('\n', 1)[0] ?? '';
  const name = line.trim().split(/[ \t]/, 1)[0] ?? '';
  if (name === '') return 'begins with #! and names no interpreter';
  // A line that ends as on Windows names an interpreter that ends with CR.
  const shown = name.endsWith('\r') || line.endsWith('\r') ? `${name.replace(/\r$/, '')}\\r` : name;
  const needs = `needs the interpreter ${shown}, which`;
  if (shown.endsWith('\\r')) return `${needs} does not exist: its first line ends with CR LF`;
  const isAbsolute = name.startsWith('/');
  const missing = fileFault(isAbsolute ? path.resolve(name) : path.resolve(path.dirname(file), name));
  if (missing !== null) return `${needs} ${missing}`;
  const fault = isAbsolute ? faultOf(path.resolve(name)) : null;
  return fault === null ? null : `${needs} ${fault}`;
}

/** Why it can be no program at all; null: nothing speaks against it. */
export function fileFault(file: string): string | null {
  try {
    if (!statSync(file).isFile()) return 'is not a file';
  } catch {
    return 'does not exist';
  }
  try {
    accessSync(file, constants.X_OK);
    return null;
  } catch {
    return 'is not executable';
  }
}

/** Empty where it cannot be read. */
export function readHead(file: string): Buffer {
  return readPart(file, 0, HEAD_BYTES);
}

/** What there is of it; empty where it cannot be read. */
export function readPart(file: string, at: number, length: number): Buffer {
  try {
    const fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const part = Buffer.alloc(length);
      return part.subarray(0, readSync(fd, part, 0, length, at));
    } finally {
      closeSync(fd);
    }
  } catch {
    return Buffer.alloc(0);
  }
}
