// Searches one piece of one file, which is read in whole lines from its end.
import { closeSync, fstatSync } from 'node:fs';
import { parseCastHeader } from '../protocol/castEvent';
import { errorText, isMissing } from '../store/fileErrors';
import { openRegular, readRange } from '../store/regularFile';
import { entryTime, loggedHits, parsed } from './loggedHits';
import { type RecordingStart, recordedHits } from './recordedHits';
import { logExpression, recordingExpression, type SearchPattern } from './searchPattern';
import type { Piece, PieceOrder, PieceResult } from './searchTypes';

/** Before a piece, for the line and the marker of its first event; and behind it, for what goes on in the next one, bytes. */
const BEFORE = 4096;
const BEHIND = 4096;
const HEADER = 4096;
/** No terminal of ours is wider. */
const MAX_COLS = 1000;
/** Without a line end in so many bytes there is none to be sought, bytes. */
const MAX_LINE = 16 * 1024 * 1024;

/** Keeps the expressions of one search. */
export class PieceSearch {
  private readonly recording: RegExp;
  private readonly log: RegExp;

  constructor(private readonly pattern: SearchPattern) {
    this.recording = recordingExpression(pattern);
    this.log = logExpression(pattern);
  }

  /** Never throws: a file that cannot be read is a fault in the result. */
  search(order: PieceOrder): PieceResult {
    try {
      const descriptor = openRegular(order.path);
      try {
        return this.searchOpen(descriptor, order);
      } finally {
        closeSync(descriptor);
      }
    } catch (error) {
      return { from: 0, since: 0, found: [], fault: isMissing(error) ? null : errorText(error) };
    }
  }

  private searchOpen(descriptor: number, { kind, to, bytes }: PieceOrder): PieceResult {
    const end = Math.min(to, fstatSync(descriptor).size);
    const { from, piece } = readPiece(descriptor, end, bytes);
    if (kind !== 'recording') {
      const found = loggedHits(piece, this.log, this.pattern).reverse();
      return { from, since: timeOfEntry(piece), found, fault: null };
    }
    const start = recordingStart(descriptor);
    const found = recordedHits(piece, this.recording, this.pattern, start).reverse();
    return { from, since: start.startedAt + firstSeconds(piece) * 1000, found, fault: null };
  }
}

function readPiece(descriptor: number, end: number, bytes: number): { readonly from: number; readonly piece: Piece } {
  for (let size = bytes; ; size *= 2) {
    const begin = Math.max(0, end - size);
    const lead = Math.min(BEFORE, begin);
    const text = readRange(descriptor, begin - lead, end + BEHIND).toString('latin1');
    const own = end - begin + lead;
    const newline = text.indexOf('\n', lead);
    const start = begin === 0 ? lead : newline + 1;
    const isWhole = begin === 0 || (newline >= 0 && start < own);
    if (isWhole || size >= MAX_LINE) {
      return { from: isWhole ? begin + start - lead : begin, piece: { text, start: isWhole ? start : lead, end: own } };
    }
  }
}

function recordingStart(descriptor: number): RecordingStart {
  const header = parseCastHeader(readRange(descriptor, 0, HEADER).toString('utf8').split('\n', 1)[0] ?? '');
  return header.ok ? header.value : { startedAt: 0, cols: MAX_COLS };
}

function firstSeconds({ text, start }: Piece): number {
  return Number(/^\[([\d.]+),/.exec(text.slice(start, start + 32))?.[1] ?? 0);
}

/** Of the first entry that tells one. */
function timeOfEntry({ text, start }: Piece): number {
  const end = text.indexOf('\n', start);
  const entry = parsed(text.slice(start, end < 0 ? text.length : end));
  return entry === null ? 0 : entryTime(entry);
}
