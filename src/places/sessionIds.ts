// Which session of an agent CLI a Pod goes on with: its record names it, or its command, or the log of its agent.
import path from 'node:path';
import { type HomePaths, segmentLogPath } from '../protocol/homePaths';
import { type LogEntry, ownFact } from '../protocol/logEntry';
import { readLongLog } from '../store/readLogEntries';
import type { ForeignTool } from './foreign/foreignTool';
import { FOREIGN_TOOLS } from './foreign/foreignTools';
import { mayHoldId, type StartedPod } from './mayHoldSession';

/** Where an agent's session stands in its log. */
const LANDMARK = '"domain":"podwatch.agent"';
/** So much of a log is looked at whole, bytes; of what is longer only that landmark is sought. */
const END_BYTES = 64 * 1024;

interface LogOfPod {
  readonly home: HomePaths;
  readonly sessionId: string;
  readonly segmentId: string | null;
}

/** Of a terminal's session that a second opener may join: none. */
export function sessionIds({ kind, argv, session }: StartedPod, log: LogOfPod | null): readonly string[] {
  const named = kind === 'terminal' ? (namedByRecord(session) ?? namedByCommand(argv)) : namedByRecord(session);
  const ids = named === null || (kind === 'terminal' && named.tool?.canJoin === true) ? [] : [named.id];
  const ofAgent = kind === 'agent' && log !== null ? agentSessionId(log) : null;
  return [...new Set([...ids, ...(ofAgent === null ? [] : [ofAgent])])].filter(mayHoldId);
}

/** Whether a command names a session of that tool, wherever it stands in it: a shell may stand in between. */
export function namesSession(argv: readonly string[], { forkWord }: ForeignTool, sessionId: string): boolean {
  if (!mayHoldId(sessionId) || !argv.some((word) => word.includes(sessionId))) return false;
  const words = argv.flatMap((word) => word.split(/[^A-Za-z0-9_-]+/));
  return words.includes(sessionId) && (forkWord === undefined || !words.includes(forkWord));
}

interface NamedSession {
  /** Missing: none that we know. */
  readonly tool?: ForeignTool | undefined;
  /** Or its file, where the tool is told that. */
  readonly id: string;
}

/** `TOOL:ID`. */
function namedByRecord(session: string | undefined): NamedSession | null {
  const [, name, id = ''] = /^([^:]*):(.+)$/s.exec(session ?? '') ?? [];
  return id === '' ? null : { tool: FOREIGN_TOOLS.find((tool) => tool.name === name), id };
}

function namedByCommand(argv: readonly string[]): NamedSession | null {
  const [program = '', ...words] = argv.flatMap(optionAndValue);
  for (const tool of FOREIGN_TOOLS) {
    const [own, ...rest] = tool.resumeCommand.flatMap(optionAndValue);
    const place = rest.findIndex((word) => word === '{id}' || word === '{file}');
    const at = path.basename(program) === own && place > 0 ? words.indexOf(rest[place - 1] ?? '') : -1;
    const id = at < 0 ? undefined : words[at + 1];
    if (id !== undefined && !(tool.forkWord !== undefined && words.includes(tool.forkWord))) return { tool, id };
  }
  return null;
}

/** `--resume=ID` is `--resume ID`. */
function optionAndValue(word: string): readonly string[] {
  const [, option, value] = /^(--[^=]+)=(.+)$/s.exec(word) ?? [];
  return option === undefined || value === undefined ? [word] : [option, value];
}

/** The last one that the log names; null: none, or it cannot be read. */
function agentSessionId({ home, sessionId, segmentId }: LogOfPod): string | null {
  if (segmentId === null) return null;
  try {
    return lastSession(readLongLog(segmentLogPath(home, sessionId, segmentId), END_BYTES, [LANDMARK]).entries);
  } catch {
    return null;
  }
}

function lastSession(entries: readonly LogEntry[]): string | null {
  return entries.reduce<string | null>((last, entry) => ownFact('podwatch.agent', entry)?.acp_session_id ?? last, null);
}
