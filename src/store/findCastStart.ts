// Where to begin in a recording, so many bytes before its end, and what its screen was there.
import type { FileHandle } from 'node:fs/promises';
import { CAST_MARK, parseCastHeader, parseCastSize } from '../protocol/castEvent';
import type { ViewSize } from '../protocol/terminalFrame';
import { openIfThere } from './regularFile';

const PIECE_BYTES = 1024 * 1024;
/** What is sought is no longer than this, bytes: pieces overlap by so much. */
const OVERLAP_BYTES = 64;
const HEADER_BYTES = 4096;
/** No event that is not a redraw of a huge screen is longer. */
const EVENT_BYTES = 4 * PIECE_BYTES;
const NEWLINE = 0x0a;

/** An open half of a recording, at the beginning of an event. Whoever gets it closes the file. */
export interface CastStart {
  readonly handle: FileHandle;
  readonly isOlderHalf: boolean;
  readonly offset: number;
  /** Bytes from there to the end of the recording. */
  readonly bytes: number;
  /** When this half began, Unix ms. */
  readonly startedAt: number;
  readonly size: ViewSize;
}

/**
 * About `bytes` before the end of both halves; further back where the alternate screen is shown there: to the event that has
 * switched to it, or else the lines of the screen beneath could not be told from it. Null: that is the beginning, or there is
 * no such place; all of it is to be read. The modes that a program may have set long before are not looked for.
 * @throws file errors.
 */
export async function findCastStart(file: string, bytes: number): Promise<CastStart | null> {
  const newer = await openIfThere(file);
  if (newer === null) return null;
  const { size } = await newer.stat();
  if (size > bytes) return startIn(newer, false, size - bytes, size, 0);
  await newer.close();
  const older = await openIfThere(`${file}.1`);
  if (older === null) return null;
  const { size: olderSize } = await older.stat();
  return startIn(older, true, olderSize - (bytes - size), olderSize, size);
}

async function startIn(
  handle: FileHandle,
  isOlderHalf: boolean,
  from: number,
  end: number,
  behind: number,
): Promise<CastStart | null> {
  const start = from <= 0 ? null : await placeIn(handle, from, end).catch(() => null);
  if (start === null) {
    await handle.close();
    return null;
  }
  return { handle, isOlderHalf, bytes: end - start.offset + behind, ...start };
}

async function placeIn(handle: FileHandle, from: number, end: number) {
  const head = (await read(handle, 0, Math.min(HEADER_BYTES, end))).toString('utf8').split('\n', 1)[0] ?? '';
  const header = parseCastHeader(head);
  if (!header.ok) return null;
  const next = await eventFrom(handle, from, end);
  if (next === null) return null;
  const { startedAt, cols, rows } = header.value;
  const before = await stateBefore(handle, next, { cols, rows });
  return { offset: before.alternateAt ?? next, startedAt, size: before.size };
}

/** Null: none begins there. */
async function eventFrom(handle: FileHandle, from: number, end: number): Promise<number | null> {
  for (let at = from; at < Math.min(end, from + EVENT_BYTES); at += PIECE_BYTES) {
    const newline = (await read(handle, at, Math.min(end, at + PIECE_BYTES))).indexOf(NEWLINE);
    if (newline >= 0) return at + newline + 1;
  }
  return null;
}

interface StateBefore {
  readonly size: ViewSize;
  /** Where the event begins that has switched to the alternate screen; null: the normal one is shown. */
  readonly alternateAt: number | null;
}

const SIZE = /"r", ?"(\d+x\d+)"/g;
/** A reset and the marks that one follows lead to the normal screen; a redraw that shows the other one says so itself. */
const SWITCH = new RegExp(
  String.raw`(?<!(?:^|[^\\])(?:\\\\)*\\)(?:\\u001b\[\?(?:[\d;]*;)?(?:1049|1047|47)(?:;[\d;]*)?(h|l)|\\u001bc)|"m", ?"(?:${CAST_MARK.skipped}|${CAST_MARK.lost})`,
  'g',
);
/** One of them stands wherever such an expression matches; looked for first, as that is far faster. */
const SWITCH_WORDS = ['1049', '1047', '?47', ';47', '\\u001bc', CAST_MARK.skipped, CAST_MARK.lost];

/** Raw, from there backwards, no further than to what is sought: nothing is drawn. */
async function stateBefore(handle: FileHandle, from: number, first: ViewSize): Promise<StateBefore> {
  let size: ViewSize | null = null;
  let alternateAt: number | null | undefined;
  for (let end = from; end > 0 && (size === null || alternateAt === undefined); end -= PIECE_BYTES) {
    const begin = Math.max(0, end - PIECE_BYTES);
    const piece = await read(handle, begin, Math.min(from, end + OVERLAP_BYTES));
    if (size === null && piece.includes('"r"')) {
      size = parseCastSize([...piece.toString('latin1').matchAll(SIZE)].at(-1)?.[1] ?? '');
    }
    if (alternateAt === undefined && SWITCH_WORDS.some((word) => piece.includes(word))) {
      const last = [...piece.toString('latin1').matchAll(SWITCH)].at(-1);
      if (last !== undefined) alternateAt = last[1] === 'h' ? await eventOf(handle, begin + last.index) : null;
    }
  }
  return { size: size ?? first, alternateAt: alternateAt ?? null };
}

/** Where the line begins that the byte stands in. */
async function eventOf(handle: FileHandle, at: number): Promise<number> {
  for (let end = at; end > 0; end -= PIECE_BYTES) {
    const begin = Math.max(0, end - PIECE_BYTES);
    const newline = (await read(handle, begin, end)).lastIndexOf(NEWLINE);
    if (newline >= 0) return begin + newline + 1;
  }
  return 0;
}

/** The bytes that are there. */
async function read(handle: FileHandle, from: number, to: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(Math.max(0, to - from));
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, from);
  return buffer.subarray(0, bytesRead);
}
