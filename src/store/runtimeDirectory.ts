// The runtime directory of a home: the user's own, and nobody else's to write in.
import { statSync } from 'node:fs';
import type { HomePaths } from '../protocol/homePaths';
import type { Parsed } from '../protocol/parsed';
import { errorWords, isMissing } from './fileErrors';
import { makeDirectory } from './makeDirectory';
import { isOwn } from './socketOwner';

const OTHERS_WRITE = 0o022;

/** Makes it (0700) where it is missing. An error is one sentence for the user. */
export function ensureRuntimeDirectory({ runtime }: HomePaths): Parsed<null> {
  try {
    makeDirectory(runtime);
  } catch (error) {
    return { ok: false, error: `The runtime directory ${runtime} cannot be made: ${errorWords(error)}` };
  }
  const fault = runtimeFault(runtime);
  return fault === null ? { ok: true, value: null } : { ok: false, error: fault };
}

/** Why a runtime directory must not be trusted, in one sentence; null where it can be, or is not there. */
export function runtimeFault(runtime: string): string | null {
  try {
    const { uid, mode } = statSync(runtime);
    if (!isOwn(uid)) {
      const advice = 'Name one of your own with PODWATCH_RUNTIME_DIR (or PODWATCH_HOME).';
      return `The runtime directory ${runtime} cannot be trusted: it belongs to another user (uid ${uid}). ${advice}`;
    }
    if ((mode & OTHERS_WRITE) === 0) return null;
    const shown = (mode & 0o7777).toString(8);
    return `The runtime directory ${runtime} cannot be trusted: others may write in it (mode ${shown}). Take that away: chmod go-w`;
  } catch (error) {
    if (isMissing(error)) return null;
    return `The runtime directory ${runtime} cannot be looked at: ${errorWords(error)}`;
  }
}
