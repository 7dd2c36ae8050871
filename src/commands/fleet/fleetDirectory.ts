// The directory of a fleet on disk: where it is, what it holds, and what is written to it.
import { mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { FLEET_FILE, type FleetFile } from '../../fleetSetup/fleetFiles';
import { type Fleet, parseFleet } from '../../fleetSetup/fleetRecord';
import type { Parsed } from '../../protocol/parsed';
import { errorWords, isMissing } from '../../store/fileErrors';
import { makeDirectory } from '../../store/makeDirectory';
import { MAX_RECORD_FILE_BYTES, readText } from '../../store/regularFile';
import { writeFileAtomically } from '../../store/writeFileAtomically';
import type { CommandContext } from '../commandContext';

/** `dir`: as given. */
export function fleetDirectory({ cwd, config }: CommandContext, dir: string | undefined): string {
  return dir === undefined ? path.resolve(cwd, path.dirname(config.file), 'fleet') : path.resolve(cwd, dir);
}

/** @throws file errors, but for a directory that is not there. */
export function isEmptyDirectory(directory: string): boolean {
  try {
    return readdirSync(directory).length === 0;
  } catch (error) {
    if (isMissing(error)) return true;
    throw error;
  }
}

/** All or nothing: it comes to its name when all is in it. 0700, files 0600. @throws file errors. */
export function writeNewDirectory(directory: string, files: readonly FleetFile[]): void {
  const above = path.dirname(directory);
  makeDirectory(above);
  const made = mkdtempSync(path.join(above, '.podwatch-fleet-'));
  try {
    writeFiles(made, files);
    renameSync(made, directory);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    throw error;
  }
}

/** One after the other. @throws file errors. */
export function writeFiles(directory: string, files: readonly FleetFile[]): void {
  for (const { path: file, text } of files) writeFileAtomically(path.join(directory, file), text);
}

/** What stands in it; an error is a sentence. */
export function readFleet(directory: string): Parsed<Fleet> {
  const file = path.join(directory, FLEET_FILE);
  try {
    const fleet = parseFleet(readText(file, MAX_RECORD_FILE_BYTES));
    return fleet.ok ? fleet : { ok: false, error: `${file} cannot be used: ${fleet.error}.` };
  } catch (error) {
    if (!isMissing(error)) return { ok: false, error: `${file} cannot be read: ${errorWords(error)}.` };
    return {
      ok: false,
      error: `There is no fleet in ${directory}. Make one: podwatch fleet init, or say where it is: --dir DIR.`,
    };
  }
}

/** Null: there is none. @throws other file errors. */
export function readFleetFile(directory: string, file: string): string | null {
  try {
    return readText(path.join(directory, file), MAX_RECORD_FILE_BYTES);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
