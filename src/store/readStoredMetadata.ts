// Reads one `pods/<name>/metadata.json` into the facts of a stored Pod (formats §2).
import fs from 'node:fs';
import type { StoredPod } from '../podList/podFacts';
import { parsePodMetadata } from '../protocol/podMetadata';
import { errnoOf, errorWords, isMissing } from './fileErrors';
import { fileSignature } from './fileSignature';
import { MAX_RECORD_FILE_BYTES, readTextWithStats } from './regularFile';
import { sharedLaunch } from './sharedLaunch';
import { mayBeInWriting, type Reading } from './tornReading';

/** `absent`: there is no such record. `unchanged`: the file still has the signature of the last reading. */
export type MetadataReading =
  | { readonly kind: 'absent' }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'read'; readonly signature: string | null; readonly metadata: StoredPod['metadata'] };

/** A record that does not parse is torn as long as its file is young; so one corrupt for long costs no waiting. */
export function readStoredMetadata(file: string, knownSignature: string | null): Reading<MetadataReading> {
  try {
    if (knownSignature !== null && signatureNow(file) === knownSignature) {
      return { value: { kind: 'unchanged' }, torn: false };
    }
    const { text, stats } = readTextWithStats(file, MAX_RECORD_FILE_BYTES);
    const metadata = parseMetadata(text);
    const torn = metadata.kind === 'corrupt' && mayBeInWriting(stats.mtimeMs);
    return { value: { kind: 'read', signature: fileSignature(stats), metadata }, torn };
  } catch (error) {
    if (isMissing(error)) return { value: { kind: 'absent' }, torn: false };
    const words = errnoOf(error) === 'EFTYPE' ? 'it is not a regular file' : errorWords(error);
    const metadata = { kind: 'corrupt', error: words } as const;
    return { value: { kind: 'read', signature: null, metadata }, torn: false };
  }
}

function signatureNow(file: string): string | null {
  const stats = fs.statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? null : fileSignature(stats);
}

function parseMetadata(text: string): StoredPod['metadata'] {
  const parsed = parsePodMetadata(text);
  if (!parsed.ok) return { kind: 'corrupt', error: text.trim() === '' ? 'the file is empty' : parsed.error };
  const { active, launch } = parsed.value;
  return {
    kind: 'ok',
    active,
    launch:
      launch &&
      sharedLaunch({
        kind: launch.kind,
        argv: launch.argv,
        cwd: launch.cwd,
        ...(launch.parent !== undefined && { parent: launch.parent }),
        ...(launch.earlierNames !== undefined && { earlierNames: launch.earlierNames }),
        ...(launch.session !== undefined && { session: launch.session }),
      }),
  };
}
