// Whether a path is a directory itself: links to directories are no Pods (formats §2).
import { lstatSync } from 'node:fs';

/** False also where it cannot be looked at. */
export function isPlainDirectory(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return false;
  }
}
