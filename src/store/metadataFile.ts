// `pods/<name>/metadata.json` on disk: what is durable of one Pod (formats §2).
import { rmdirSync, rmSync } from 'node:fs';
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

/** Replaces the record as a whole. @throws the error of the file system. */
export function writeMetadata(home: HomePaths, metadata: PodMetadata): void {
  writeFileAtomically(metadataPath(home, metadata.podName), formatPodMetadata(metadata));
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
