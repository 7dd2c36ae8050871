// One Pod's facts, live and stored, become one row (formats §6).

import type { LivePod, LogFact, PodAction, StoredPod, Unreached } from './podFacts';
import type { Diagnostic, PodEntry } from './podList';
import { LIVE_PENDING_SEGMENT, logPreview, PENDING_SEGMENT, storedPreview, trimText } from './previews';
import { type Restorability, STILL_PROBING, storedRestorability } from './restorability';

/** What is known of one identity; at least one of the two is there. */
type PodSides = (
  | { readonly live: LivePod; readonly stored: StoredPod | null }
  | { readonly live: null; readonly stored: StoredPod }
) & {
  /** Name of another Pod of the place that lives and writes the log which this one's record names; missing: none does. */
  readonly writer?: string;
};

/** Code points of a preview that a Pod tells. */
const MAX_LINE = 200;

/** What either side brings to the fields that are filled from the first side that knows. */
interface Fill {
  readonly sessionId: string | null;
  readonly segmentId: string | null;
  readonly preview: string | null;
  readonly updatedAt: number;
  readonly title: string | null;
}

/** Of many rows, and one object. */
const NO_DIAGNOSTICS: readonly Diagnostic[] = [];

/** What only a live Pod tells. */
const SILENT: Pick<PodEntry, 'status' | 'statusSince' | 'statusReason' | 'attention' | 'startedAt' | 'extensions'> = {
  status: null,
  statusSince: null,
  statusReason: null,
  attention: null,
  startedAt: null,
  extensions: [],
};

const NOTHING: Fill = { sessionId: null, segmentId: null, preview: null, updatedAt: 0, title: null };

/** The row of one Pod. Pure, and indifferent to which source spoke first. `key`: `podKey` of it, the same text for who has it already. */
export function mergePod(sides: PodSides, key: string): PodEntry {
  const entry = mergeSides(sides, key);
  const unreached = sides.live?.unreached ?? sides.stored?.unreached;
  return unreached === undefined ? entry : asLastSeen(entry, unreached);
}

/** What lives there may live on: it is not stopped by not being seen, calls nobody, and nothing can be done with it. */
function asLastSeen(entry: PodEntry, { words, seenAt }: Unreached): PodEntry {
  const refused: readonly PodAction[] = ['open', 'attach', 'restore', 'send', 'stop', 'remove', 'archive', 'rename'];
  return {
    ...entry,
    state: entry.state === 'live' ? 'unreachable' : entry.state,
    ...{ status: null, attention: null, socketPath: null, extensions: [], canAttach: false, canRestore: false },
    notRestorableReason: words,
    refusals: Object.fromEntries(refused.map((action) => [action, words])),
    lastSeenAt: seenAt,
    diagnostics: [{ kind: 'host-not-reached', message: words }],
  };
}

function mergeSides({ live, stored, writer }: PodSides, key: string): PodEntry {
  const id = live === null ? stored.id : live.id;
  const isLive = live !== null && live.reach === 'reachable';
  const fill = live === null ? storedFill(stored) : filled(live, stored);
  const launch = stored?.metadata.kind === 'ok' ? stored.metadata.launch : null;
  const restorability = restorabilityOf(live, stored, writer);
  const notRestorableReason = isLive ? null : restorability.reason;
  const { status, statusSince, statusReason, attention, startedAt, extensions } = isLive ? live : SILENT;
  const entry = {
    id,
    key,
    state: stateOf(isLive, stored),
    status,
    statusSince,
    statusReason,
    attention,
    startedAt,
    title: (isLive ? live.title : null) ?? fill.title,
    sessionId: fill.sessionId,
    segmentId: fill.segmentId,
    updatedAt: fill.updatedAt,
    preview: fill.preview,
    socketPath: isLive && live.foreign === undefined ? live.socketPath : null,
    cwd: live?.cwd ?? directoryOf(stored),
    launch,
    lastExit: isLive ? null : (lastExitOf(stored?.log) ?? lastExitOf(live?.log?.fact)),
    extensions,
    canAttach: isLive,
    canRestore: !isLive && notRestorableReason === null,
    notRestorableReason,
    // Whatever runs is shown.
    isArchived: !isLive && stored?.isArchived === true,
    diagnostics: diagnosticsOf(live, stored, restorability.diagnostic),
  };
  // Of nearly all of a hundred thousand there is no more.
  if (live === null && isPlain(stored)) return entry;
  const output = isLive ? outputOf(live, fill.preview) : {};
  return { ...entry, ...output, ...refusalsOf(live, stored), ...foreignOf(live, stored) };
}

function isPlain({ holder, refusals, foreign }: StoredPod): boolean {
  return holder === undefined && refusals === undefined && foreign === undefined;
}

/** Whoever has it elsewhere would lose it from under itself. */
function refusalsOf(live: LivePod | null, stored: StoredPod | null): Pick<PodEntry, 'refusals'> {
  const isHeld = live?.reach !== 'reachable' && stored?.holder !== undefined;
  const held = isHeld ? { remove: stored.holder.words } : {};
  const refusals = { ...held, ...stored?.refusals, ...live?.refusals };
  return Object.keys(refusals).length === 0 ? {} : { refusals };
}

function foreignOf(live: LivePod | null, stored: StoredPod | null): Pick<PodEntry, 'foreign'> {
  const foreign = live?.foreign ?? stored?.foreign;
  return foreign === undefined ? {} : { foreign };
}

function directoryOf(stored: StoredPod | null): string | null {
  const launch = stored?.metadata.kind === 'ok' ? stored.metadata.launch : null;
  return launch?.cwd ?? stored?.foreign?.directory ?? null;
}

