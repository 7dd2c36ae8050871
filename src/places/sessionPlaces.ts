// The sessions of agent CLIs as places, one a tool: read, never written; restored as a new Pod in our own home.
import { defer, map, type Observable, share, switchMap } from 'rxjs';
import { failure } from '../actions/actionFailure';
import { outputFile } from '../actions/listOutput';
import { dialSocket } from '../client/dialSocket';
import type { ForeignFacts, LivePod, LogFact, StoredPod } from '../podList/podFacts';
import type { FactSource, PlaceSnapshot, Surroundings } from '../streams/placeFacts';
import type { ForeignTool } from './foreign/foreignTool';
import { FOREIGN_TOOLS } from './foreign/foreignTools';
import type { ForeignSnapshot } from './foreign/scanSessions';
import type { ForeignProblem, ForeignSession } from './foreign/sessionFacts';
import { watchForeignSessions } from './foreign/watchForeignSessions';
import { whereRuns } from './multiplexers/whereRuns';
import type { Place } from './place';
import { refusingPlace } from './refusingPlace';
import { restoreSession, type SessionPlacesRequest } from './restoreSession';

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
        switchMap((snapshot) => withPanes(snapshot, env)),
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

/** With what shows the tmux panes in which some of the sessions run. */
interface PlacedSnapshot extends ForeignSnapshot {
  readonly panes: ReadonlyMap<ForeignSession, readonly string[]>;
}

async function withPanes(snapshot: ForeignSnapshot, env: SessionPlacesRequest['env']): Promise<PlacedSnapshot> {
  const panes = new Map<ForeignSession, readonly string[]>();
  for (const session of snapshot.sessions) {
    if (session.liveElsewhere === null) continue;
    const { show } = await whereRuns(session.liveElsewhere.pid, env);
    if (show !== null) panes.set(session, show);
  }
  return { ...snapshot, panes };
}

function snapshotOf(
  tools: readonly ForeignTool[],
  { sessions, problems, loading, panes }: PlacedSnapshot,
): PlaceSnapshot {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const own = sessions.filter((session) => byName.has(session.tool));
  return {
    stored: own.filter((session) => !panes.has(session)).map(storedSession),
    live: own.flatMap((session) => {
      const show = panes.get(session);
      return show === undefined ? [] : [shownSession(session, show)];
    }),
    problems: problems.flatMap((problem) => {
      const tool = byName.get(problem.tool);
      if (tool === undefined) return [];
      return [{ source: 'sessions', place: tool.name, message: problemText(tool, problem) }];
    }),
    loading,
    lastSeenAt: null,
  };
}

const known = new WeakMap<ForeignSession, StoredPod>();

/** The same object for the same session. */
function storedSession(session: ForeignSession): StoredPod {
  const stored = known.get(session) ?? toStored(session);
  known.set(session, stored);
  return stored;
}

/** It runs in a tmux pane of the user's: opening it leads there. */
function shownSession(session: ForeignSession, show: readonly string[]): LivePod {
  const { tool, sessionId, title, directory } = session;
  const refusal = 'it runs in a tmux pane: open it and do it there';
  return {
    id: { place: tool, name: sessionId },
    ...{ socketPath: '', segmentId: null, reach: 'reachable', status: null, statusSince: null, statusReason: null },
    ...{ attention: null, title, cwd: directory, startedAt: null, extensions: ['terminal'], error: null },
    log: { sessionId, fact: logOf(session) },
    refusals: { send: refusal, stop: refusal, remove: 'another program keeps it: remove it there' },
    foreign: { ...foreignFacts(session), attachCommand: show },
  };
}

function logOf({ updatedAt, lastWords, title }: ForeignSession): LogFact {
  return { kind: 'readable', updatedAt, preview: lastWords, hasEntries: true, title, lastExit: null };
}

function foreignFacts(session: ForeignSession): ForeignFacts {
  const { tool, directory, branch, file, size, notes, liveElsewhere, resume, reason, lacksDirectory } = session;
  const facts = {
    tool,
    directory,
    branch,
    file,
    size,
    notes,
    liveElsewhere,
    reason,
    ...(lacksDirectory && { lacksDirectory }),
  };
  return { kind: 'session', ...facts, attachCommand: null, restoreCommand: resume };
}

function toStored(session: ForeignSession): StoredPod {
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
    foreign: foreignFacts(session),
  };
}

function problemText({ label }: ForeignTool, { count, file, message, kind }: ForeignProblem): string {
  const others = count === 1 ? '' : `, and ${count - 1} more like it`;
  const what = kind === 'bad-lines' ? 'is not read whole' : 'is not read';
  return `${label}: ${file} ${what}: ${message}${others}.`;
}
