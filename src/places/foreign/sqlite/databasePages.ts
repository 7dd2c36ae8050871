// The pages of a SQLite database file, with those of its write-ahead log over them; opened for reading, never locked.
import type { SessionFile } from '../sessionFile';
import type { WalFrames } from './walFrames';

const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;

/** A file that is no database, or whose pages do not fit together: told as a fault, with its text. */
export class DatabaseFault extends Error {}

/** What the database's header says that reading needs. */
export interface DatabaseHeader {
  readonly pageSize: number;
  /** Bytes of a page without those that extensions reserve. */
  readonly usable: number;
  /** `utf8`, `utf16le`, or 3 for UTF-16 with the big end first. */
  readonly encoding: 1 | 2 | 3;
}

/** Throws `DatabaseFault`. */
export function parseDatabaseHeader(header: Buffer): DatabaseHeader {
  if (header.length < HEADER_BYTES || header.toString('latin1', 0, 16) !== MAGIC) {
    throw new DatabaseFault('it is not a SQLite database');
  }
  const size = header.readUInt16BE(16);
  const pageSize = size === 1 ? 65536 : size;
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) throw new DatabaseFault(`its page size is ${pageSize}`);
  const encoding = header.readUInt32BE(56);
  return {
    pageSize,
    usable: pageSize - header.readUInt8(20),
    encoding: encoding === 2 || encoding === 3 ? encoding : 1,
  };
}

export class DatabasePages {
  private readonly pageCount: number;
  /** Records met that are too long to be read whole. */
  cutRecords = 0;

  constructor(
    readonly header: DatabaseHeader,
    private readonly main: SessionFile,
    private readonly wal: { readonly file: SessionFile; readonly frames: WalFrames } | null,
  ) {
    const inMain = Math.floor(main.size / header.pageSize);
    this.pageCount = Math.max(inMain, wal?.frames.pageCount ?? 0);
  }

  /** Counted from 1. Throws `DatabaseFault` for a number outside of the database. */
  page(number: number): Buffer {
    const { pageSize } = this.header;
    if (number < 1 || number > this.pageCount) throw new DatabaseFault(`page ${number} lies outside of it`);
    const offset = this.wal?.frames.offsets.get(number);
    const page =
      this.wal === null || offset === undefined
        ? this.main.range((number - 1) * pageSize, number * pageSize)
        : this.wal.file.range(offset, offset + pageSize);
    if (page.length < pageSize) throw new DatabaseFault(`page ${number} is cut off`);
    return page;
  }
}
