// A file of many megabytes, read piece by piece as its parts are asked for: the whole would take more memory than what is made of it.
import { closeSync, fstatSync, type Stats } from 'node:fs';
import { fill, openRegular } from './regularFile';

const PIECE_BYTES = 1024 * 1024;
/** No more than this is read once, as one. */
const WHOLE_BYTES = 8 * PIECE_BYTES;

/** Holds no descriptor; a file that is another one by the time of a later piece has no more of them. */
export class PieceReader {
  private piece: Buffer = Buffer.alloc(0);
  private pieceAt = 0;

  private constructor(
    private readonly file: string,
    readonly size: number,
    /** Another text: another file, or another content. */
    readonly identity: string,
  ) {}

  /** @throws file errors. */
  static open(file: string): PieceReader {
    const descriptor = openRegular(file);
    try {
      const stats = fstatSync(descriptor);
      const reader = new PieceReader(file, stats.size, identityOf(stats));
      if (stats.size <= WHOLE_BYTES) reader.readFrom(descriptor, 0, stats.size);
      return reader;
    } finally {
      closeSync(descriptor);
    }
  }

  /** From one byte to before another; to be used before the next call. Null: they are not to be had any more. */
  bytes(from: number, to: number): Buffer | null {
    if (to > this.size || from > to) return null;
    if (!this.holds(from, to)) this.load(from, Math.min(this.size, Math.max(to, from + PIECE_BYTES)));
    return this.holds(from, to) ? this.piece.subarray(from - this.pieceAt, to - this.pieceAt) : null;
  }

  /** The same as UTF-8 text. */
  text(from: number, to: number): string | null {
    if (!this.holds(from, to)) return this.bytes(from, to)?.toString('utf8') ?? null;
    // Of each of thousands of rows no buffer of its own.
    return from > to ? null : this.piece.toString('utf8', from - this.pieceAt, to - this.pieceAt);
  }

  private holds(from: number, to: number): boolean {
    return from >= this.pieceAt && to <= this.pieceAt + this.piece.length;
  }

  private load(from: number, to: number): void {
    try {
      const descriptor = openRegular(this.file);
      try {
        if (identityOf(fstatSync(descriptor)) === this.identity) this.readFrom(descriptor, from, to);
      } finally {
        closeSync(descriptor);
      }
    } catch {
      // It has gone.
    }
  }

  private readFrom(descriptor: number, from: number, to: number): void {
    const buffer = this.piece.length === to - from ? this.piece : Buffer.allocUnsafeSlow(to - from);
    this.piece = buffer.subarray(0, fill(descriptor, buffer, from, to - from));
    this.pieceAt = from;
  }
}

function identityOf({ dev, ino, size, mtimeMs, ctimeMs }: Stats): string {
  return `${dev} ${ino} ${size} ${mtimeMs} ${ctimeMs}`;
}
