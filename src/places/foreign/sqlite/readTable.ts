// One table of another program's SQLite database as it is now, with what only its write-ahead log holds. Nothing is locked or created.
import type { Look } from '../look';
import { openSessionFile, type SessionFile } from '../sessionFile';
import { DatabaseFault, DatabasePages, parseDatabaseHeader } from './databasePages';
import { tableColumns } from './tableColumns';
import { type SqlValue, tableRows } from './tableRows';
import { MAX_WAL_BYTES, readWalFrames } from './walFrames';

/** A database that is written meanwhile is read anew so many times. */
const TRIES = 3;

/** One row by the names of the columns. */
export type TableRecord = Readonly<Record<string, SqlValue>>;

/** The files on which a table depends. */
export function databaseFiles(file: string): readonly [string, string] {
  return [file, `${file}-wal`];
}

/**
 * All rows of `table` with those of `columns` that the table has. Null, and a fault unless the database is just not
 * there, where it cannot be read. A table that does not exist has no rows.
 */
export function readTable(
  look: Look,
  file: string,
  table: string,
  columns: readonly string[],
): readonly TableRecord[] | null {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const attempt = look.open(file, (main) => attemptRows(look, main, file, table, columns));
    if (attempt !== 'changed') return attempt;
  }
  look.problem('busy', file, 'it was written to while it was read');
  return null;
}

function attemptRows(
  look: Look,
  main: SessionFile,
  file: string,
  table: string,
  columns: readonly string[],
): readonly TableRecord[] | 'changed' | null {
  const opened = openSessionFile(databaseFiles(file)[1]);
  const wal = opened.kind === 'open' ? opened.file : null;
  try {
    const before = writeMark(main, wal);
    const rows = rowsNow(main, wal, table, columns);
    return writeMark(main, wal) === before ? rows : 'changed';
  } catch (error) {
    if (!(error instanceof DatabaseFault || error instanceof RangeError)) throw error;
    look.problem('unknown-format', file, error.message);
    return null;
  } finally {
    wal?.close();
  }
}

/** The change counter of the database and the header of its log: a checkpoint that moves pages changes one of them. */
function writeMark(main: SessionFile, wal: SessionFile | null): string {
  return `${main.freshRange(24, 28).toString('hex')}:${wal?.freshRange(0, 32).toString('hex') ?? ''}`;
}

function rowsNow(
  main: SessionFile,
  wal: SessionFile | null,
  table: string,
  columns: readonly string[],
): readonly TableRecord[] {
  const header = parseDatabaseHeader(main.range(0, 100));
  if (wal !== null && wal.size > MAX_WAL_BYTES) throw new DatabaseFault(`its log has ${wal.size} bytes`);
  const frames = wal === null ? null : readWalFrames(wal, header.pageSize);
  const pages = new DatabasePages(header, main, wal === null || frames === null ? null : { file: wal, frames });
  for (const { values } of tableRows(pages, 1, new Set([0, 1, 3, 4]))) {
    const [type, name, , root, sql] = values;
    if (type !== 'table' || name !== table || typeof root !== 'number' || typeof sql !== 'string') continue;
    return recordsOf(pages, root, sql, columns);
  }
  return [];
}

function recordsOf(pages: DatabasePages, root: number, sql: string, names: readonly string[]): TableRecord[] {
  const columns = tableColumns(sql);
  if (columns === null) throw new DatabaseFault('its table is kept in a way that is not known');
  const places = names.map((name) => columns.findIndex((column) => column.name === name)).filter((place) => place >= 0);
  const records: TableRecord[] = [];
  for (const { rowId, values } of tableRows(pages, root, new Set(places))) {
    const record: Record<string, SqlValue> = {};
    for (const place of places) {
      const column = columns[place];
      if (column === undefined) continue;
      const value = place < values.length ? (values[place] ?? null) : column.missing;
      record[column.name] = column.isRowId ? rowId : value;
    }
    records.push(record);
  }
  return records;
}
