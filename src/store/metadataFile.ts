// `pods/<name>/metadata.json` on disk: what is durable of one Pod (formats §2).
import { lstatSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type HomePaths, metadataPath } from '../protocol/homePaths';
import type { Parsed } from '../protocol/parsed';
import { formatPodMetadata, type PodMetadata, parsePodMetadata } from '../protocol/podMetadata';
import { errorWords, isMissing } from './fileErrors';
import { MAX_RECORD_FILE_BYTES, readText } from './regularFile';
import { writeFileAtomically } from './writeFileAtomically';

/** Null: no such record. An error names the file and what is wrong with it. */
export function readMetadata(home: HomePaths, podName: string): Parsed<PodMetadata> | null {
  const file = metadataPath(home, podName);
  let text: string;
  try {
    text = readText(file, MAX_RECORD_FILE_BYTES);
  } catch (error) {
    if (isMissing(error)) return null;
    return { ok: false, error: `${file} cannot be read: ${errorWords(error)}` };
  }
  const parsed = parsePodMetadata(text);
  return parsed.ok ? parsed : { ok: false, error: `${file}: ${parsed.error}` };
}

/** Changes what is ours in the record; fields of others stay. Gives what it was, as text. @throws file errors. */
export function writeMetadata(home: HomePaths, metadata: PodMetadata): string | null {
  const file = metadataPath(home, metadata.podName);
  const before = textOf(file);
  writeFileAtomically(file, formatPodMetadata(metadata, before));
  return before;
}

/** Null: there is none that could be kept. */
function textOf(file: string): string | null {
  try {
    return readText(file, MAX_RECORD_FILE_BYTES);
  } catch {
    return null;
  }
}

/** Why a name cannot be had although no list shows a Pod of it: one sentence. Links are no Pods (formats §2). Null: it is none. */
export function linkFault(home: HomePaths, podName: string): string | null {
  const directory = path.dirname(metadataPath(home, podName));
  try {
    if (lstatSync(directory, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return null;
  } catch {
    return null;
  }
  return `${directory} is a link, and links are no Pods. Choose another name, or put the directory itself there.`;
}

/** Puts back what `writeMetadata` has replaced, where the record is still as that left it, and can be written. */
export function restoreMetadata(home: HomePaths, metadata: PodMetadata, before: string): void {
  const file = metadataPath(home, metadata.podName);
  if (textOf(file) !== formatPodMetadata(metadata, before)) return;
  try {
    writeFileAtomically(file, before);
  } catch {
    // What was written is whole, too.
  }
}

/** Removes the record of a Pod that never came to life. What else lies in its directory stays. */
export function removeMetadata(home: HomePaths, podName: string): void {
  const file = metadataPath(home, podName);
  rmSync(file, { force: true });
  try {
    rmdirSync(path.dirname(file));
  } catch {
    // Not empty, or gone already: nothing of ours is left in it.
  }
}
