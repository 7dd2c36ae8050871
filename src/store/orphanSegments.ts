// Logs in a home that no Pod leads to: nothing is lost with a record, as long as its log can be found again.
import { readdirSync } from 'node:fs';
import type { HomePaths } from '../protocol/homePaths';
import { isMissing } from './fileErrors';
import { readMetadata } from './metadataFile';
import { readRegistry } from './readRegistry';
import { listSessions, segmentsOf } from './sessionFiles';

/**
 * `SESSION/SEGMENT` of the newest segment of each session that neither a record nor the registry names, newest first. None
 * while a record cannot be read: it may name any of them.
 */
export function orphanSegments(home: HomePaths): readonly string[] {
  const known = knownIds(home);
  if (known === null) return [];
  return listSessions(home).flatMap((sessionId) => {
    if (known.has(sessionId)) return [];
    const segments = segmentsOf(home, sessionId)
      .filter((id) => !id.endsWith('.trace'))
      .sort();
    const newest = segments.at(-1);
    return newest === undefined || segments.some((id) => known.has(id)) ? [] : [`${sessionId}/${newest}`];
  });
}

/** Sessions of the records, segments of the registry. */
function knownIds(home: HomePaths): ReadonlySet<string> | null {
  const { value } = readRegistry(home.registry);
  const running = value.kind === 'read' ? (value.table ?? []) : [];
  const known = new Set(running.flatMap(({ segment_id }) => segment_id ?? []));
  let names: readonly string[];
  try {
    names = readdirSync(home.pods);
  } catch (error) {
    return isMissing(error) ? known : null;
  }
  for (const name of names) {
    const record = readMetadata(home, name);
    if (record !== null && !record.ok) return null;
    if (record?.ok && record.value.active !== null) known.add(record.value.active.sessionId);
  }
  return known;
}
