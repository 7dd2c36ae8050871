// How much the disks of a home have left: on a full one no Pod can start, and those that run cannot keep what they show.
import { type BigIntStatsFs, statfsSync, statSync } from 'node:fs';
import { type Finding, finding } from './finding';

/** As much as a Pod's recording may take, bytes: with less some Pod soon cannot write. */
const LITTLE = 16n * 1024n * 1024n;
const ADVICE =
  'Make room, e.g. podwatch prune --older-than 30d removes stopped Pods in which nothing has happened since.';

type Space = Pick<BigIntStatsFs, 'bavail' | 'bsize' | 'blocks'>;

/** One finding for each disk that has little left; directories that are not there are passed over. `spaceOf` throws file errors. */
export function examineSpace(
  directories: readonly string[],
  spaceOf: (directory: string) => Space = (directory) => statfsSync(directory, { bigint: true }),
): readonly Finding[] {
  const seen = new Set<number>();
  return directories.flatMap((directory) => {
    try {
      const { dev } = statSync(directory);
      if (seen.has(dev)) return [];
      seen.add(dev);
      return findingOf(directory, spaceOf(directory));
    } catch {
      // What cannot be looked at is told by who examines the directory itself.
      return [];
    }
  });
}

function findingOf(directory: string, { bavail, bsize, blocks }: Space): readonly Finding[] {
  const left = bavail * bsize;
  // Some file systems do not count.
  if (blocks === 0n || left >= LITTLE) return [];
  if (left > 0n)
    return [finding('warning', 'home', `Only ${left / 1024n} KiB are left on the disk of ${directory}.`, ADVICE)];
  const message = `No space is left on the disk of ${directory}: no Pod can start, and what Pods put out is not kept.`;
  return [finding('problem', 'home', message, ADVICE)];
}
