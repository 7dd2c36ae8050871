// Codex: rollouts by day of their start, archived ones apart; names and marks in `state_N.sqlite` and `session_index.jsonl`.
import path from 'node:path';
import { thisSystem } from '../../../system/thisSystem';
import { conversationEnds, factOfEnds, type LineMeaning } from '../conversationEnds';
import type { Around, ForeignTool } from '../foreignTool';
import { at, jsonOf, recordOf, textAt, timeOf } from '../jsonFields';
import type { Look } from '../look';
import { lineOf, promptContentText, promptOf } from '../promptText';
import type { Candidate, FoundFact, ProcessClaim, SessionFact } from '../sessionFacts';
import type { SessionLines } from '../sessionLines';
import type { TableRecord } from '../sqlite/database';

const ROLLOUT = /^rollout-.*?-([0-9a-f]{8}-[0-9a-f-]{27})\.jsonl(?:\.zst)?$/i;
const COMPRESSED = /\.zst$/;
const NUMBER = /^\d+$/;

/** Columns are added by migrations: those that are missing are simply not there. */
const COLUMNS = [
  ...['id', 'rollout_path', 'cwd', 'name', 'title', 'preview', 'first_user_message', 'source', 'thread_source'],
  ...['archived', 'updated_at', 'updated_at_ms', 'git_branch', 'history_mode'],
];

export const codex: ForeignTool = {
  name: 'codex',
  label: 'Codex',
  package: '@openai/codex (npm)',
  resumeCommand: ['codex', 'resume', '{id}'],
  agent: 'codex',
  // Its windows share one thread through its daemon.
  canJoin: true,

  meaningOf,

  *find(look) {
    for (const year of numbered(look, path.join(root(look), 'sessions'))) {
      for (const month of numbered(look, year)) {
        for (const day of numbered(look, month)) yield* rollouts(look, day, '');
      }
    }
    yield* rollouts(look, path.join(root(look), 'archived_sessions'), 'archived');
  },

  read(candidate, look) {
    if (COMPRESSED.test(candidate.file)) {
      look.problem('unknown-format', candidate.file, 'it is compressed');
      return [];
    }
    return look.lines(candidate.file, isIdle, (lines) => readRollout(candidate, lines));
  },

  wishes(look) {
    const file = databaseOf(look);
    return file === null ? null : { file, table: 'threads', columns: COLUMNS };
  },

  complete(found, look, around) {
    const names = namesOf(look);
    const database = databaseOf(look);
    const known = database === null ? [] : look.rowsOf(database);
    const threads = new Map(known.map((thread) => [String(thread.id), thread]));
    const rows = found.map((one) => ({ ...one, fact: withThread(one.fact, threads.get(one.fact.sessionId), names) }));
    return [...rows, ...onlyInIndex(threads, around, names)];
  },

  claims(look) {
    const files = look.files(path.join(root(look), 'thread-writer-locks'), /^[0-9a-f-]+\.lock$/i);
    if (files.length === 0) return [];
    const holder = thisSystem.lockHolders();
    return files.flatMap((file) => claimOf(file, holder(file), look.now));
  },
};

function root(look: Look): string {
  return look.directory('CODEX_HOME', '.codex');
}

function numbered(look: Look, directory: string): readonly string[] {
  return look.directories(directory).filter((one) => NUMBER.test(path.basename(one)));
}

function* rollouts(look: Look, directory: string, note: string): Generator<Candidate> {
  for (const file of look.files(directory, ROLLOUT)) {
    const sessionId = ROLLOUT.exec(path.basename(file))?.[1] ?? '';
    yield { file, beside: [], known: { sessionId, note } };
  }
}

/** The model's side of the conversation, and the state of the world: long, and said again by events. */
function isIdle(head: string): boolean {
  return /"type":"(?:response_item|world_state|compacted|token_usage_record)"|"thread_settings_applied"/.test(head);
}

function readRollout({ known }: Candidate, lines: SessionLines): readonly SessionFact[] {
  let isSubagent = false;
  const ends = conversationEnds(lines, (line) => {
    if (textAt(line, 'type') === 'session_meta') isSubagent ||= isOfSubagent(at(line, 'payload'));
    return meaningOf(line);
  });
  const fact = isSubagent ? null : factOfEnds(known.sessionId ?? '', ends);
  if (fact === null) return [];
  return [known.note === 'archived' ? { ...fact, notes: [...fact.notes, 'archived'] } : fact];
}

/** Its `session_id` is its parent's; only `id`, and the file's name, are its own. */
function isOfSubagent(meta: unknown): boolean {
  return textAt(meta, 'thread_source') === 'subagent' || at(meta, 'source', 'subagent') !== undefined;
}

