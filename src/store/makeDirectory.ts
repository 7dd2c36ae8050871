// Makes a directory and the missing ones above it, for the user alone.
import { lstatSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { errnoOf } from './fileErrors';

/**
 * 0700; what is there already stays as it is. One by one, as Node's own recursion says "does not exist" where the file
 * system is read-only. @throws the error of the file system: `ENOENT` also where it goes again and again meanwhile.
 */
export function makeDirectory(directory: string): void {
  try {
    makeOne(directory);
  } catch (error) {
    const above = path.dirname(directory);
    if (errnoOf(error) !== 'ENOENT' || above === directory) throw error;
    makeDirectory(above);
    makeOne(directory);
  }
}

function makeOne(directory: string): void {
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    // Which error an existing one makes depends on where it lies.
    const errno = errnoOf(error);
    if (errno !== 'ENOENT' && isDirectory(directory)) return;
    if (errno !== 'EEXIST') throw error;
    // It was there, and has gone since: what lay there says nothing.
    lstatSync(directory);
    throw new Error(`${directory} is not a directory`);
  }
}

function isDirectory(directory: string): boolean {
  try {
    return statSync(directory).isDirectory();
  } catch {
    return false;
  }
}
