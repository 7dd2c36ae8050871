// goose: the table `sessions` of one database.
import path from 'node:path';
import type { ForeignTool } from '../foreignTool';
import { jsonOf, textAt, timeOf } from '../jsonFields';
import { lineOf, promptContentText, promptOf } from '../promptText';
import { saidBy } from '../saidBy';
import type { KeptMessage, Said, SessionFact } from '../sessionFacts';
import type { TableRecord } from '../sqlite/database';
import { databaseFiles, readTable } from '../sqlite/readTable';

const COLUMNS = ['id', 'name', 'description', 'session_type', 'working_dir', 'created_at', 'updated_at'];

export const goose: ForeignTool = {
  name: 'goose',
  label: 'goose',
  package: 'goose (block.github.io/goose)',
  resumeCommand: ['goose', 'session', '--resume', '--session-id', '{id}'],
  sharesFiles: true,

  *find(look) {
    const root = look.variable('GOOSE_PATH_ROOT');
    const data =
      root === null ? path.join(look.directory('XDG_DATA_HOME', '.local', 'share'), 'goose') : path.join(root, 'data');
    const [file, log] = databaseFiles(path.join(data, 'sessions', 'sessions.db'));
    yield { file, beside: [log], known: {} };
  },

  read: ({ file }, look) => (readTable(look, file, 'sessions', COLUMNS) ?? []).flatMap((row) => factOf(row) ?? []),

  *messagesIn(database, sessionId) {
    for (const row of database.rowsWith('messages', 'session_id', sessionId, MESSAGE_COLUMNS)) yield messageOf(row);
  },
};

const MESSAGE_COLUMNS = ['role', 'content_json', 'created_timestamp'];

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
  return {
    sessionId,
    title: lineOf(textAt(row, 'name')) ?? lineOf(textAt(row, 'description')),
    ...{ firstPrompt: null, lastPrompt: null, lastAnswer: null },
    directory: textAt(row, 'working_dir'),
    branch: null,
    updatedAt: utcTime(textAt(row, 'updated_at') ?? textAt(row, 'created_at')),
    notes: type === 'scheduled' ? ['scheduled'] : [],
    ...{ process: null, sameAs: null },
  };
}

/** `2026-11-26 12:00:00`, in UTC without saying so. */
function utcTime(text: string | null): number | null {
  if (text === null) return null;
  const ms = Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(text) ? text : `${text.replace(' ', 'T')}Z`);
  return Number.isNaN(ms) ? null : ms;
}