function stateOf(isLive: boolean, stored: StoredPod | null): PodEntry['state'] {
  if (isLive) return 'live';
  if (stored === null) return 'unreachable';
  return stored.metadata.kind === 'corrupt' ? 'corrupt' : 'stopped';
}

function restorabilityOf(live: LivePod | null, stored: StoredPod | null, writer: string | undefined): Restorability {
  const fromStore = stored === null ? null : storedRestorability(stored, writer);
  // Until the socket has refused, the Pod may be live; what is wrong with its record stays worth saying.
  if (live?.reach === 'probing') return { reason: STILL_PROBING, diagnostic: fromStore?.diagnostic ?? null };
  return fromStore ?? { reason: 'its socket does not answer, and nothing of it is stored', diagnostic: null };
}

function filled(live: LivePod, stored: StoredPod | null): Fill {
  const [told, kept] = [liveFill(live), storedFill(stored)];
  if (live.reach === 'reachable') return withLivePending(fillFrom(told, kept));
  // A stopped row shows what a restore would bring back; a dead allocation only fills what is still unknown.
  return fillFrom(kept, told);
}

function fillFrom(first: Fill, then: Fill): Fill {
  return {
    sessionId: first.sessionId ?? then.sessionId,
    segmentId: first.segmentId ?? then.segmentId,
    preview: first.preview ?? then.preview,
    updatedAt: Math.max(first.updatedAt, then.updatedAt),
    title: first.title ?? then.title,
  };
}

function liveFill(live: LivePod): Fill {
  // A log that vanished since it was found is as good as not found.
  const log = live.log === null || live.log.fact.kind === 'missing' ? null : live.log;
  return {
    sessionId: log?.sessionId ?? null,
    segmentId: live.segmentId,
    preview: log === null ? null : logPreview(log.fact),
    updatedAt: lastActivity(log?.fact),
    title: titleOf(log?.fact),
  };
}

function storedFill(stored: StoredPod | null): Fill {
  if (stored === null) return NOTHING;
  const active = stored.metadata.kind === 'ok' ? stored.metadata.active : null;
  return {
    sessionId: active?.sessionId ?? null,
    segmentId: active?.segmentId ?? null,
    preview: storedPreview(stored),
    updatedAt: lastActivity(stored.log),
    title: titleOf(stored.log),
  };
}

/** A live Pod that has logged nothing yet says so instead of looking empty (formats §6). */
function withLivePending(fill: Fill): Fill {
  const isPending =
    fill.updatedAt === 0 && (fill.preview === PENDING_SEGMENT || (fill.preview === null && fill.segmentId !== null));
  return isPending ? { ...fill, preview: LIVE_PENDING_SEGMENT } : fill;
}

function outputOf(live: LivePod, logged: string | null): Pick<PodEntry, 'preview' | 'outputAt' | 'outputBytes'> {
  const { lastOutput } = live;
  const preview = livePreview(live, logged);
  if (lastOutput === undefined) return { preview };
  const { at, bytes } = lastOutput;
  return { preview, outputAt: at, ...(bytes !== undefined && { outputBytes: bytes }) };
}

/** What was said of it, else what its screen shows now, else its log; a pending one says so whatever it shows. */
function livePreview({ isStatusSaid, statusReason, lastOutput }: LivePod, logged: string | null): string | null {
  if (logged === LIVE_PENDING_SEGMENT) return logged;
  if (isStatusSaid === true && statusReason !== null && statusReason !== '') return statusReason;
  const line = lastOutput?.line.trim() ?? '';
  return line === '' ? logged : trimText(line, MAX_LINE);
}

/** Unix ms; a time that is no time counts as unknown, or the order of the list would fall apart. */
function lastActivity(log: LogFact | null | undefined): number {
  return log?.kind === 'readable' && log.updatedAt > 0 ? log.updatedAt : 0;
}

function titleOf(log: LogFact | null | undefined): string | null {
  return log?.kind === 'readable' ? log.title : null;
}

function lastExitOf(log: LogFact | null | undefined): PodEntry['lastExit'] {
  return log?.kind === 'readable' ? log.lastExit : null;
}

/** What is worth saying of a record even though its Pod is live; the rest is the normal life of a young Pod. */
const NOTABLE_WHILE_LIVE: ReadonlySet<Diagnostic['kind']> = new Set(['metadata-corrupt', 'log-missing', 'log-corrupt']);

function diagnosticsOf(
  live: LivePod | null,
  stored: StoredPod | null,
  record: Diagnostic | null,
): readonly Diagnostic[] {
  // Nearly all of a hundred thousand.
  if (live === null && record === null) return NO_DIAGNOSTICS;
  const found: Diagnostic[] = [];
  const isLive = live?.reach === 'reachable';
  if (live !== null && live.foreign === undefined) {
    const reach = reachDiagnostic(live);
    if (reach !== null) found.push(reach);
    if (isLive) for (const message of live.faults ?? []) found.push({ kind: 'not-stored', message });
    if (stored === null) found.push({ kind: 'missing-stored-metadata', message: 'no metadata of it is stored' });
  }
  const kept = record !== null && (!isLive || NOTABLE_WHILE_LIVE.has(record.kind));
  if (kept) found.push(record);
  return found;
}

function reachDiagnostic(live: LivePod): Diagnostic | null {
  if (live.reach === 'unreachable') {
    const why = live.error === null ? '' : `: ${live.error}`;
    if (live.socketPath === '') return { kind: 'live-unreachable', message: `its registry entry cannot be used${why}` };
    return { kind: 'live-unreachable', message: `its socket ${live.socketPath} does not answer${why}` };
  }
  if (live.reach === 'probing') {
    return { kind: 'live-probing', message: `${STILL_PROBING} (${live.socketPath})` };
  }
  return live.status === null ? { kind: 'live-status-unknown', message: 'it is live but reports no status' } : null;
}
