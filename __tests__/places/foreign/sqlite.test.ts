import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Look } from '../../../src/places/foreign/look';
import { SessionCache } from '../../../src/places/foreign/sessionCache';
import type { TableRecord } from '../../../src/places/foreign/sqlite/database';
import { DatabaseFault } from '../../../src/places/foreign/sqlite/databasePages';
import { readDatabase, readTable } from '../../../src/places/foreign/sqlite/readTable';
import { tableColumns } from '../../../src/places/foreign/sqlite/tableColumns';

const FIXTURES = path.resolve(__dirname, '../../fixtures/foreign/sqlite');

let directory: string;
let look: Look;

beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'pw-sqlite-'));
  fs.cpSync(FIXTURES, directory, { recursive: true });
  look = new Look('test', { env: {}, home: directory, directory: null }, Date.now(), new SessionCache());
});
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

function rows(file: string, table: string, columns: readonly string[]): readonly TableRecord[] | null {
  return readTable(look, path.join(directory, file), table, columns);
}

describe('A table of many pages', () => {
  const columns = ['key', 'text', 'num', 'odd', 'big', 'later', 'count', 'not there'];

  test('every row in order, row ids in the place of the primary key, defaults for columns added later', () => {
    const found = rows('table.db', 'things', columns) ?? [];
    expect(found).toHaveLength(402);
    const added = { later: 'dflt', count: 7 };
    expect(found[0]).toEqual({ key: 7, text: 'row 1 ä', num: 0.25, odd: null, big: 2 ** 40 + 1, ...added });
    expect(found[2]).toEqual({ key: 21, text: 'row 3 ä', num: 0.75, odd: null, big: -3, ...added });
    expect(found.at(-1)).toEqual({ key: 100001, text: 'new', num: 0.5, odd: 'o', big: 1, later: 'given', count: 0 });
    expect(found.map(({ key }) => key)).toEqual([...found.map(({ key }) => key)].sort((a, b) => Number(a) - Number(b)));
  });

  test('a record that goes on in overflow pages is whole, and so is what stands behind the long text', () => {
    const long = (rows('table.db', 'things', columns) ?? []).find(({ key }) => key === 99999);
    expect(long).toMatchObject({ text: `long ${'x'.repeat(9000)}`, num: 1.5, odd: 'after', big: 5 });
  });

  test('a table that is not there has no rows', () => {
    expect(rows('table.db', 'nothing', ['a'])).toEqual([]);
    expect(look.problems()).toEqual([]);
  });
});

describe('An index of many pages', () => {
  /** Ids of the rows that it finds, in its order. */
  const found = (key: string, index = 'by_group') =>
    readDatabase(look, path.join(directory, 'index.db'), (database) =>
      [...database.rowIds(index, key)].map((id) => database.row('items', id, ['id'])?.id),
    );

  test.each([
    ['aa', 7],
    ['bb', 120],
    ['bc', 7],
    ['größe', 7],
    ['zz', 7],
  ])('all rows of %s and no others, the last first', (key, count) => {
    expect(found(key)).toEqual(Array.from({ length: count }, (_, index) => `${key}-${count - 1 - index}`));
  });

  test.each(['', 'a', 'aaa', 'bbb', 'zzz'])('nothing of %p, which is not in it', (key) =>
    expect(found(key)).toEqual([]),
  );

  test('an index and a row that are not there', () => {
    expect(found('aa', 'other')).toEqual([]);
    const row = readDatabase(look, path.join(directory, 'index.db'), (database) =>
      database.row('items', 99999, ['id']),
    );
    expect(row).toBeNull();
    expect(look.problems()).toEqual([]);
  });

  test('any byte of a page changed: an answer or a fault, never a loop', () => {
    const file = path.join(directory, 'index.db');
    const whole = fs.readFileSync(file);
    for (let page = 0; page < whole.length; page += 512) {
      for (const [at, value] of [
        [0, 2],
        [0, 10],
        [3, 255],
        [8, 0],
        [11, 1],
        [12, 255],
        [13, 1],
      ] as const) {
        const damaged = Buffer.from(whole);
        damaged[page + at] = value;
        fs.writeFileSync(file, damaged);
        const answer = found('bb');
        expect(answer === null || answer.length < 10_000).toBe(true);
      }
    }
  });
});

