// The rows of one table, in the order of their ids, by a walk over its b-tree; no index, no query.
import { DatabaseFault, type DatabasePages } from './databasePages';
import { cellCount, cellOffsets, payloadAt, recordValues, type SqlValue, varintAt } from './record';

/** One record: values by their place, as many as wanted. */
export interface TableRow {
  readonly rowId: number;
  /** Shorter than the table where columns were added after it was written. */
  readonly values: readonly SqlValue[];
}

const INTERIOR = 5;
const LEAF = 13;
const MAX_DEPTH = 20;
const MAX_ROWS = 200_000;

/** `wanted`: which columns are decoded; the others are null. Throws `DatabaseFault`. */
export function* tableRows(pages: DatabasePages, root: number, wanted: ReadonlySet<number>): Generator<TableRow> {
  const seen = new Set<number>();
  let rows = 0;
  const stack: { readonly page: number; readonly depth: number }[] = [{ page: root, depth: 0 }];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (at.depth > MAX_DEPTH || seen.has(at.page)) throw new DatabaseFault('its pages lead in a circle');
    seen.add(at.page);
    const page = pages.page(at.page);
    const start = at.page === 1 ? 100 : 0;
    const kind = page.readUInt8(start);
    if (kind === INTERIOR) {
      const { depth } = at;
      // The stack gives the last one first.
      stack.push(
        ...childrenOf(page, start)
          .map((child) => ({ page: child, depth: depth + 1 }))
          .reverse(),
      );
      continue;
    }
    if (kind !== LEAF) throw new DatabaseFault(`page ${at.page} is not of a table`);
    for (const offset of cellOffsets(page, start, 8)) {
      rows += 1;
      if (rows > MAX_ROWS) throw new DatabaseFault(`it has more than ${MAX_ROWS} rows`);
      yield rowAt(pages, page, offset, wanted);
    }
  }
}

function childrenOf(page: Buffer, start: number): readonly number[] {
  const children = cellOffsets(page, start, 12).map((offset) => page.readUInt32BE(offset));
  return [...children, page.readUInt32BE(start + 8)];
}

function rowAt(pages: DatabasePages, page: Buffer, offset: number, wanted: ReadonlySet<number>): TableRow {
  const size = varintAt(page, offset);
  const rowId = varintAt(page, size.next);
  const payload = payloadAt(pages, page, rowId.next, size.value, pages.header.usable - 35);
  return { rowId: rowId.value, values: recordValues(payload, pages.header.encoding, wanted) };
}

/** The row of that id; null where there is none. Throws `DatabaseFault`. */
export function rowById(pages: DatabasePages, root: number, id: number, wanted: ReadonlySet<number>): TableRow | null {
  let number = root;
  for (let depth = 0; depth <= MAX_DEPTH; depth += 1) {
    const page = pages.page(number);
    const start = number === 1 ? 100 : 0;
    const kind = page.readUInt8(start);
    if (kind === LEAF) {
      const at = firstFrom(page, start, 8, id, (offset) => varintAt(page, varintAt(page, offset).next).value);
      return at?.id === id ? rowAt(pages, page, at.offset, wanted) : null;
    }
    if (kind !== INTERIOR) throw new DatabaseFault(`page ${number} is not of a table`);
    const next = firstFrom(page, start, 12, id, (offset) => varintAt(page, offset + 4).value);
    number = page.readUInt32BE(next === null ? start + 8 : next.offset);
  }
  throw new DatabaseFault('its pages lead in a circle');
}

/** The first cell whose id is `id` or greater; ids ascend within a page. Null: all are smaller. */
function firstFrom(
  page: Buffer,
  start: number,
  headerBytes: number,
  id: number,
  idAt: (offset: number) => number,
): { readonly offset: number; readonly id: number } | null {
  const offsetOf = (index: number) => page.readUInt16BE(start + headerBytes + index * 2);
  const count = cellCount(page, start, headerBytes);
  let from = 0;
  for (let to = count; from < to; ) {
    const middle = (from + to) >> 1;
    if (idAt(offsetOf(middle)) < id) from = middle + 1;
    else to = middle;
  }
  return from === count ? null : { offset: offsetOf(from), id: idAt(offsetOf(from)) };
}
