// The sessions of agent CLIs as places, one a tool: read, never written; restored as a new Pod in our own home.
import { defer, map, type Observable, share, switchMap } from 'rxjs';
import { failure } from '../actions/actionFailure';
import { outputFile } from '../actions/listOutput';
import { dialSocket } from '../client/dialSocket';
import type { ForeignFacts, LiveElsewhere, LivePod, LogFact, StoredPod } from '../podList/podFacts';
import type { FactSource, PlaceSnapshot, Surroundings } from '../streams/placeFacts';
import type { ForeignTool } from './foreign/foreignTool';
import { FOREIGN_TOOLS } from './foreign/foreignTools';
import type { ForeignSnapshot } from './foreign/scanSessions';
import type { ForeignProblem, ForeignSession } from './foreign/sessionFacts';
import { watchForeignSessions } from './foreign/watchForeignSessions';
import type { Place } from './place';
import { refusingPlace } from './refusingPlace';
import { restoreSession, type SessionPlacesRequest } from './restoreSession';
import { sessionWhereabouts, type Whereabouts } from './sessionWhereabouts';

/** What is listed, and where something can be done with a row of it. */
export interface SessionPlaces {
  readonly sources: readonly FactSource[];
  /** A row's `place` is the id of one of them. */
  readonly places: readonly Place[];
}

/** One place a tool, its id the tool's name; one source for all of them, as they share a look at the disk. */
export function sessionPlaces(
  request: SessionPlacesRequest,
  tools: readonly ForeignTool[] = FOREIGN_TOOLS,
): SessionPlaces {
  const { env, ...options } = { ...request, tools };
  const looks = new WeakMap<Surroundings, Observable<PlacedSnapshot>>();
  const lookIn = (around: Surroundings): Observable<PlacedSnapshot> => {
    const look = () =>
      watchForeignSessions(env, { ...options, changes: around.changes, isOnce: around.isOnce === true }).pipe(
        switchMap(async (snapshot) => ({ ...snapshot, where: await sessionWhereabouts(snapshot.sessions, request) })),
        share(),
      );
    const known = looks.get(around) ?? look();
    looks.set(around, known);
    return known;
  };
  const watch = (around: Surroundings, only: ForeignTool | null) =>
    defer(() => lookIn(around)).pipe(map((snapshot) => snapshotOf(only === null ? tools : [only], snapshot)));
  const places = tools.map(
    (tool): Place => ({
      ...refusingPlace(() => failure('not-eligible', `A session of ${tool.label} is no Pod yet: restore it first.`)),
      id: tool.name,
      // Where it answers once it has been restored: then it is a Pod of ours.
      dial: ({ socketPath }) =>
        socketPath === null
          ? failure('not-eligible', `A session of ${tool.label} is no Pod yet: restore it first.`)
          : { kind: 'done', dial: dialSocket(socketPath), socketPath },
      watch: (around) => watch(around, tool),
      // The others are searched where they are kept.
      listOutput: ({ foreign }) => (foreign?.file.endsWith('.jsonl') ? outputFile(foreign.file, 'session') : []),
      restore: (id, order) => restoreSession({ ...request, tool, sessionId: id.name, order }),
    }),
  );
  return { sources: [{ id: 'sessions', watch: (around) => watch(around, null) }], places };
}

/** With where those of them run that are live. */
interface PlacedSnapshot extends ForeignSnapshot {
  readonly where: ReadonlyMap<ForeignSession, Whereabouts>;
}

function snapshotOf(
  tools: readonly ForeignTool[],
  { sessions, problems, loading, where }: PlacedSnapshot,
): PlaceSnapshot {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const own = sessions.filter((session) => byName.has(session.tool));
  return {
    stored: own.flatMap((session) => {
      const at = where.get(session) ?? null;
      return at === null || at.show === null ? [storedSession(session, at)] : [];
    }),
    live: own.flatMap((session) => {
      const at = where.get(session) ?? null;
      return at === null || at.show === null ? [] : [shownSession(session, at, at.show)];
    }),
    problems: problems.flatMap((problem) => {
      const tool = byName.get(problem.tool);
      if (tool === undefined) return [];
      // A line that nobody can read is one bad line, as in any log: the session is there.
      const source = problem.kind === 'bad-lines' ? 'session-lines' : 'sessions';
      return [{ source, place: tool.name, message: problemText(tool, problem) }];
    }),
    loading,
    lastSeenAt: null,
  };
}

