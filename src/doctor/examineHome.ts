// The directories of a home: whose they are, who may write in them, and how long a Pod's name may be there.
import { accessSync, chmodSync, constants, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { failure, type Outcome } from '../actions/actionFailure';
import type { Home } from '../protocol/homePaths';
import { errorText, errorWords, isMissing } from '../store/fileErrors';
import { isOwn } from '../store/socketOwner';
import { thisSystem } from '../system/thisSystem';
import { examineSpace } from './examineSpace';
import { type Finding, finding } from './finding';

/** What a new Pod of ours may be called at most, bytes. */
const USUAL_NAME_BYTES = 64;
const OTHERS_WRITE = 0o022;
const OTHERS_READ = 0o077;
/** What comes of a directory in which others may write. */
const STORE_OPEN = { level: 'warning', so: 'they can remove and replace what is kept of Pods' } as const;
const RUNTIME_OPEN = { level: 'problem', so: 'Pods refuse to start there' } as const;

/** `isOurs`: new Pods go there; in a home of others nothing is ever changed. */
export function examineHome(home: Home, isOurs: boolean): readonly Finding[] {
  const found = [
    ...examineDirectory(home.data, isOurs, STORE_OPEN),
    ...examineDirectory(home.runtime, isOurs, RUNTIME_OPEN),
  ];
  return isOurs ? [...found, ...examineSpace([home.data, home.runtime]), ...examineLengths(home)] : found;
}

function examineDirectory(
  directory: string,
  isOurs: boolean,
  open: typeof STORE_OPEN | typeof RUNTIME_OPEN,
): readonly Finding[] {
  let stats: Stats;
  try {
    stats = statSync(directory);
  } catch (error) {
    if (isMissing(error)) return [finding('note', 'home', `${directory} is not there yet.`)];
    const message = `${directory} cannot be looked at: ${errorWords(error)}.`;
    return [finding('problem', 'home', message, 'See to it that you may enter it and those above it.')];
  }
  if (!stats.isDirectory()) {
    return [finding('problem', 'home', `${directory} is not a directory.`, 'Move it away, or name another home.')];
  }
  if (!isOwn(stats.uid)) {
    const advice = 'Name a directory of your own: PODWATCH_HOME, PODWATCH_DATA_DIR, PODWATCH_RUNTIME_DIR.';
    return [
      finding(
        isOurs ? 'problem' : 'warning',
        'home',
        `${directory} belongs to another user (uid ${stats.uid}).`,
        advice,
      ),
    ];
  }
  return isOurs ? [...examineMode(directory, stats.mode, open), ...examineWriting(directory)] : [];
}

function examineMode(
  directory: string,
  mode: number,
  open: typeof STORE_OPEN | typeof RUNTIME_OPEN,
): readonly Finding[] {
  const shown = (mode & 0o777).toString(8);
  const mend = { what: `its mode be 700`, run: async () => changeMode(directory) };
  if ((mode & OTHERS_WRITE) !== 0) {
    const message = `Others may write in ${directory} (mode ${shown}): ${open.so}.`;
    return [finding(open.level, 'home', message, `chmod 700 ${directory}`, mend)];
  }
  if ((mode & OTHERS_READ) === 0) return [];
  const message = `Others may look into ${directory} (mode ${shown}).`;
  return [finding('note', 'home', message, `chmod 700 ${directory}`, mend)];
}

function changeMode(directory: string): Outcome {
  try {
    chmodSync(directory, 0o700);
    return { kind: 'done' };
  } catch (error) {
    return failure('failed', `The mode of ${directory} cannot be changed: ${errorText(error)}`);
  }
}

function examineWriting(directory: string): readonly Finding[] {
  try {
    accessSync(directory, constants.W_OK | constants.X_OK);
    return [];
  } catch (error) {
    const message = `Nothing can be written in ${directory}: ${errorWords(error)}.`;
    return [
      finding(
        'problem',
        'home',
        message,
        'Pods can be looked at, not started. Make it writable, or name another home.',
      ),
    ];
  }
}

function examineLengths({ runtime }: Home): readonly Finding[] {
  const room = thisSystem.maxSocketPath - Buffer.byteLength(path.join(runtime, 'x', 'sock')) + 1;
  if (room >= USUAL_NAME_BYTES) return [];
  const advice = 'Name a shorter runtime directory: PODWATCH_RUNTIME_DIR.';
  if (room < 1) return [finding('problem', 'home', `${runtime} is too long: no socket can be bound in it.`, advice)];
  return [
    finding('warning', 'home', `In ${runtime} a Pod's name has at most ${room} bytes: sockets allow no more.`, advice),
  ];
}
