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
  for (let tries = 0; tries < TRIES; tries += 1) {
    const attempt = look.open(file, (main) => attemptOn(look, main, file, read));
    if (attempt?.kind !== 'changed') return attempt?.value ?? null;
  }
  look.problem('busy', file, 'it was written to while it was read');
  return null;
}

type Attempt<T> =
  | { readonly kind: 'changed'; readonly value?: undefined }
  | { readonly kind: 'read'; readonly value: T | null };

function attemptOn<T>(look: Look, main: SessionFile, file: string, read: (database: Database) => T): Attempt<T> {
  const opened = openSessionFile(databaseFiles(file)[1]);
  const wal = opened.kind === 'open' ? opened.file : null;
  try {
    const before = writeMark(main, wal);
    const value = read(databaseOf(main, wal));
    return writeMark(main, wal) === before ? { kind: 'read', value } : { kind: 'changed' };
  } catch (error) {
    if (!(error instanceof DatabaseFault || error instanceof RangeError)) throw error;
    look.problem('unknown-format', file, error.message);
    return { kind: 'read', value: null };
  } finally {
    wal?.close();
  }
}

/** The change counter of the database and the header of its log: a checkpoint that moves pages changes one of them. */
function writeMark(main: SessionFile, wal: SessionFile | null): string {
  return `${main.freshRange(24, 28).toString('hex')}:${wal?.freshRange(0, 32).toString('hex') ?? ''}`;
}

function databaseOf(main: SessionFile, wal: SessionFile | null): Database {
  const header = parseDatabaseHeader(main.range(0, 100));
  if (wal !== null && wal.size > MAX_WAL_BYTES) throw new DatabaseFault(`its log has ${wal.size} bytes`);
  const frames = wal === null ? null : readWalFrames(wal, header.pageSize);
  return new Database(new DatabasePages(header, main, wal === null || frames === null ? null : { file: wal, frames }));
}
