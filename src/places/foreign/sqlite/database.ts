// The tables and indexes of one opened database, by their names.
import { DatabaseFault, type DatabasePages } from './databasePages';
import { indexEntries } from './indexEntries';
import type { SqlValue } from './record';
import { type TableColumn, tableColumns } from './tableColumns';
import { rowById, type TableRow, tableRows } from './tableRows';

/** One row by the names of the columns. */
export type TableRecord = Readonly<Record<string, SqlValue>>;

interface IndexedColumns {
  readonly table: string;
  readonly columns: readonly string[];
}

/** Of `create index … on TABLE (COLUMNS)`; names may be quoted. Null where it is an index of anything else. */
function indexedColumns(sql: string): IndexedColumns | null {
  const [, table, list] = /\son\s+[`"[]?(\w+)[`"\]]?\s*\(([^()]*)\)/i.exec(sql) ?? [];
  if (table === undefined || list === undefined) return null;
  return { table, columns: list.split(',').map((column) => /\w+/.exec(column)?.[0] ?? '') };
}

interface Table {
  readonly root: number;
  readonly columns: readonly TableColumn[];
}

/** Methods throw `DatabaseFault`. */
export class Database {
  private readonly tables = new Map<string, { readonly root: number; readonly sql: string }>();
  private readonly known = new Map<string, Table | null>();
  private readonly indexes = new Map<string, { readonly root: number; readonly on: IndexedColumns | null }>();

  constructor(private readonly pages: DatabasePages) {
    for (const { values } of tableRows(pages, 1, new Set([0, 1, 3, 4]))) {
      const [type, name, , root, sql] = values;
      if (typeof name !== 'string' || typeof root !== 'number') continue;
      if (type === 'table' && typeof sql === 'string') this.tables.set(name, { root, sql });
      if (type === 'index') this.indexes.set(name, { root, on: typeof sql === 'string' ? indexedColumns(sql) : null });
    }
  }

  /** Records met so far that are too long to be read whole. */
  get cutRecords(): number {
    return this.pages.cutRecords;
  }

  /** All rows with those of `names` that the table has; a table that does not exist has none. */
  rows(table: string, names: readonly string[]): readonly TableRecord[] {
    return [...this.records(table, names)];
  }

  private *records(table: string, names: readonly string[]): Generator<TableRecord> {
    const known = this.table(table);
    if (known === null) return;
    const places = placesOf(known, names);
    for (const row of tableRows(this.pages, known.root, new Set(places))) yield recordOf(row, known, places);
  }

  /** The ids of the rows whose indexed value is `key`, the last of the index first; none without the index. */
  *rowIds(index: string, key: string): Generator<number> {
    const known = this.indexes.get(index);
    if (known === undefined) return;
    for (const values of indexEntries(this.pages, known.root, key)) {
      const id = values.at(-1);
      if (typeof id === 'number') yield id;
    }
  }

  /** The name of an index of that table that begins with these columns; null where there is none. */
  indexOn(table: string, ...columns: readonly string[]): string | null {
    const begins = (on: IndexedColumns | null) =>
      on?.table === table && columns.every((column, place) => on.columns[place] === column);
    return [...this.indexes].find(([, { on }]) => begins(on))?.[0] ?? null;
  }

  /** The rows whose `column` is `key`, in the order of the table: by an index where there is one, else by a look at all. */
  *rowsWith(table: string, column: string, key: string, names: readonly string[]): Generator<TableRecord> {
    const index = this.indexOn(table, column);
    if (index === null) {
      for (const record of this.records(table, [column, ...names])) if (record[column] === key) yield record;
      return;
    }
    for (const id of [...this.rowIds(index, key)].sort((a, b) => a - b)) {
      const record = this.row(table, id, names);
      if (record !== null) yield record;
    }
  }

  row(table: string, id: number, names: readonly string[]): TableRecord | null {
    const known = this.table(table);
    if (known === null) return null;
    const places = placesOf(known, names);
    const row = rowById(this.pages, known.root, id, new Set(places));
    return row === null ? null : recordOf(row, known, places);
  }

  private table(name: string): Table | null {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const table = this.describedTable(name);
    this.known.set(name, table);
    return table;
  }

  private describedTable(name: string): Table | null {
    const found = this.tables.get(name);
    if (found === undefined) return null;
    const columns = tableColumns(found.sql);
    if (columns === null) throw new DatabaseFault('its table is kept in a way that is not known');
    return { root: found.root, columns };
  }
}

function placesOf({ columns }: Table, names: readonly string[]): readonly number[] {
  return names.map((name) => columns.findIndex((column) => column.name === name)).filter((place) => place >= 0);
}

function recordOf({ rowId, values }: TableRow, { columns }: Table, places: readonly number[]): TableRecord {
  const record: Record<string, SqlValue> = {};
  for (const place of places) {
    const column = columns[place];
    if (column === undefined) continue;
    // A record that is older than the column ends before it.
    const value = place < values.length ? (values[place] ?? null) : column.missing;
    record[column.name] = column.isRowId ? rowId : value;
  }
  return record;
}
