// Another program's SQLite database as it is now, with what only its write-ahead log holds. Nothing is locked or created.
import type { Look } from '../look';
import { openSessionFile, type SessionFile } from '../sessionFile';
import { Database, type TableRecord } from './database';
import { DatabaseFault, DatabasePages, parseDatabaseHeader } from './databasePages';
import { MAX_WAL_BYTES, readWalFrames } from './walFrames';

/** A database that is written meanwhile is read anew so many times. */
const TRIES = 3;

/** The files on which what is read of a database depends. */
export function databaseFiles(file: string): readonly [string, string] {
  return [file, `${file}-wal`];
}

/** All rows of `table`; see `readDatabase` and `Database.rows`. */
export function readTable(
  look: Look,
  file: string,
  table: string,
  columns: readonly string[],
): readonly TableRecord[] | null {
  return readDatabase(look, file, (database) => database.rows(table, columns));
}

/** What `read` makes of it. Null, and a fault unless the database is just not there, where it cannot be read. */
export function readDatabase<T>(look: Look, file: string, read: (database: Database) => T): T | null {
  const attempt = tryDatabase(look, file, read);
  if (attempt.kind === 'busy') look.problem('busy', file, 'it was written to while it was read');
  return attempt.kind === 'busy' ? null : attempt.value;
}

/** `busy`: it was written to at every try, so that what was read may not fit together; nothing is told of that. */
export function tryDatabase<T>(
  look: Look,
  file: string,
  read: (database: Database) => T,
): { readonly kind: 'read'; readonly value: T | null } | { readonly kind: 'busy' } {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const attempt = attemptOn(look, file, read);
    if (attempt.kind === 'read') return attempt;
    if (attempt.kind === 'fault') {
      look.problem('unknown-format', file, attempt.message);
      return { kind: 'read', value: null };
    }
  }
  return { kind: 'busy' };
}

type Attempt<T> =
  | { readonly kind: 'changed' }
  | { readonly kind: 'fault'; readonly message: string }
  | { readonly kind: 'read'; readonly value: T | null };

/** The log is opened first: a checkpoint in between makes the database longer, and what is read later is all there. */
function attemptOn<T>(look: Look, file: string, read: (database: Database) => T): Attempt<T> {
  const opened = openSessionFile(databaseFiles(file)[1]);
  const wal = opened.kind === 'open' ? opened.file : null;
  try {
    return look.open(file, (main) => readMarked(main, wal, file, read)) ?? { kind: 'read', value: null };
  } finally {
    wal?.close();
  }
}

function readMarked<T>(
  main: SessionFile,
  wal: SessionFile | null,
  file: string,
  read: (database: Database) => T,
): Attempt<T> {
  const before = writeMark(main, wal, file);
  const attempt = faultsOf(() => read(databaseOf(main, wal)));
  // Pages that do not fit together are no fault where they were moved meanwhile.
  return before !== null && writeMark(main, wal, file) === before ? attempt : { kind: 'changed' };
}

function faultsOf<T>(read: () => T): Attempt<T> {
  try {
    return { kind: 'read', value: read() };
  } catch (error) {
    if (!(error instanceof DatabaseFault || error instanceof RangeError)) throw error;
    return { kind: 'fault', message: error.message };
  }
}

/**
 * The change counter and the length of the database, and the header of its log: a checkpoint that moves pages changes one
 * of them. Null: in the middle of a change, which its journal would take back.
 */
function writeMark(main: SessionFile, wal: SessionFile | null, file: string): string | null {
  if (isHotJournal(`${file}-journal`)) return null;
  const header = wal?.freshRange(0, 32).toString('hex') ?? '';
  return `${main.freshRange(24, 28).toString('hex')}:${main.freshSize}:${header}`;
}

/** Its beginning is zero, or it is gone, once the change is done. */
function isHotJournal(file: string): boolean {
  const opened = openSessionFile(file);
  if (opened.kind !== 'open') return false;
  try {
    return opened.file.freshRange(0, JOURNAL_MAGIC.length).equals(JOURNAL_MAGIC);
  } finally {
    opened.file.close();
  }
}

const JOURNAL_MAGIC = Buffer.from('d9d505f920a163d7', 'hex');

function databaseOf(main: SessionFile, wal: SessionFile | null): Database {
  const header = parseDatabaseHeader(main.range(0, 100));
  if (wal !== null && wal.size > MAX_WAL_BYTES) throw new DatabaseFault(`its log has ${wal.size} bytes`);
  const frames = wal === null ? null : readWalFrames(wal, header.pageSize);
  return new Database(new DatabasePages(header, main, wal === null || frames === null ? null : { file: wal, frames }));
}
