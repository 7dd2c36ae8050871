// The entries of an index that begin with one text, the last first: what a query with `order by … desc limit` would read.
import { DatabaseFault, type DatabasePages } from './databasePages';
import { cellOffsets, payloadAt, recordValues, type SqlValue, varintAt } from './record';

const INTERIOR = 2;
const LEAF = 10;

/** The columns of the index with the row's id behind them. Throws `DatabaseFault`. */
export function* indexEntries(
  pages: DatabasePages,
  number: number,
  key: string,
  seen: Set<number> = new Set(),
): Generator<readonly SqlValue[]> {
  // In a whole index no page is reached twice.
  if (seen.has(number)) throw new DatabaseFault('its pages lead in a circle');
  seen.add(number);
  const page = pages.page(number);
  const kind = page.readUInt8(0);
  if (kind !== INTERIOR && kind !== LEAF) throw new DatabaseFault(`page ${number} is not of an index`);
  const isLeaf = kind === LEAF;
  const offsets = cellOffsets(page, 0, isLeaf ? 8 : 12);
  const valuesAt = (offset: number, wanted: ReadonlySet<number>) =>
    cellValues(pages, page, isLeaf ? offset : offset + 4, wanted);
  // Everything from here on is greater.
  const end = firstGreater(offsets, key, (offset) => valuesAt(offset, FIRST)[0] ?? null);
  for (let index = end; index >= 0; index -= 1) {
    if (!isLeaf) {
      const child = offsets[index];
      yield* indexEntries(pages, child === undefined ? page.readUInt32BE(8) : page.readUInt32BE(child), key, seen);
    }
    const offset = offsets[index - 1];
    if (offset === undefined) return;
    const values = valuesAt(offset, ALL);
    if (values[0] !== key) return;
    yield values;
  }
}

const FIRST: ReadonlySet<number> = new Set([0]);
const ALL: ReadonlySet<number> = new Set([0, 1, 2, 3, 4, 5]);

function cellValues(
  pages: DatabasePages,
  page: Buffer,
  offset: number,
  wanted: ReadonlySet<number>,
): readonly SqlValue[] {
  const size = varintAt(page, offset);
  const most = Math.floor(((pages.header.usable - 12) * 64) / 255) - 23;
  return recordValues(payloadAt(pages, page, size.next, size.value, most), pages.header.encoding, wanted);
}

/** By bytes, as SQLite's own collation; nulls and numbers come before texts. */
function firstGreater(offsets: readonly number[], key: string, firstValue: (offset: number) => SqlValue): number {
  const wanted = Buffer.from(key);
  let from = 0;
  let to = offsets.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    const value = firstValue(offsets[middle] ?? 0);
    if (typeof value === 'string' && Buffer.compare(Buffer.from(value), wanted) > 0) to = middle;
    else from = middle + 1;
  }
  return from;
}
