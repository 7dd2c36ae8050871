// What has been started before, and where: out of the list itself, the latest first.
import { commandText } from '../../podList/commandText';
import { lastActivity } from '../../podList/lastActivity';
import type { PodEntry, PodList } from '../../podList/podList';

/** `sh -c LINE`, as a line with shell syntax was started. */
const SHELL = /^(?:.*\/)?(?:ba|z|da|k|mk|fi|a)?sh$/;

const known = new WeakMap<PodList, readonly PodEntry[]>();

function latestFirst(list: PodList): readonly PodEntry[] {
  const found =
    known.get(list) ??
    list.entries
      .filter(({ foreign, launch }) => foreign === undefined && launch !== null)
      .sort((a, b) => started(b) - started(a));
  known.set(list, found);
  return found;
}

function started(entry: PodEntry): number {
  return entry.startedAt ?? lastActivity(entry);
}

/** Command lines as they would be typed again, each once; a shell alone is no news. */
export function recentCommands(list: PodList, holds: 'terminal' | 'agent'): readonly string[] {
  const lines = latestFirst(list).flatMap(({ launch }) => {
    if (launch === null || launch.kind !== holds) return [];
    const [program = '', flag, line, ...more] = launch.argv;
    if (!SHELL.test(program)) return [commandText(launch.argv)];
    return flag === '-c' && line !== undefined && more.length === 0 ? [line] : [];
  });
  return [...new Set(lines)].filter((line) => line !== '' && !line.includes('\n'));
}

/** Absolute paths, each once. */
export function recentDirectories(list: PodList): readonly string[] {
  return [...new Set(latestFirst(list).flatMap(({ launch }) => launch?.cwd ?? []))];
}
