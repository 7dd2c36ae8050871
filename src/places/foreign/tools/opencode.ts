// opencode: the table `session` of `opencode*.db`; sessions of versions before 1.2 that its migration left behind as files.
import path from 'node:path';
import type { ForeignTool, SpokenSession } from '../foreignTool';
import { at, jsonOf, textAt, timeOf } from '../jsonFields';
import type { Look } from '../look';
import { lineOf, promptOf } from '../promptText';
import { saidBy } from '../saidBy';
import type { Candidate, KeptMessage, SessionFact } from '../sessionFacts';
import type { Database, TableRecord } from '../sqlite/database';
import { databaseFiles, readDatabase } from '../sqlite/readTable';
import { withLastPrompts } from '../withLastPrompts';

const DATABASE = /^opencode.*\.db$/;
const OLD_SESSION = /^ses_[0-9A-Za-z]+\.json$/;
const JSON_FILE = /\.json$/;
const COLUMNS = ['id', 'parent_id', 'directory', 'title', 'time_created', 'time_updated', 'time_archived'];
/** Texts of one message. */
const MAX_PARTS = 20;
/** Stands there until a model has made one. */
const NO_TITLE = /^(?:New|Child) session - \d{4}-/;

export const opencode: ForeignTool = {
  name: 'opencode',
  label: 'opencode',
  package: 'opencode-ai (npm)',
  resumeCommand: ['opencode', '-s', '{id}'],
  agent: 'opencode',
  sharesFiles: true,

  *find(look) {
    const directory = path.join(look.directory('XDG_DATA_HOME', '.local', 'share'), 'opencode');
    const named = look.variable('OPENCODE_DB');
    const databases = named === null ? look.files(directory, DATABASE) : [path.resolve(directory, named)];
    for (const file of databases) {
      const [database, log] = databaseFiles(file);
      yield { file: database, beside: [log], known: {} };
    }
    for (const project of look.directories(path.join(directory, 'storage', 'session'))) {
      for (const file of look.files(project, OLD_SESSION)) yield { file, beside: [], known: {} };
    }
  },

  read(candidate, look) {
    if (candidate.file.endsWith('.json')) return readOldSession(candidate, look);
    return readDatabase(look, candidate.file, (database) => readSessions(database, look)) ?? [];
  },

  messages: (session, look) => (session.file.endsWith('.json') ? messagesInOldFiles(session, look) : null),

  messagesIn,
};

function readSessions(database: Database, look: Look): readonly SessionFact[] {
  const facts = database.rows('session', COLUMNS).flatMap((row) => factOfRow(row) ?? []);
  return withLastPrompts(look, facts, (sessionId) => promptsFromEnd(database, sessionId));
}

function* promptsFromEnd(database: Database, sessionId: string): Generator<string | null> {
  const index = database.indexOn('message', 'session_id', 'time_created');
  if (index === null) {
    // Each session would cost a look at all messages.
    yield null;
    return;
  }
  for (const id of database.rowIds(index, sessionId)) {
    const message = database.row('message', id, ['id', 'data']);
    const isUsers = textAt(jsonOf(textAt(message, 'data') ?? ''), 'role') === 'user';
    yield isUsers ? lineOf(promptOf(partsOf(database, textAt(message, 'id') ?? ''))) : null;
  }
}

/** The texts of a message that are its own: the tool adds others, and marks them. */
function partsOf(database: Database, messageId: string): string | null {
  const texts: string[] = [];
  for (const id of database.rowIds(database.indexOn('part', 'message_id', 'id') ?? '', messageId)) {
    const text = textOfPart(jsonOf(textAt(database.row('part', id, ['data']), 'data') ?? ''));
    if (text !== null) texts.unshift(text);
    if (texts.length >= MAX_PARTS) break;
  }
  return texts.length === 0 ? null : texts.join('\n');
}

function textOfPart(part: unknown): string | null {
  const isAdded = at(part, 'synthetic') === true || at(part, 'ignored') === true;
  return textAt(part, 'type') === 'text' && !isAdded ? textAt(part, 'text') : null;
}

