// Writes all of the bytes, or throws: a system call may take only a part of them and say nothing else.
import { writeSync } from 'node:fs';

/** At `position`; null: where the file's own position is, or at its end where it is open for appending. @throws file errors. */
export function writeAt(descriptor: number, bytes: Uint8Array, position: number | null): void {
  for (let at = 0; at < bytes.length; ) {
    const written = writeSync(descriptor, bytes, at, bytes.length - at, position === null ? null : position + at);
    if (written === 0) throw new Error('nothing more can be written to it');
    at += written;
  }
}
