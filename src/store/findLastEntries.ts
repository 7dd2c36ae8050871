// Where the last entries of a session log begin, found from its end.
import { closeSync, fstatSync } from 'node:fs';
import { isMissing } from './fileErrors';
import { openRegular, readRange } from './regularFile';

const PIECE_BYTES = 256 * 1024;
const NEWLINE = 0x0a;
const OPENING_BRACE = 0x7b;

/**
 * Offset of a line from which on there stand `count` that may be entries; what is no object, or not written to its end yet, is
 * none. 0: there are no more, or there is no log. @throws file errors.
 */
export function findLastEntries(file: string, count: number): number {
  let descriptor: number;
  try {
    descriptor = openRegular(file);
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
  try {
    return startOf(descriptor, fstatSync(descriptor).size, count);
  } finally {
    closeSync(descriptor);
  }
}

function startOf(descriptor: number, size: number, count: number): number {
  let missing = count;
  /** Behind the last newline stands the line that is still being written, or was torn. */
  let isWhole = false;
  /** With which the piece behind begins. */
  let next = -1;
  for (let end = size; end > 0; end -= PIECE_BYTES) {
    const begin = Math.max(0, end - PIECE_BYTES);
    const piece = readRange(descriptor, begin, end);
    for (let at = piece.lastIndexOf(NEWLINE); at >= 0; at = at === 0 ? -1 : piece.lastIndexOf(NEWLINE, at - 1)) {
      if (isWhole && (piece[at + 1] ?? next) === OPENING_BRACE) missing -= 1;
      isWhole = true;
      if (missing === 0) return begin + at + 1;
    }
    next = piece[0] ?? -1;
  }
  return 0;
}