function meaningOf(line: unknown): LineMeaning {
  const payload = at(line, 'payload');
  const time = timeOf(at(line, 'timestamp'));
  if (textAt(line, 'type') === 'session_meta') {
    const forkedFrom = textAt(payload, 'forked_from_id');
    const note = forkedFrom === null ? null : `fork of ${forkedFrom}`;
    return {
      ...{ time, directory: textAt(payload, 'cwd'), branch: textAt(payload, 'git', 'branch') },
      note: textAt(payload, 'source') === 'exec' ? 'not interactive' : note,
    };
  }
  return textAt(line, 'type') === 'event_msg' ? { time, ...eventMeaning(payload) } : { time };
}

function eventMeaning(payload: unknown): LineMeaning {
  switch (textAt(payload, 'type')) {
    case 'item_completed': {
      const text = promptContentText(at(payload, 'item', 'content'));
      const type = textAt(payload, 'item', 'type');
      if (type === 'UserMessage') return { prompt: promptOf(text) };
      return type === 'AgentMessage' ? { answer: text } : {};
    }
    case 'user_message':
      return { prompt: promptOf(textAt(payload, 'message')) };
    case 'agent_message':
      return { answer: textAt(payload, 'message') };
    case 'task_complete':
      return { answer: textAt(payload, 'last_agent_message') };
    default:
      return {};
  }
}

/** The highest number is that of the newest version. */
function databaseOf(look: Look): string | null {
  const numberOf = (file: string): number => Number(/(\d+)\.sqlite$/.exec(file)?.[1]);
  const directory = look.variable('CODEX_SQLITE_HOME') ?? root(look);
  const [newest] = [...look.files(directory, /^state_\d+\.sqlite$/)].sort((a, b) => numberOf(b) - numberOf(a));
  return newest ?? null;
}

/** `thread_name` by id, the last one of each. */
function namesOf(look: Look): ReadonlyMap<string, string> {
  const file = path.join(root(look), 'session_index.jsonl');
  return look.once('names', [file], () => {
    const names = new Map<string, string>();
    for (const line of (look.text(file) ?? '').split('\n')) {
      const entry = recordOf(jsonOf(line));
      const id = textAt(entry, 'id');
      const name = lineOf(textAt(entry, 'thread_name'));
      if (id !== null && name !== null) names.set(id, name);
    }
    return names;
  });
}

function withThread(
  fact: SessionFact,
  thread: TableRecord | undefined,
  names: ReadonlyMap<string, string>,
): SessionFact {
  const name = lineOf(textAt(thread, 'name')) ?? names.get(fact.sessionId) ?? fact.title;
  const isArchived = thread?.archived === 1 && !fact.notes.includes('archived');
  return {
    ...fact,
    title: name,
    firstPrompt: fact.firstPrompt ?? lineOf(promptOf(textAt(thread, 'first_user_message'))),
    branch: fact.branch ?? textAt(thread, 'git_branch'),
    notes: isArchived ? [...fact.notes, 'archived'] : fact.notes,
  };
}

/** Threads whose rollout cannot be read or is gone while the tool keeps their history in a database of its own. */
function onlyInIndex(
  threads: ReadonlyMap<string, TableRecord>,
  { candidates }: Around,
  names: ReadonlyMap<string, string>,
): readonly FoundFact[] {
  const files = new Map(candidates.map(({ file, known }) => [known.sessionId, file]));
  return [...threads].flatMap(([sessionId, thread]) => {
    const file = files.get(sessionId) ?? null;
    const isElsewhere = file === null ? thread.history_mode !== 'paginated' : !COMPRESSED.test(file);
    if (isElsewhere || isOfSubagentRow(thread)) return [];
    const updatedAt = timeOf(thread.updated_at_ms) ?? timeOf(thread.updated_at);
    const fact = withThread({ ...EMPTY, sessionId, updatedAt, directory: textAt(thread, 'cwd') }, thread, names);
    const notes = [...fact.notes, 'known from the index alone'];
    const lastPrompt = lineOf(promptOf(textAt(thread, 'preview'))) ?? fact.firstPrompt;
    return [
      {
        fact: { ...fact, notes, lastPrompt },
        file: file ?? textAt(thread, 'rollout_path') ?? '',
        size: null,
        changedAt: updatedAt ?? 0,
      },
    ];
  });
}

const EMPTY: Omit<SessionFact, 'sessionId'> = {
  ...{ title: null, firstPrompt: null, lastPrompt: null, lastAnswer: null, directory: null, branch: null },
  ...{ updatedAt: null, notes: [], process: null, sameAs: null },
};

function isOfSubagentRow(thread: TableRecord): boolean {
  return thread.thread_source === 'subagent' || textAt(thread, 'source')?.includes('"subagent"') === true;
}

/** A lock that is held says that the tool's daemon has the thread loaded; trying the lock would make us its writer. */
function claimOf(file: string, pid: number | null, now: number): [string, ProcessClaim][] {
  if (pid === null || pid <= 0) return [];
  const known = { startTicks: null, startedBefore: now, pidNamespace: null, bootId: null };
  return [[path.basename(file, '.lock'), { pid, ...known, status: 'loaded' }]];
}
