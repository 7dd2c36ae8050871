// How a catalogue lies in its file: one JSON value, a Pod a line, the newest first; then an index of names and places, and where that is.
import type { PieceReader } from './pieceReader';

/** Another one is not read: raised with every change of what is kept, or of what is read out of the files. */
const VERSION = 4;

/** The first line. */
export function headFor(place: string): string {
  return `{"version":${VERSION},"place":${JSON.stringify(place)},"pods":[`;
}

/** Behind each row but the last. */
export const ROW_END = ',\n';

const POSITION_DIGITS = 12;
const TAIL = /^"index":"(\d{12})"\}\n$/;

/** The end of the file, of one length. @param at where the index begins, bytes. */
export function tailFor(at: number): string {
  return `"index":"${String(at).padStart(POSITION_DIGITS, '0')}"}\n`;
}

export interface CatalogueIndex {
  /** The number of each name's row, from 0. */
  readonly rows: ReadonlyMap<string, number>;
  /** Where each row begins, bytes, and where one behind the last would: the rest of it is parsed when it is asked for. */
  readonly starts: Uint32Array;
  /** So many rows, the first ones, are of Pods of which it is known when they last changed. */
  readonly dated: number;
}

export const NO_INDEX: CatalogueIndex = { rows: new Map(), starts: new Uint32Array(), dated: 0 };

/** Empty where the file is not a whole one. Whether a row is that of its name, its reader sees to. */
export function readIndex(kept: PieceReader): CatalogueIndex {
  try {
    const tailAt = kept.size - tailFor(0).length;
    const [, position] = TAIL.exec(kept.bytes(tailAt, kept.size)?.toString('latin1') ?? '') ?? [];
    const bytes = position === undefined ? null : kept.bytes(Number(position), tailAt);
    const fields = bytes?.toString('utf8', 0, bytes.length - ROW_END.length);
    return indexOf(JSON.parse(`{${fields}}`)) ?? NO_INDEX;
  } catch {
    return NO_INDEX;
  }
}

function indexOf(index: unknown): CatalogueIndex | null {
  if (typeof index !== 'object' || index === null) return null;
  if (!('names' in index && 'starts' in index && 'dated' in index)) return null;
  const { names, starts, dated } = index;
  if (!Array.isArray(names) || !Array.isArray(starts) || typeof dated !== 'number') return null;
  if (names.length + 1 !== starts.length) return null;
  const rows = new Map<string, number>();
  for (let row = 0; row < names.length; row += 1) {
    const name: unknown = names[row];
    if (typeof name !== 'string') return null;
    rows.set(name, row);
  }
  // What is no number leads nowhere.
  return { rows, starts: Uint32Array.from(starts, Number), dated };
}

/** Of one row; null: it cannot be read any more, or as one. */
export function readRow(kept: PieceReader, { starts }: CatalogueIndex, row: number): readonly unknown[] | null {
  const text = kept.text(starts[row] ?? 0, (starts[row + 1] ?? 0) - ROW_END.length);
  if (text === null) return null;
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) ? read : null;
  } catch {
    return null;
  }
}

/** Digits and what stands between them. */
const MAX_SIGNATURE = 128;

/** The signature of a row, which is not parsed for it. Null: it cannot be read, or is not the row of this name. */
export function rowSignature(kept: PieceReader, { starts }: CatalogueIndex, row: number, name: string): string | null {
  const begin = `${JSON.stringify([name]).slice(0, -1)},"`;
  const bytes = kept.bytes(starts[row] ?? 0, (starts[row + 1] ?? 0) - ROW_END.length);
  const text = bytes?.toString('utf8', 0, Buffer.byteLength(begin) + MAX_SIGNATURE) ?? '';
  const end = text.indexOf('"', begin.length);
  return text.startsWith(begin) && end > 0 ? text.slice(begin.length, end) : null;
}
