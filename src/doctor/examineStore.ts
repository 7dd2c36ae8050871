// What a home has stored: rows that are not as they should be, and logs that no Pod leads to.
import { commandName } from '../actions/commandName';
import type { DiagnosticKind, PodEntry, PodList } from '../podList/podList';
import type { Home } from '../protocol/homePaths';
import { orphanSegments } from '../store/orphanSegments';
import { type Finding, finding } from './finding';

/** More logs than these are only counted. */
const MAX_NAMED = 20;

const TOLD: ReadonlySet<DiagnosticKind> = new Set([
  'metadata-corrupt',
  'log-missing',
  'log-corrupt',
  'held-elsewhere',
  'log-written',
  'not-stored',
]);

/** The rows of that home, as every list has them; its registry is looked at by itself. */
export function examineRows(home: Home, { entries, problems }: PodList): readonly Finding[] {
  const faults = problems
    .filter(({ place, source }) => place === home.data && source !== 'registry')
    .map(({ message }) => finding('problem', 'home', message));
  const rows = entries.filter(({ id }) => id.place === home.data).flatMap((entry) => examineRow(home, entry));
  return [...faults, ...rows];
}

function examineRow({ name }: Home, { id, diagnostics }: PodEntry): readonly Finding[] {
  const word = commandName(name === undefined ? id.name : `${name}:${id.name}`);
  return diagnostics
    .filter(({ kind }) => TOLD.has(kind))
    .map(({ message }) =>
      finding('warning', 'store', `"${id.name}": ${message}.`, `More of it: podwatch explain ${word}`),
    );
}

/** Sessions that no record names: what is left where a record was lost. */
export function examineOrphans(home: Home): readonly Finding[] {
  const { segments: orphans, unreadable } = orphanSegments(home);
  const [first] = unreadable;
  const others = unreadable.length > 1 ? ` (or ${unreadable.length - 1} more)` : '';
  const whose =
    first === undefined ? 'belongs to no Pod' : `is that of "${first}"${others}, whose record is lost, or of no Pod`;
  const named = orphans
    .slice(0, MAX_NAMED)
    .map((segment) =>
      finding(
        'note',
        'store',
        `The log ${segment} in ${home.sessions} ${whose}.`,
        `Make a Pod of it: podwatch adopt ${segment} NAME -- CMD`,
      ),
    );
  const more = orphans.length - named.length;
  return more > 0 ? [...named, finding('note', 'store', `${more} more logs belong to no Pod.`)] : named;
}
