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
/** A longer line is passed over, as readers of logs do, bytes; what a recording of ours holds is far shorter. */
const MAX_LINE = 16 * 1024 * 1024;
/** Of a long line at one go, bytes. */
const STEP = 1024 * 1024;
const NEWLINE = 0x0a;

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
    if (piece === null) {
      const mebibytes = Math.round((end - from) / STEP);
      return { from, since: 0, found: [], fault: `a line of ${mebibytes} MB is passed over` };
    }
    if (kind !== 'recording') {
      const inMs = kind === 'session' ? msOfOthers : (time: number) => time;
      const found = loggedHits(piece, this.log, this.pattern).reverse();
      for (const [index, hit] of found.entries()) found[index] = { ...hit, at: inMs(hit.at) };
      return { from, since: inMs(timeOfEntry(piece)), found, fault: null };
    }
    const start = recordingStart(descriptor);
    const found = recordedHits(piece, this.recording, this.pattern, start).reverse();
    return { from, since: start.startedAt + firstSeconds(piece) * 1000, found, fault: null };
  }
}

/** Some tools write seconds: as milliseconds they would lie before 1973. */
function msOfOthers(time: number): number {
  return time < 1e11 ? Math.round(time * 1000) : time;
}

interface ReadPiece {
  /** Where the piece begins. */
  readonly from: number;
  /** Null: the line that ends there is too long. */
  readonly piece: Piece | null;
}

function readPiece(descriptor: number, end: number, bytes: number): ReadPiece {
  const from = pieceStart(descriptor, end, bytes);
  if (end - from > Math.max(MAX_LINE, 2 * bytes)) return { from, piece: null };
  const lead = Math.min(BEFORE, from);
  const text = readRange(descriptor, from - lead, end + BEHIND).toString('latin1');
  return { from, piece: { text, start: lead, end: end - from + lead } };
}

/** The first line that begins within the last `bytes`; where none does, the one that reaches over them. */
function pieceStart(descriptor: number, end: number, bytes: number): number {
  const begin = Math.max(0, end - bytes);
  if (begin === 0) return 0;
  const newline = readRange(descriptor, begin, end - 1).indexOf(NEWLINE);
  if (newline >= 0) return begin + newline + 1;
  for (let to = begin; to > 0; ) {
    const at = Math.max(0, to - STEP);
    const before = readRange(descriptor, at, to).lastIndexOf(NEWLINE);
    if (before >= 0) return at + before + 1;
    to = at;
  }
  return 0;
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
