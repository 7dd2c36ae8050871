// crush: a database in each project, and one list of the projects.
import path from 'node:path';
import type { ForeignTool } from '../foreignTool';
import { at, jsonOf, listAt, textAt, timeOf } from '../jsonFields';
import type { Look } from '../look';
import { lineOf } from '../promptText';
import type { SessionFact } from '../sessionFacts';
import type { TableRecord } from '../sqlite/database';
import { databaseFiles, readTable } from '../sqlite/readTable';

const COLUMNS = ['id', 'parent_session_id', 'title', 'message_count', 'created_at', 'updated_at'];

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
    (readTable(look, file, 'sessions', COLUMNS) ?? []).flatMap((row) => factOf(row, known.directory ?? null) ?? []),
};

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
    title: lineOf(textAt(row, 'title')),
    ...{ firstPrompt: null, lastPrompt: null, lastAnswer: null, directory, branch: null },
    updatedAt: timeOf(row.updated_at) ?? timeOf(row.created_at),
    ...{ notes: [], process: null, sameAs: null },
  };
}
