// What stands in the place of a file of ours makes way, and is kept beside it.
import { lstatSync, renameSync } from 'node:fs';

/** To `<file>.<why>-<Unix ms>`; a file, a directory, a pipe, a link; nothing where nothing is there. @throws file errors. */
export function setAside(file: string, why: 'broken' | 'replaced'): void {
  if (lstatSync(file, { throwIfNoEntry: false }) !== undefined) renameSync(file, `${file}.${why}-${Date.now()}`);
}
