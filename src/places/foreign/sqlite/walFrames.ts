// The write-ahead log beside a SQLite database: which pages of the database stand in it, committed, and where.
import type { SessionFile } from '../sessionFile';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
/** "Checksums in little-endian words"; with its last bit set, in big-endian ones. */
const MAGIC = 0x377f0682;
/** A longer log is not checked; SQLite itself keeps it at about 4 MB, bytes. */
export const MAX_WAL_BYTES = 256 * 1024 * 1024;
/** Frames read at once. */
const BATCH = 64;

/** Committed pages in a log. */
export interface WalFrames {
  /** Offset of the page's newest committed content in the log, by page number. */
  readonly offsets: ReadonlyMap<number, number>;
  /** Pages of the database after the last commit. */
  readonly pageCount: number;
}

/**
 * The frames that count: as far as salts and running checksum hold, up to the last commit. What an earlier round of the
 * log left behind has other salts. Null: nothing of the log counts (empty, torn header, other page size).
 */
export function readWalFrames(wal: SessionFile, pageSize: number): WalFrames | null {
  const header = wal.range(0, HEADER_BYTES);
  if (header.length < HEADER_BYTES || (header.readUInt32BE(0) & ~1) !== MAGIC) return null;
  if (header.readUInt32BE(8) !== pageSize) return null;
  const sum = new WalChecksum((header.readUInt32BE(0) & 1) === 1, pageSize + 8);
  sum.add(header.subarray(0, 24));
  if (!sum.equals(header, 24)) return null;
  return committedFrames(wal, pageSize, header.subarray(16, 24), sum);
}

function committedFrames(wal: SessionFile, pageSize: number, salts: Buffer, sum: WalChecksum): WalFrames | null {
  const frameBytes = FRAME_HEADER_BYTES + pageSize;
  const committed = new Map<number, number>();
  let pending = new Map<number, number>();
  let pageCount = 0;
  for (let start = HEADER_BYTES; start + frameBytes <= wal.size; start += BATCH * frameBytes) {
    const batch = wal.range(start, Math.min(wal.size, start + BATCH * frameBytes));
    for (let at = 0; at + frameBytes <= batch.length; at += frameBytes) {
      const frame = batch.subarray(at, at + frameBytes);
      if (!frame.subarray(8, 16).equals(salts)) return result(committed, pageCount);
      sum.add(frame.subarray(0, 8));
      sum.add(frame.subarray(FRAME_HEADER_BYTES));
      if (!sum.equals(frame, 16)) return result(committed, pageCount);
      pending.set(frame.readUInt32BE(0), start + at + FRAME_HEADER_BYTES);
      const sizeAfterCommit = frame.readUInt32BE(4);
      if (sizeAfterCommit === 0) continue;
      for (const [page, offset] of pending) committed.set(page, offset);
      pending = new Map();
      pageCount = sizeAfterCommit;
    }
  }
  return result(committed, pageCount);
}

function result(offsets: ReadonlyMap<number, number>, pageCount: number): WalFrames | null {
  return offsets.size === 0 ? null : { offsets, pageCount };
}

/** SQLite's running checksum over pairs of 32-bit words. */
class WalChecksum {
  private first = 0;
  private second = 0;
  /** Aligned, as views of words have to be. */
  private readonly bytes: Buffer;
  private readonly words: Uint32Array;

  constructor(
    private readonly isBigEndian: boolean,
    maxBytes: number,
  ) {
    const memory = new ArrayBuffer(maxBytes);
    this.bytes = Buffer.from(memory);
    this.words = new Uint32Array(memory);
  }

  add(data: Buffer): void {
    data.copy(this.bytes);
    // The words are read as this machine keeps them.
    if (this.isBigEndian !== isBigEndianMachine) this.bytes.subarray(0, data.length).swap32();
    let { first, second } = this;
    const count = data.length / 4;
    for (let at = 0; at < count; at += 2) {
      first = (first + (this.words[at] ?? 0) + second) | 0;
      second = (second + (this.words[at + 1] ?? 0) + first) | 0;
    }
    this.first = first;
    this.second = second;
  }

  equals(buffer: Buffer, at: number): boolean {
    return buffer.readInt32BE(at) === this.first && buffer.readInt32BE(at + 4) === this.second;
  }
}

const isBigEndianMachine = new Uint8Array(new Uint16Array([1]).buffer)[0] === 0;
