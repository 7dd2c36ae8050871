// goose: the table `sessions` of one database.
import path from 'node:path';
import type { ForeignTool } from '../foreignTool';
import { jsonOf, textAt, timeOf } from '../jsonFields';
import { type MessageTable, messagesInTable, promptsInTable } from '../messagesInTable';
import { lineOf, promptContentText, promptOf } from '../promptText';
import { saidBy } from '../saidBy';
import type { KeptMessage, Said, SessionFact } from '../sessionFacts';
import type { TableRecord } from '../sqlite/database';
import { databaseFiles, readDatabase } from '../sqlite/readTable';
import { withLastPrompts } from '../withLastPrompts';

const COLUMNS = [
  ...['id', 'name', 'description', 'user_set_name', 'session_type', 'working_dir', 'created_at', 'updated_at'],
  'archived_at',
];
/** Stands there until a model has made one. */
const NO_TITLE = /^(?:CLI|ACP|New|Gateway|Terminal) (?:Session|Chat)$/i;

export const goose: ForeignTool = {
  name: 'goose',
  label: 'goose',
  package: 'goose (block.github.io/goose)',
  // Without `--history` it goes on, but shows nothing of before.
  resumeCommand: ['goose', 'session', '--resume', '--session-id', '{id}', '--history'],
  sharesFiles: true,

  *find(look) {
    const root = look.variable('GOOSE_PATH_ROOT');
    const data =
      root === null ? path.join(look.directory('XDG_DATA_HOME', '.local', 'share'), 'goose') : path.join(root, 'data');
    const [file, log] = databaseFiles(path.join(data, 'sessions', 'sessions.db'));
    yield { file, beside: [log], known: {} };
  },

  read: ({ file }, look) =>
    readDatabase(look, file, (database) => {
      const facts = database.rows('sessions', COLUMNS).flatMap((row) => factOf(row) ?? []);
      return withLastPrompts(look, facts, (sessionId) => promptsInTable(database, sessionId, MESSAGES));
    }) ?? [],

  messagesIn: (database, sessionId) => messagesInTable(database, sessionId, MESSAGES),
};

const MESSAGES: MessageTable = {
  columns: ['role', 'content_json', 'created_timestamp'],
  messageOf,
};

function messageOf(row: TableRecord): KeptMessage {
  const whole = jsonOf(textAt(row, 'content_json') ?? '');
  const time = timeOf(row.created_timestamp);
  return { said: saidInRow(row, promptContentText(whole), time), time, whole };
}

function saidInRow(row: TableRecord, text: string | null, time: number | null): readonly Said[] {
  if (row.role === 'assistant') return saidBy('agent', text, time);
  return row.role === 'user' ? saidBy('user', promptOf(text), time) : [];
}

function factOf(row: TableRecord): SessionFact | null {
  const sessionId = textAt(row, 'id');
  const type = textAt(row, 'session_type') ?? 'user';
  if (sessionId === null || type === 'sub_agent' || type === 'hidden') return null;
  const name = lineOf(textAt(row, 'name'));
  const isNamed = name !== null && (row.user_set_name === 1 || !NO_TITLE.test(name));
  return {
    sessionId,
    title: (isNamed ? name : null) ?? lineOf(textAt(row, 'description')),
    ...{ firstPrompt: null, lastPrompt: null, lastAnswer: null },
    directory: textAt(row, 'working_dir'),
    branch: null,
    updatedAt: utcTime(textAt(row, 'updated_at') ?? textAt(row, 'created_at')),
    notes: [
      ...(type === 'user' ? [] : [lineOf(type) ?? '']),
      ...(textAt(row, 'archived_at') === null ? [] : ['archived']),
    ],
    ...{ process: null, sameAs: null },
  };
}

/** `2026-11-26 12:00:00`, in UTC without saying so. */
function utcTime(text: string | null): number | null {
  if (text === null) return null;
  const ms = Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(text) ? text : `${text.replace(' ', 'T')}Z`);
  return Number.isNaN(ms) ? null : ms;
}
