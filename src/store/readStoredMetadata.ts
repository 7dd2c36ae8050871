// Reads one `pods/<name>/metadata.json` into the facts of a stored Pod (formats §2).
import fs from 'node:fs';
import type { StoredPod } from '../podList/types';
import { parsePodMetadata } from '../protocol/podMetadata';
import { errnoOf, errorWords } from './fileErrors';
import { fileSignature } from './fileSignature';
import { MAX_RECORD_FILE_BYTES, readText } from './regularFile';
import { mayBeInWriting, type Reading } from './tornReading';

/** `absent`: there is no such record. `unchanged`: the file still has the signature of the last reading. */
export type MetadataReading =
  | { readonly kind: 'absent' }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'read'; readonly signature: string | null; readonly metadata: StoredPod['metadata'] };

const NO_FILE = { kind: 'corrupt', error: 'it is not a regular file' } as const;

/** A record that does not parse is torn as long as its file is young; so one corrupt for long costs no waiting. */
export function readStoredMetadata(file: string, knownSignature: string | null): Reading<MetadataReading> {
  try {
    const stats = fs.statSync(file, { bigint: true, throwIfNoEntry: false });
    if (stats === undefined) return { value: { kind: 'absent' }, torn: false };
    const signature = fileSignature(stats);
    if (signature !== null && signature === knownSignature) return { value: { kind: 'unchanged' }, torn: false };
    const metadata = stats.isFile() ? parseMetadata(readText(file, MAX_RECORD_FILE_BYTES)) : NO_FILE;
    const torn = metadata.kind === 'corrupt' && mayBeInWriting(Number(stats.mtimeMs));
    return { value: { kind: 'read', signature, metadata }, torn };
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return { value: { kind: 'absent' }, torn: false };
    const metadata = { kind: 'corrupt', error: errorWords(error) } as const;
    return { value: { kind: 'read', signature: null, metadata }, torn: false };
  }
}

function parseMetadata(text: string): StoredPod['metadata'] {
  const parsed = parsePodMetadata(text);
  if (!parsed.ok) return { kind: 'corrupt', error: text.trim() === '' ? 'the file is empty' : parsed.error };
  const { active, launch } = parsed.value;
  return {
    kind: 'ok',
    active,
    launch: launch && {
      kind: launch.kind,
      argv: launch.argv,
      cwd: launch.cwd,
      ...(launch.parent !== undefined && { parent: launch.parent }),
    },
  };
}
