// Logs in a home that no Pod leads to: nothing is lost with a record, as long as its log can be found again.
import { readdirSync } from 'node:fs';
import type { HomePaths } from '../protocol/homePaths';
import { isMissing } from './fileErrors';
import { readMetadata } from './metadataFile';
import { readRegistry } from './readRegistry';
import { listSessions, segmentsOf } from './sessionFiles';

export interface OrphanSegments {
  /** `SESSION/SEGMENT` of the newest segment of each session that neither a record nor the registry names, newest first. */
  readonly segments: readonly string[];
  /** Of Pods whose records cannot be read: any of the segments may be theirs. */
  readonly unreadable: readonly string[];
}

/** Nothing where the records cannot be listed. */
export function orphanSegments(home: HomePaths): OrphanSegments {
  const known = new Set<string>();
  const unreadable = addKnownIds(home, known);
  return unreadable === null ? { segments: [], unreadable: [] } : { segments: unknownTo(known, home), unreadable };
}

function unknownTo(known: ReadonlySet<string>, home: HomePaths): readonly string[] {
  return listSessions(home).flatMap((sessionId) => {
    if (known.has(sessionId)) return [];
    const segments = segmentsOf(home, sessionId)
      .filter((id) => !id.endsWith('.trace'))
      .sort();
    const newest = segments.at(-1);
    return newest === undefined || segments.some((id) => known.has(id)) ? [] : [`${sessionId}/${newest}`];
  });
}

/** Sessions of the records, segments of the registry. @returns the names of the records that cannot be read; null: no record can. */
function addKnownIds(home: HomePaths, known: Set<string>): readonly string[] | null {
  const { value } = readRegistry(home.registry);
  for (const { segment_id } of value.kind === 'read' ? (value.table ?? []) : []) if (segment_id) known.add(segment_id);
  let names: readonly string[];
  try {
    names = readdirSync(home.pods);
  } catch (error) {
    return isMissing(error) ? [] : null;
  }
  return names.filter((name) => {
    const record = readMetadata(home, name);
    if (record?.ok && record.value.active !== null) known.add(record.value.active.sessionId);
    return record !== null && !record.ok;
  });
}