const known = new WeakMap<ForeignSession, { readonly stored: StoredPod; readonly where: string | null }>();

/** The same object for the same session in the same place. */
function storedSession(session: ForeignSession, at: Whereabouts | null): StoredPod {
  const where = at?.words ?? null;
  const last = known.get(session);
  if (last?.where === where) return last.stored;
  const stored = toStored(session, at);
  known.set(session, { stored, where });
  return stored;
}

/** Another program shows it: opening it leads there. */
function shownSession(session: ForeignSession, at: Whereabouts, show: readonly string[]): LivePod {
  const { tool, sessionId, title, directory } = session;
  const refusal = `it runs in ${at.shownIn}: open it and do it there`;
  return {
    id: { place: tool, name: sessionId },
    ...{ socketPath: '', segmentId: null, reach: 'reachable', status: null, statusSince: null, statusReason: null },
    ...{ attention: null, title, cwd: directory, startedAt: null, extensions: ['terminal'], error: null },
    log: { sessionId, fact: logOf(session) },
    refusals: { send: refusal, stop: refusal, remove: 'another program keeps it: remove it there' },
    foreign: { ...foreignFacts(session, at), attachCommand: show },
  };
}

function logOf({ updatedAt, lastWords, title }: ForeignSession): LogFact {
  return { kind: 'readable', updatedAt, preview: lastWords, hasEntries: true, title, lastExit: null };
}

function foreignFacts(session: ForeignSession, at: Whereabouts | null): ForeignFacts {
  const { tool, directory, branch, file, size, notes, resume, lacksDirectory } = session;
  const facts = { tool, directory, branch, file, size, notes, ...(lacksDirectory && { lacksDirectory }) };
  const reason = reasonAt(session, at);
  const liveElsewhere = elsewhere(session, at);
  return { kind: 'session', ...facts, liveElsewhere, reason, attachCommand: null, restoreCommand: resume };
}

function elsewhere({ liveElsewhere }: ForeignSession, at: Whereabouts | null): LiveElsewhere | null {
  if (liveElsewhere === null || at === null) return liveElsewhere;
  const { words, pod } = at;
  return { ...liveElsewhere, ...(words !== '' && { where: words }), ...(pod !== null && { pod }) };
}

/** To restore what runs in a Pod of ours is to open that Pod; of what runs elsewhere it is said where. */
function reasonAt({ reason, liveElsewhere, isBusy }: ForeignSession, at: Whereabouts | null): string | null {
  if (liveElsewhere === null || at === null || !isBusy) return reason;
  return at.pod === null ? `it runs in process ${liveElsewhere.pid} ${at.words}`.trimEnd() : null;
}

function toStored(session: ForeignSession, at: Whereabouts | null): StoredPod {
  const { tool, sessionId, directory, resume } = session;
  return {
    id: { place: tool, name: sessionId },
    metadata: {
      kind: 'ok',
      active: { sessionId, segmentId: null },
      launch: resume === null || directory === null ? null : { kind: 'terminal', argv: resume, cwd: directory },
    },
    log: logOf(session),
    refusals: { remove: 'another program keeps it: remove it there' },
    foreign: foreignFacts(session, at),
  };
}

function problemText({ label }: ForeignTool, { count, file, message, kind }: ForeignProblem): string {
  const others = count === 1 ? '' : `, and ${count - 1} more like it`;
  const what = kind === 'bad-lines' ? 'is not read whole' : 'is not read';
  return `${label}: ${file} ${what}: ${message}${others}.`;
}
