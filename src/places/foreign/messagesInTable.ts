// The messages of a session in a database, where a table has one row a message.
import { lineOf } from './promptText';
import type { KeptMessage } from './sessionFacts';
import type { Database, TableRecord } from './sqlite/database';

/** The table `messages` of a tool, whose rows name their session in `session_id`. */
export interface MessageTable {
  readonly columns: readonly string[];
  readonly messageOf: (row: TableRecord) => KeptMessage;
}

/** As `withLastPrompts` asks for them: one line each; null: a message of somebody else. */
export function* promptsInTable(
  database: Database,
  sessionId: string,
  { columns, messageOf }: MessageTable,
): Generator<string | null> {
  const index = database.indexOn('messages', 'session_id');
  if (index === null) {
    // Each session would cost a look at all messages.
    yield null;
    return;
  }
  for (const id of database.rowIds(index, sessionId)) {
    const row = database.row('messages', id, columns);
    const prompt = row === null ? undefined : messageOf(row).said.find(({ who }) => who === 'user');
    yield lineOf(prompt?.text ?? null);
  }
}

/** In the order in which they were written. */
export function* messagesInTable(
  database: Database,
  sessionId: string,
  { columns, messageOf }: MessageTable,
): Generator<KeptMessage> {
  for (const row of database.rowsWith('messages', 'session_id', sessionId, columns)) yield messageOf(row);
}