describe('A write-ahead log', () => {
  const titles = (): readonly unknown[] => (rows('log.db', 'session', ['title']) ?? []).map(({ title }) => title);
  const committed = ['Session 0', 'Renamed in the log', 'Session 2', 'Session 3', 'Only in the log'];
  const inMain = ['Session 0', 'Session 1', 'Session 2', 'Session 3'];

  test('what is committed in it counts, what is not does not', () => {
    expect(titles()).toEqual(committed);
  });

  test('without it there is what the database itself holds', () => {
    fs.rmSync(path.join(directory, 'log.db-wal'));
    expect(titles()).toEqual(inMain);
  });

  test('cut anywhere, it gives the state of some commit before the cut, and no fault', () => {
    const log = path.join(directory, 'log.db-wal');
    const whole = fs.readFileSync(log);
    const seen = new Set<string>();
    for (let bytes = 0; bytes < 32 + 8 * 1048; bytes += 131) {
      fs.writeFileSync(log, whole.subarray(0, bytes));
      seen.add(JSON.stringify(titles()));
    }
    const between = [...inMain, 'Only in the log'];
    expect([...seen].sort()).toEqual([inMain, between, committed].map((state) => JSON.stringify(state)).sort());
    expect(look.problems()).toEqual([]);
  });

  test('a frame whose checksum does not hold ends it', () => {
    const log = path.join(directory, 'log.db-wal');
    const bytes = fs.readFileSync(log);
    bytes[32 + 24 + 100] = (bytes[32 + 24 + 100] ?? 0) ^ 1;
    fs.writeFileSync(log, bytes);
    expect(titles()).toEqual(inMain);
  });

  test('reading leaves nothing behind and changes nothing', () => {
    const before = fs
      .readdirSync(directory)
      .map((name) => [name, fs.readFileSync(path.join(directory, name), 'base64')]);
    titles();
    expect(
      fs.readdirSync(directory).map((name) => [name, fs.readFileSync(path.join(directory, name), 'base64')]),
    ).toEqual(before);
  });
});

describe('A damaged database is a counted fault, never an exception or a loop', () => {
  test('any byte of it changed', () => {
    const file = path.join(directory, 'table.db');
    const whole = fs.readFileSync(file);
    // Every page's header, and a spread of the rest.
    const places = Array.from({ length: whole.length / 1024 }, (_, page) =>
      [0, 3, 5, 8, 11, 500].map((at) => page * 1024 + at),
    );
    for (const place of [...places.flat(), 16, 17, 20, 28, 56, 100, 103, 108]) {
      for (const value of [0, 5, 13, 255]) {
        const damaged = Buffer.from(whole);
        damaged[place] = value;
        fs.writeFileSync(file, damaged);
        const found = rows('table.db', 'things', ['key', 'text']);
        expect(found === null || found.length < 200_000).toBe(true);
      }
    }
  });

  test('cut off, empty, or something else', () => {
    const file = path.join(directory, 'table.db');
    fs.writeFileSync(file, fs.readFileSync(file).subarray(0, 5000));
    expect(rows('table.db', 'things', ['key'])).toBeNull();
    fs.writeFileSync(file, '');
    expect(rows('table.db', 'things', ['key'])).toBeNull();
    fs.writeFileSync(file, 'SELECT '.repeat(1000));
    expect(rows('table.db', 'things', ['key'])).toBeNull();
    expect(look.problems()).toMatchObject([{ kind: 'unknown-format', count: 3, file }]);
  });
});

test('Columns out of whatever a create statement holds', () => {
  const sql =
    "CREATE TABLE `x` ( `a` text, \"b,c\" INTEGER PRIMARY KEY, [d e] numeric(10,2) DEFAULT (3), -- e, f\n f TEXT DEFAULT 'x', FOREIGN KEY (`a`) REFERENCES y(z), CHECK (a IN ('p,q')))";
  expect(tableColumns(sql)).toEqual([
    { name: 'a', isRowId: false, missing: null },
    { name: 'b,c', isRowId: true, missing: null },
    { name: 'd e', isRowId: false, missing: 3 },
    { name: 'f', isRowId: false, missing: 'x' },
  ]);
  expect(tableColumns('CREATE TABLE t (a text primary key) WITHOUT ROWID')).toBeNull();
});

describe('Written to while it is read', () => {
  const file = () => path.join(directory, 'table.db');
  /** As a checkpoint that moves pages of the log behind the end. */
  const grow = () => fs.appendFileSync(file(), Buffer.alloc(4096));

  test('pages that do not fit together are no fault where they were moved meanwhile: it is read anew', () => {
    let tries = 0;
    const read = readDatabase(look, file(), (database) => {
      tries += 1;
      if (tries > 1) return database.rows('things', ['key']).length;
      grow();
      throw new DatabaseFault('page 99 lies outside of it');
    });
    expect([read, tries, look.problems()]).toEqual([402, 2, []]);
  });

  test('at every try, that is what is said, and not what it led to', () => {
    const read = readDatabase(look, file(), () => {
      grow();
      throw new DatabaseFault('page 99 lies outside of it');
    });
    expect(read).toBeNull();
    expect(look.problems()).toMatchObject([{ kind: 'busy', message: 'it was written to while it was read' }]);
  });

  test('in the middle of a change, which a journal would take back; a journal whose change is done is none', () => {
    const journal = `${file()}-journal`;
    fs.writeFileSync(journal, Buffer.concat([Buffer.from('d9d505f920a163d7', 'hex'), Buffer.alloc(512)]));
    expect(rows('table.db', 'things', ['key'])).toBeNull();
    expect(look.problems()).toMatchObject([{ kind: 'busy' }]);
    fs.writeFileSync(journal, Buffer.alloc(512));
    expect(rows('table.db', 'things', ['key'])).toHaveLength(402);
  });
});
