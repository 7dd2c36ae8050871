// What has happened between two lists, or since a moment, as events for scripts.
import type { Attention, LastExit, PodStatus } from './podFacts';
import type { PodEntry, PodList } from './podList';

type What =
  /** A record has come that no process of ours has made before our eyes. */
  | { readonly type: 'added' }
  /** Its socket answers. */
  | { readonly type: 'started'; readonly status: PodStatus | null; readonly directory: string | null }
  | { readonly type: 'status'; readonly status: PodStatus | null; readonly reason: string | null }
  | ({ readonly type: 'attention' } & Omit<Attention, 'since'>)
  /** It needs its user no more. */
  | { readonly type: 'seen' }
  /** What a list shows of its work is another one. */
  | { readonly type: 'output'; readonly preview: string | null; readonly title: string | null }
  | { readonly type: 'ended'; readonly exitCode: number | null; readonly signal: string | null }
  /** Nothing of it is left. */
  | { readonly type: 'removed' };

/** `at`: Unix ms, of the fact where it has a time of its own, else of when it was seen. Texts are untrusted. */
export type PodEvent = { readonly at: number; readonly name: string; readonly home: string } & What;

/** What turned `before` into `after`, `now` in Unix ms. Of what came and went in between nothing is told. */
export function podEvents(before: PodList, after: PodList, now: number): readonly PodEvent[] {
  const known = new Map(before.entries.map((entry) => [entry.key, entry]));
  const events: PodEvent[] = [];
  for (const entry of after.entries) {
    const old = known.get(entry.key);
    known.delete(entry.key);
    if (old !== entry) events.push(...changes(old, entry, now));
  }
  for (const gone of known.values()) {
    if (gone.state === 'live') events.push(event(gone, now, ended(gone.lastExit)));
    events.push(event(gone, now, { type: 'removed' }));
  }
  return events;
}

/**
 * What can still be told of the time after `since` (Unix ms): of each Pod its start, its last status, its open attention,
 * its last output. Oldest first. What was replaced meanwhile, seen or removed cannot be told.
 */
export function eventsSince(list: PodList, since: number): readonly PodEvent[] {
  const told = list.entries.flatMap((entry) => {
    const { startedAt, statusSince, attention, updatedAt } = entry;
    const isLive = entry.state === 'live';
    return [
      ...(isLive && startedAt !== null ? [event(entry, startedAt, started(entry))] : []),
      ...(isLive && statusSince !== null ? [event(entry, statusSince, status(entry))] : []),
      ...(attention === null ? [] : [event(entry, attention.since, asked(attention))]),
      ...(updatedAt === 0 ? [] : [event(entry, updatedAt, isLive ? output(entry) : ended(entry.lastExit))]),
    ];
  });
  return told.filter(({ at }) => at > since).sort((a, b) => a.at - b.at);
}

function changes(old: PodEntry | undefined, entry: PodEntry, now: number): readonly PodEvent[] {
  // Not seen is no event; what happened meanwhile is told once it is seen again.
  if (entry.lastSeenAt !== undefined) return [];
  if (old?.lastSeenAt !== undefined && old.state === 'unreachable') return sinceSeen(old, entry, now);
  const wasLive = old?.state === 'live';
  if (entry.state !== 'live') {
    if (wasLive) return [event(entry, now, ended(entry.lastExit))];
    // What is not whole yet is a Pod about to start.
    return old === undefined && entry.canRestore ? [event(entry, now, { type: 'added' })] : [];
  }
  if (!wasLive) {
    const { attention } = entry;
    const begun = event(entry, entry.startedAt ?? now, started(entry));
    return attention === null ? [begun] : [begun, event(entry, attention.since || now, asked(attention))];
  }
  return whileLive(old, entry, now);
}

/** It lived when its host was lost. */
function sinceSeen(old: PodEntry, entry: PodEntry, now: number): readonly PodEvent[] {
  if (entry.state !== 'live') return [event(entry, now, ended(entry.lastExit))];
  const { attention, status: word, statusReason } = entry;
  return whileLive(
    { ...old, status: word, statusReason, attention: attention === null ? null : old.attention },
    entry,
    now,
  );
}

function whileLive(old: PodEntry, entry: PodEntry, now: number): readonly PodEvent[] {
  const found: PodEvent[] = [];
  // Another process of the same Pod: its end and its start came between two looks.
  if (old.startedAt !== null && entry.startedAt !== null && old.startedAt !== entry.startedAt) {
    found.push(event(old, entry.startedAt, ended(null)), event(entry, entry.startedAt, started(entry)));
  }
  if (old.status !== entry.status || old.statusReason !== entry.statusReason) {
    found.push(event(entry, entry.statusSince ?? now, status(entry)));
  }
  const { attention } = entry;
  if (attention === null) {
    if (old.attention !== null) found.push(event(entry, now, { type: 'seen' }));
  } else if (isNews(old.attention, attention)) {
    found.push(event(entry, attention.since || now, asked(attention)));
  }
  if (old.preview !== entry.preview || old.title !== entry.title || old.updatedAt !== entry.updatedAt) {
    found.push(event(entry, old.updatedAt === entry.updatedAt ? now : entry.updatedAt, output(entry)));
  }
  return found;
}

function isNews(old: Attention | null, { kind, message, permissions, since }: Attention): boolean {
  if (old === null) return true;
  return old.kind !== kind || old.message !== message || old.permissions !== permissions || old.since !== since;
}

function event({ id }: PodEntry, at: number, what: What): PodEvent {
  return { at, name: id.name, home: id.place, ...what };
}

function started({ status: word, cwd }: PodEntry): What {
  return { type: 'started', status: word, directory: cwd };
}

function status({ status: word, statusReason }: PodEntry): What {
  return { type: 'status', status: word, reason: statusReason };
}

function asked({ kind, message, permissions }: Attention): What {
  return { type: 'attention', kind, message, permissions };
}

function output({ preview, title }: PodEntry): What {
  return { type: 'output', preview, title };
}

function ended(exit: LastExit | null): What {
  return { type: 'ended', exitCode: exit?.code ?? null, signal: exit?.signal ?? null };
}
