// Cells and records of a SQLite page: where they stand, and the values in them.
import { DatabaseFault, type DatabasePages } from './databasePages';

export type SqlValue = string | number | null;

/** Of one record, bytes: what lies behind is missing, and counted. */
const MAX_RECORD = 16 * 1024 * 1024;

export function cellOffsets(page: Buffer, start: number, headerBytes: number): readonly number[] {
  const count = cellCount(page, start, headerBytes);
  return Array.from({ length: count }, (_, index) => page.readUInt16BE(start + headerBytes + index * 2));
}

export function cellCount(page: Buffer, start: number, headerBytes: number): number {
  const count = page.readUInt16BE(start + 3);
  if (start + headerBytes + count * 2 > page.length) throw new DatabaseFault('a page has too many cells');
  return count;
}

/** A record that does not fit its page goes on in a chain of overflow pages. */
export function payloadAt(pages: DatabasePages, page: Buffer, offset: number, size: number, most: number): Buffer {
  const { usable } = pages.header;
  if (size <= most) return page.subarray(offset, offset + size);
  if (size > MAX_RECORD) pages.cutRecords += 1;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitting = least + ((size - least) % (usable - 4));
  const local = fitting <= most ? fitting : least;
  const parts = [page.subarray(offset, offset + local)];
  let left = Math.min(size, MAX_RECORD) - local;
  for (let next = page.readUInt32BE(offset + local); next !== 0 && left > 0; ) {
    const overflow = pages.page(next);
    parts.push(overflow.subarray(4, 4 + Math.min(left, usable - 4)));
    left -= usable - 4;
    next = overflow.readUInt32BE(0);
  }
  return Buffer.concat(parts);
}

export function recordValues(record: Buffer, encoding: 1 | 2 | 3, wanted: ReadonlySet<number>): readonly SqlValue[] {
  const values: SqlValue[] = [];
  const head = varintAt(record, 0);
  let at = head.value;
  for (let type = head.next; type < head.value; ) {
    const serial = varintAt(record, type);
    type = serial.next;
    const bytes = bytesOf(serial.value);
    if (at + bytes > record.length) break;
    const isWanted = wanted.has(values.length);
    values.push(isWanted ? decoded(record.subarray(at, at + bytes), serial.value, encoding) : null);
    at += bytes;
  }
  return values;
}

const FIXED_BYTES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0];

function bytesOf(serial: number): number {
  return serial < 12 ? (FIXED_BYTES[serial] ?? 0) : (serial - (serial % 2 === 0 ? 12 : 13)) / 2;
}

/** Blobs are not needed, and come as null. */
function decoded(bytes: Buffer, serial: number, encoding: 1 | 2 | 3): SqlValue {
  if (serial >= 13 && serial % 2 === 1) return textOf(bytes, encoding);
  if (serial === 7) return bytes.readDoubleBE(0);
  if (serial === 6) return Number(bytes.readBigInt64BE(0));
  if (serial >= 1 && serial <= 5) return bytes.readIntBE(0, bytes.length);
  if (serial === 8 || serial === 9) return serial - 8;
  return null;
}

function textOf(bytes: Buffer, encoding: 1 | 2 | 3): string {
  if (encoding === 1) return bytes.toString('utf8');
  const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
  return (encoding === 2 ? even : Buffer.from(even).swap16()).toString('utf16le');
}

/** One to nine bytes, seven bits each, the ninth whole. */
export function varintAt(buffer: Buffer, offset: number): { readonly value: number; readonly next: number } {
  let value = 0;
  for (let index = 0; index < 8; index += 1) {
    const byte = byteAt(buffer, offset + index);
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, next: offset + index + 1 };
  }
  return { value: value * 256 + byteAt(buffer, offset + 8), next: offset + 9 };
}

function byteAt(buffer: Buffer, offset: number): number {
  const byte = buffer[offset];
  if (byte === undefined) throw new DatabaseFault('a record is cut off');
  return byte;
}