function* messagesIn(database: Database, sessionId: string): Generator<KeptMessage> {
  for (const row of messageRows(database, sessionId)) {
    const parts = database.rowsWith('part', 'message_id', textAt(row, 'id') ?? '', ['data']);
    const whole = [...parts].map((part) => jsonOf(textAt(part, 'data') ?? ''));
    yield messageOf(textAt(jsonOf(textAt(row, 'data') ?? ''), 'role'), whole, timeOf(row.time_created));
  }
}

const MESSAGE_COLUMNS = ['id', 'time_created', 'data'];

/** Oldest first: by the tool's own index, else all at once. */
function* messageRows(database: Database, sessionId: string): Generator<TableRecord> {
  const index = database.indexOn('message', 'session_id', 'time_created');
  if (index === null) {
    const rows = [...database.rowsWith('message', 'session_id', sessionId, MESSAGE_COLUMNS)];
    yield* rows.sort((a, b) => Number(a.time_created) - Number(b.time_created));
    return;
  }
  for (const id of [...database.rowIds(index, sessionId)].reverse()) {
    const row = database.row('message', id, MESSAGE_COLUMNS);
    if (row !== null) yield row;
  }
}

function messageOf(role: string | null, parts: readonly unknown[], time: number | null): KeptMessage {
  const text = parts.flatMap((part) => textOfPart(part) ?? []).join('\n');
  const said = role === 'user' ? saidBy('user', promptOf(text), time) : saidBy('agent', text, time);
  return { said, time, whole: parts };
}

/** Of versions before 1.2: a file a message in `storage/message/<session>/`, a file a part in `storage/part/<message>/`. */
function* messagesInOldFiles({ file, sessionId }: SpokenSession, look: Look): Generator<KeptMessage> {
  const storage = path.resolve(file, '..', '..', '..');
  const messages = look
    .files(path.join(storage, 'message', sessionId), JSON_FILE)
    .map((one) => jsonOf(look.text(one) ?? ''));
  const times = new Map(messages.map((message) => [message, timeOf(at(message, 'time', 'created'))]));
  messages.sort((a, b) => (times.get(a) ?? 0) - (times.get(b) ?? 0));
  for (const message of messages) {
    const parts = [...look.files(path.join(storage, 'part', textAt(message, 'id') ?? ''), JSON_FILE)].sort();
    const whole = parts.map((part) => jsonOf(look.text(part) ?? ''));
    yield messageOf(textAt(message, 'role'), whole, times.get(message) ?? null);
  }
}

/** Sub-agents have a parent; a fork has none. */
function factOfRow(row: TableRecord): SessionFact | null {
  const sessionId = textAt(row, 'id');
  if (sessionId === null || row.parent_id != null) return null;
  const times = { created: row.time_created, updated: row.time_updated, archived: row.time_archived };
  return factOf(sessionId, textAt(row, 'title'), textAt(row, 'directory'), times);
}

function readOldSession({ file }: Candidate, look: Look): readonly SessionFact[] {
  const session = jsonOf(look.text(file) ?? '');
  const sessionId = textAt(session, 'id');
  if (sessionId === null) {
    look.problem('unknown-format', file, 'it is not what the tool writes');
    return [];
  }
  if (textAt(session, 'parentID') !== null) return [];
  const fact = factOf(sessionId, textAt(session, 'title'), textAt(session, 'directory'), {
    created: at(session, 'time', 'created'),
    updated: at(session, 'time', 'updated'),
    archived: at(session, 'time', 'archived'),
  });
  return [{ ...fact, notes: [...fact.notes, 'from before 1.2'] }];
}

function factOf(
  sessionId: string,
  title: string | null,
  directory: string | null,
  times: { readonly created: unknown; readonly updated: unknown; readonly archived: unknown },
): SessionFact {
  const isFork = /\(fork #\d+\)$/.test(title ?? '');
  return {
    sessionId,
    title: title === null || NO_TITLE.test(title) ? null : lineOf(title),
    ...{ firstPrompt: null, lastPrompt: null, lastAnswer: null },
    directory: directory === '' ? null : directory,
    branch: null,
    updatedAt: timeOf(times.updated) ?? timeOf(times.created),
    notes: [...(isFork ? ['a fork'] : []), ...(timeOf(times.archived) === null ? [] : ['archived'])],
    ...{ process: null, sameAs: null },
  };
}
