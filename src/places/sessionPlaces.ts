// The sessions of agent CLIs as places, one a tool: read, never written; restored as a new Pod in our own home.
import { defer, map, type Observable, share } from 'rxjs';
import { failure } from '../actions/actionFailure';
import { dialSocket } from '../client/dialSocket';
import type { StoredPod } from '../podList/types';
import type { PlaceSnapshot, Surroundings } from '../streams/placeFacts';
import type { ForeignTool } from './foreign/foreignTool';
import { FOREIGN_TOOLS } from './foreign/foreignTools';
import type { ForeignSnapshot } from './foreign/scanSessions';
import type { ForeignProblem, ForeignSession } from './foreign/sessionFacts';
import { watchForeignSessions } from './foreign/watchForeignSessions';
import type { Place } from './place';
import { refusingPlace } from './refusingPlace';
import { restoreSession, type SessionPlacesRequest } from './restoreSession';

/** One place a tool; its id is the tool's name. All of them share one look at the disk. */
export function sessionPlaces(
  request: SessionPlacesRequest,
  tools: readonly ForeignTool[] = FOREIGN_TOOLS,
): readonly Place[] {
  const { env, ...options } = { ...request, tools };
  const looks = new WeakMap<Surroundings, Observable<ForeignSnapshot>>();
  const lookIn = (around: Surroundings): Observable<ForeignSnapshot> => {
    const known = looks.get(around) ?? watchForeignSessions(env, { ...options, changes: around.changes }).pipe(share());
    looks.set(around, known);
    return known;
  };
  return tools.map((tool) => ({
    ...refusingPlace(() => failure('not-eligible', `A session of ${tool.label} is no Pod yet: restore it first.`)),
    id: tool.name,
    // Where it answers once it has been restored: then it is a Pod of ours.
    dial: ({ socketPath }) =>
      socketPath === null
        ? failure('not-eligible', `A session of ${tool.label} is no Pod yet: restore it first.`)
        : { kind: 'done', dial: dialSocket(socketPath), socketPath },
    watch: (around) => defer(() => lookIn(around)).pipe(map((snapshot) => snapshotOf(tool, snapshot))),
    restore: (id, order) => restoreSession({ ...request, tool, sessionId: id.name, order }),
  }));
}

function snapshotOf(tool: ForeignTool, { sessions, problems, loading }: ForeignSnapshot): PlaceSnapshot {
  return {
    stored: sessions.filter((session) => session.tool === tool.name).map(storedSession),
    live: [],
    problems: problems
      .filter((problem) => problem.tool === tool.name)
      .map((problem) => ({ source: 'sessions', place: tool.name, message: problemText(tool, problem) })),
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

function toStored(session: ForeignSession): StoredPod {
  const { tool, sessionId, title, directory, branch, updatedAt, lastWords, file, size, notes, liveElsewhere } = session;
  const { resume, reason } = session;
  return {
    id: { place: tool, name: sessionId },
    metadata: {
      kind: 'ok',
      active: { sessionId, segmentId: null },
      launch: resume === null || directory === null ? null : { kind: 'terminal', argv: resume, cwd: directory },
    },
    log: { kind: 'readable', updatedAt, preview: lastWords, hasEntries: true, title, lastExit: null },
    refusals: { remove: 'another program keeps it: remove it there' },
    foreign: {
      ...{ tool, directory, branch, file, size, notes, liveElsewhere, reason },
      attachCommand: null,
      restoreCommand: resume,
    },
  };
}

function problemText({ label }: ForeignTool, { count, file, message, kind }: ForeignProblem): string {
  const others = count === 1 ? '' : `, and ${count - 1} more like it`;
  const what = kind === 'bad-lines' ? 'is not read whole' : 'is not read';
  return `${label}: ${file} ${what}: ${message}${others}.`;
}
