// The settings file of an agent on disk: read, replaced, and brought back to what it was before us.
import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, readlinkSync, realpathSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import type { HomePaths } from '../../protocol/homePaths';
import { parseJson } from '../../protocol/parsed';
import { parseWith } from '../../protocol/parseWith';
import { isMissing } from '../../store/fileErrors';
import { MAX_RECORD_FILE_BYTES, readText } from '../../store/regularFile';
import { writeFileAtomically } from '../../store/writeFileAtomically';

/** What the file was before we wrote, and what we wrote. Kept at ours alone (0600): settings may hold secrets. */
const keptSchema = v.object({ file: v.string(), before: v.nullable(v.string()), after: v.string() });
type Kept = v.InferOutput<typeof keptSchema>;

/** Null: there is none. @throws file errors. */
export function readSettings(file: string): string | null {
  try {
    return readText(file, MAX_RECORD_FILE_BYTES);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Where a link leads: a file that a user has linked stays linked. Null text: it goes. @throws file errors. */
export function writeSettings(file: string, text: string | null): void {
  const target = realFile(file);
  if (text === null) {
    rmSync(target, { force: true });
    return;
  }
  const mode = statSync(target, { throwIfNoEntry: false })?.mode;
  writeFileAtomically(target, text);
  if (mode !== undefined) chmodSync(target, mode & 0o777);
}

/** As many links as the system itself would follow, one after another. */
const MAX_LINKS = 40;

/** Also where the link leads to a file that is still to be made. */
function realFile(file: string): string {
  let target = file;
  for (let links = 0; lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink() === true; links += 1) {
    // In a circle: the system's own error says so.
    if (links === MAX_LINKS) return realpathSync(file);
    // The directory first: a link is read from where it really lies.
    target = path.resolve(realpathSync(path.dirname(target)), readlinkSync(target));
  }
  return target;
}

export function readKept(home: HomePaths, file: string): Kept | null {
  try {
    const json = parseJson(readText(keptFile(home, file), 2 * MAX_RECORD_FILE_BYTES));
    const kept = json.ok ? parseWith(keptSchema, json.value) : json;
    return kept.ok && kept.value.file === file ? kept.value : null;
  } catch {
    return null;
  }
}

/** @throws file errors. */
export function writeKept(home: HomePaths, kept: Kept): void {
  writeFileAtomically(keptFile(home, kept.file), `${JSON.stringify(kept)}\n`);
}

export function removeKept(home: HomePaths, file: string): void {
  rmSync(keptFile(home, file), { force: true });
}

function keptFile(home: HomePaths, file: string): string {
  const name = createHash('sha256').update(file).digest('hex').slice(0, 16);
  return path.join(home.data, 'hooks', `${name}.json`);
}
