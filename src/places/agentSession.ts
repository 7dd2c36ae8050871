// A session of an agent CLI in an agent Pod: its words become the Pod's log, and its agent loads the session itself.
import { randomUUID as newId } from 'node:crypto';
import { appendFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type ActionFailure, failure, type Outcome } from '../actions/actionFailure';
import type { RestoredPod } from '../actions/restorePod';
import { displayName } from '../cells/displayText';
import { type HomePaths, segmentLogPath } from '../protocol/homePaths';
import { type LogEntry, ownEntry, segmentStartEntry } from '../protocol/logEntry';
import type { LaunchSpec } from '../protocol/podMetadata';
import { errorText } from '../store/fileErrors';
import { makeDirectory } from '../store/makeDirectory';
import { readMetadata, writeMetadata } from '../store/metadataFile';
import { updateRegistry } from '../store/updateRegistry';
import type { ForeignTool } from './foreign/foreignTool';
import { readTranscript } from './foreign/readTranscript';
import type { ForeignSession, Said } from './foreign/sessionFacts';
import type { Place, RestoreOrder } from './place';

export interface AgentSession {
  readonly tool: ForeignTool;
  readonly session: ForeignSession;
  /** The ACP agent's command. */
  readonly argv: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  readonly own: Place;
  readonly home: HomePaths;
  readonly order: RestoreOrder;
}

/** Written at one go, characters. */
const BATCH = 256 * 1024;

/** `name` is free. Done: the Pod lives, and its agent has the session. Otherwise nothing of it is left. */
export async function restoreAsAgent(request: AgentSession, name: string): Promise<Outcome<{ socketPath: string }>> {
  const { own, home, order } = request;
  const [sessionId, segmentId] = [newId(), newId()];
  const file = segmentLogPath(home, sessionId, segmentId);
  try {
    await writeWords(request, file, sessionId);
    const refusal = await writeRecord(request, name, { sessionId, segmentId });
    if (refusal !== null) {
      rmSync(path.dirname(file), { recursive: true, force: true });
      return refusal;
    }
  } catch (error) {
    rmSync(path.dirname(file), { recursive: true, force: true });
    return failure('failed', `The session cannot be made a Pod: ${errorText(error)}`);
  }
  const id = { place: own.id, name };
  const restored: Outcome<RestoredPod> = await own.restore(id, { ...order, argv: [], cwd: null });
  if (restored.kind !== 'done') await own.remove(id);
  return restored;
}

async function writeWords({ tool, session }: AgentSession, file: string, sessionId: string): Promise<void> {
  makeDirectory(path.dirname(file));
  const fact = { acp_session_id: session.sessionId, agent: null, opened: 'new' as const };
  let lines = linesOf([
    segmentStartEntry(sessionId, session.updatedAt),
    ownEntry('podwatch.agent', fact, session.updatedAt),
  ]);
  const write = () => {
    appendFileSync(file, lines, { mode: 0o600 });
    lines = '';
  };
  for await (const said of readTranscript(tool, session) ?? []) {
    lines += linesOf(entriesOf(said, session.updatedAt));
    if (lines.length > BATCH) write();
  }
  write();
}

function linesOf(entries: readonly LogEntry[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}

/** A turn ends with its answer. */
function entriesOf({ who, text, time }: Said, otherwise: number): readonly LogEntry[] {
  const ts = time ?? otherwise;
  if (who === 'user') return [{ kind: 'user_input', ts, segments: [{ kind: 'text', content: text }] }];
  const item = { kind: 'message', role: 'assistant', content: [{ kind: 'text', text }] };
  return [
    { kind: 'assistant_item', ts, item },
    { kind: 'run_completed', ts, interrupted: false, result: 'finished' },
  ];
}

/** Under the lock of the registry: nobody else takes the name meanwhile. */
async function writeRecord(
  { argv, cwd, home, order, session }: AgentSession,
  name: string,
  active: { readonly sessionId: string; readonly segmentId: string },
): Promise<ActionFailure | null> {
  const word = `${session.tool}:${session.sessionId}`;
  const launch: LaunchSpec = { kind: 'agent', argv: [...argv], cwd, session: word, cols: order.cols, rows: order.rows };
  let isTaken = false;
  const updated = await updateRegistry(home, async (allocations) => {
    isTaken = readMetadata(home, name) !== null || allocations.some((entry) => entry.pod_name === name);
    if (!isTaken) writeMetadata(home, { podName: name, active, launch });
    return { ok: true, value: allocations };
  });
  if (isTaken) return failure('not-eligible', `A Pod "${displayName(name)}" exists.`);
  return updated.ok ? null : failure('failed', updated.error);
}
