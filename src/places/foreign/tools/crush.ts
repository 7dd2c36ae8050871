// crush: a database in each project, and one list of the projects.
import path from 'node:path';
import type { ForeignTool } from '../foreignTool';
import { at, jsonOf, listAt, textAt, timeOf } from '../jsonFields';
import type { Look } from '../look';
import { type MessageTable, messagesInTable, promptsInTable } from '../messagesInTable';
import { lineOf, promptOf } from '../promptText';
import { saidBy } from '../saidBy';
import type { KeptMessage, Said, SessionFact } from '../sessionFacts';
import type { TableRecord } from '../sqlite/database';
import { databaseFiles, readDatabase } from '../sqlite/readTable';
import { withLastPrompts } from '../withLastPrompts';

const COLUMNS = ['id', 'parent_session_id', 'title', 'message_count', 'created_at', 'updated_at'];
/** Stands there until a model has made one. */
const NO_TITLE = /^(?:New|Untitled) Session$/i;

export const crush: ForeignTool = {
  name: 'crush',
  label: 'Crush',
  package: '@charmland/crush (npm)',
  resumeCommand: ['crush', '--session', '{id}'],
  sharesFiles: true,

  *find(look) {
    for (const { directory, data } of projectsOf(look)) {
      const [file, log] = databaseFiles(path.join(data, 'crush.db'));
      yield { file, beside: [log], known: { directory } };
    }
  },

  read: ({ file, known }, look) =>
    readDatabase(look, file, (database) => {
      const facts = database.rows('sessions', COLUMNS).flatMap((row) => factOf(row, known.directory ?? null) ?? []);
      return withLastPrompts(look, facts, (sessionId) => promptsInTable(database, sessionId, MESSAGES));
    }) ?? [],

  messagesIn: (database, sessionId) => messagesInTable(database, sessionId, MESSAGES),
};

const MESSAGES: MessageTable = {
  columns: ['role', 'parts', 'created_at', 'is_summary_message'],
  messageOf,
};

/** Its parts are `{type, data: {text}}`; those of tools hold no text, or are of a type of their own. */
function messageOf(row: TableRecord): KeptMessage {
  const parts = jsonOf(textAt(row, 'parts') ?? '');
  const texts = (Array.isArray(parts) ? parts : []).flatMap((part) =>
    (textAt(part, 'type') ?? 'text') === 'text' ? (textAt(part, 'data', 'text') ?? textAt(part, 'text') ?? []) : [],
  );
  const [text, time] = [texts.join('\n'), timeOf(row.created_at)];
  return { said: saidInRow(row, text, time), time, whole: parts };
}

function saidInRow(row: TableRecord, text: string, time: number | null): readonly Said[] {
  if (row.role === 'assistant') return saidBy('agent', text, time);
  return row.role === 'user' && row.is_summary_message !== 1 ? saidBy('user', promptOf(text), time) : [];
}

function projectsOf(look: Look): readonly { readonly directory: string; readonly data: string }[] {
  const own = look.variable('CRUSH_GLOBAL_DATA');
  const root = own ?? path.join(look.directory('XDG_DATA_HOME', '.local', 'share'), 'crush');
  const file = path.join(root, 'projects.json');
  return look.once('projects', [file], () =>
    listAt(jsonOf(look.text(file) ?? ''), 'projects').flatMap((project) => {
      const directory = textAt(project, 'path');
      if (directory === null) return [];
      return [{ directory, data: path.resolve(directory, textAt(project, 'data_dir') ?? '.crush') }];
    }),
  );
}

/** Sub-agents and the sessions that make titles have a parent. Times are in seconds, whatever the schema says. */
function factOf(row: TableRecord, directory: string | null): SessionFact | null {
  const sessionId = textAt(row, 'id');
  if (sessionId === null || row.parent_session_id != null || at(row, 'message_count') === 0) return null;
  return {
    sessionId,
    title: NO_TITLE.test(textAt(row, 'title') ?? '') ? null : lineOf(textAt(row, 'title')),
    ...{ firstPrompt: null, lastPrompt: null, lastAnswer: null, directory, branch: null },
    updatedAt: timeOf(row.updated_at) ?? timeOf(row.created_at),
    ...{ notes: [], process: null, sameAs: null },
  };
}
