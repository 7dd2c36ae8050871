// Finds a text in a piece of a recording, as its user saw it: also where it was put together out of what was written apart.
import { RowDrawer } from './rowDrawer';
import { BETWEEN, findText, type SearchPattern } from './searchPattern';
import type { FoundLine, Piece } from './searchTypes';

/** Around a place, bytes of the recording: a line is seldom longer. */
const AROUND = 2048;
/** Of a line, to each side of what was found, UTF-16 units. */
const SHOWN = 300;
/** No unfinished sequence is longer, but texts, bytes. */
const CUT_SEQUENCE = 12;
const EVENT = /\[([\d.]+), ?"(\w)"/y;
const HEAD = /\[[\d.]+, ?"\w", ?"/y;
/** What follows belongs to a title, a link or another string that nobody sees, or to a sequence that has not ended. */
const UNSEEN = /\x1b(?:[\]P_^X][^\x07\x1b]*|\[[\x20-\x3f]*|[\x20-\x2f]*)$/;
/** As JSON has it. */
const LINE_END = '\\n';
/** What comes after these repeats what stands before them. */
const REPEATS = /^\[[\d.]+, ?"m", ?"podwatch:(?:rotated|restored)/;
const JOINS = /"\]\r?\n\[[\d.]+, ?"o", ?"/g;
const OTHER_EVENT = /(?:"\]|\})?\r?\n(?:\[[\d.]+, ?"[^o]", ?"[^"]*"\]\r?\n)*(?:\[[\d.]+, ?"\w", ?")?/g;
const SIZE = /\n\[[\d.]+, ?"r", ?"(\d+)x/g;
/** Goes back, or on, within a row: what is seen need not stand together. */
const EDIT = new RegExp(String.raw`\\b|\\r(?!${BETWEEN}\\[rn])|\\t|\\u001b\[\d*[CDGPX@\x60]`, 'g');

interface Event {
  readonly begin: number;
  readonly end: number;
  /** Where its text stands in it, as JSON has it. */
  readonly textBegin: number;
  readonly textEnd: number;
  readonly at: number;
  readonly isOutput: boolean;
}

/** Of a recording: when it began, Unix ms, and how wide it was then. */
export interface RecordingStart {
  readonly startedAt: number;
  readonly cols: number;
}

/** In their order. */
export function recordedHits(
  piece: Piece,
  expression: RegExp,
  pattern: SearchPattern,
  start: RecordingStart,
): FoundLine[] {
  return new RecordedPiece(piece, expression, pattern, start).search();
}

interface Place {
  readonly index: number;
  readonly found: FoundLine;
}

class RecordedPiece {
  private event: Event | null = null;
  private widths: readonly { readonly index: number; readonly cols: number }[] | null = null;
  private readonly places: Place[] = [];

  constructor(
    private readonly piece: Piece,
    private readonly expression: RegExp,
    private readonly pattern: SearchPattern,
    private readonly recording: RecordingStart,
  ) {}

  search(): FoundLine[] {
    this.searchWritten();
    this.searchEdited();
    return this.places.sort((a, b) => a.index - b.index).map(({ found }) => found);
  }

  /** What was written in one go, styles and borders of events aside. */
  private searchWritten(): void {
    const { expression } = this;
    const { text, start, end } = this.piece;
    expression.lastIndex = start;
    for (let match = expression.exec(text); match !== null && match.index < end; match = expression.exec(text)) {
      const event = this.eventAt(match.index);
      if (!event.isOutput) {
        expression.lastIndex = Math.max(event.end, match.index + 1);
        continue;
      }
      // What frames and escapes the text is none of it.
      if (match.index < event.textBegin || match.index >= event.textEnd || isEscape(text, match.index)) continue;
      const line = this.lineOf(match.index, match.index + match[0].length);
      if (line !== null) this.add(match.index, { at: event.at, ...line });
    }
  }

  /** What came together by moves within a row. */
  private searchEdited(): void {
    const { text, start, end } = this.piece;
    const letters = rareLetters(this.pattern);
    EDIT.lastIndex = start;
    for (let match = EDIT.exec(text); match !== null && match.index < end; match = EDIT.exec(text)) {
      const from = startAround(text, match.index);
      const to = endAround(text, match.index);
      EDIT.lastIndex = Math.max(to, match.index + 1);
      const raw = text.slice(from, to);
      if (!letters.every((ways) => ways.some((way) => raw.includes(way)))) continue;
      this.addEdited(match.index, from, to);
    }
  }

  private addEdited(index: number, from: number, to: number): void {
    const drawer = this.drawer(index);
    drawer.write(outputOf(this.piece.text.slice(from, to)));
    const rows = [...drawer.rows, drawer.row].filter((row) => findText(this.pattern, row) >= 0);
    if (rows.length === 0) return;
    const event = this.eventAt(index);
    if (!event.isOutput) return;
    const known = this.writtenBetween(from, to);
    for (const row of rows) {
      const line = shown(row, findText(this.pattern, row), this.pattern);
      if (!known.has(line.line)) this.add(index, { at: event.at, ...line });
    }
  }

  /** Rows that are found as they were written, by this piece or the one beside it. */
  private writtenBetween(from: number, to: number): ReadonlySet<string> {
    const { expression } = this;
    const rows = new Set<string>();
    expression.lastIndex = from;
    const { text } = this.piece;
    for (let match = expression.exec(text); match !== null && match.index < to; match = expression.exec(text)) {
      const line = this.lineOf(match.index, match.index + match[0].length);
      if (line !== null) rows.add(line.line);
    }
    return rows;
  }

  /** A row that is edited again and again is found once. */
  private add(index: number, found: FoundLine): void {
    const last = this.places.at(-1);
    const isSame = last?.found.line === found.line && last.index <= index && index - last.index < AROUND;
    if (isSame && !this.piece.text.slice(last.index, index).includes(LINE_END)) return;
    this.places.push({ index, found });
  }

  /** As it stands at its end, else as it stood for a moment. Null: it is no such text after all, or none that is seen. */
  private lineOf(from: number, to: number): Pick<FoundLine, 'line' | 'column'> | null {
    const { text } = this.piece;
    const before = outputOf(text.slice(startAround(text, from), from));
    if (UNSEEN.test(before)) return null;
    const drawer = this.drawer(from);
    drawer.write(before);
    // Found already, for what stands before it in its row.
    if (findText(this.pattern, drawer.row) >= 0) return null;
    drawer.write(outputOf(text.slice(from, to)));
    const [row, number, column] = [drawer.row, drawer.rows.length, drawer.column - this.pattern.text.length];
    drawer.write(outputOf(text.slice(to, endAround(text, to))));
    const last = drawer.rows[number] ?? drawer.row;
    for (const each of [last, row]) {
      const near = findText(this.pattern, each, Math.max(0, column));
      const at = near >= 0 ? near : findText(this.pattern, each);
      if (at >= 0) return shown(each, at, this.pattern);
    }
    return null;
  }

  private drawer(index: number): RowDrawer {
    this.widths ??= [...this.piece.text.matchAll(SIZE)].map((match) => ({
      index: match.index,
      cols: Number(match[1]),
    }));
    const cols = this.widths.findLast((each) => each.index < index)?.cols ?? this.recording.cols;
    return new RowDrawer(cols, this.pattern.text.includes('\t'));
  }

  private eventAt(index: number): Event {
    const { event } = this;
    if (event !== null && event.begin <= index && index < event.end) return event;
    this.event = eventAround(this.piece.text, index, this.recording.startedAt);
    return this.event;
  }
}

function shown(row: string, column: number, { text }: SearchPattern): Pick<FoundLine, 'line' | 'column'> {
  const from = Math.max(0, column - SHOWN);
  return { line: row.slice(from, column + Math.max(SHOWN, text.length)).trimEnd(), column: column - from };
}

/** Seldom ones first, as they may stand in the file; a row without them cannot hold the text. */
function rareLetters({ text, isExact }: SearchPattern): readonly (readonly string[])[] {
  const plain = [...new Set(text)].filter((letter) => /[a-z0-9]/i.test(letter));
  const rank = (letter: string) => 'zqxjkvbpygfwmucldrhsnioate'.indexOf(letter.toLowerCase());
  return plain
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, 4)
    .map((letter) => (isExact ? [letter] : [letter.toLowerCase(), letter.toUpperCase()]));
}

function eventAround(text: string, at: number, startedAt: number): Event {
  const begin = text.lastIndexOf('\n', at) + 1;
  const next = text.indexOf('\n', at);
  const end = next < 0 ? text.length : next;
  EVENT.lastIndex = begin;
  const [, seconds = '0', kind] = EVENT.exec(text) ?? [];
  HEAD.lastIndex = begin;
  const isWhole = text.startsWith('"]', end - 2) || text.startsWith('"]\r', end - 3);
  return {
    begin,
    end,
    textBegin: HEAD.test(text) ? HEAD.lastIndex : begin,
    textEnd: isWhole ? text.lastIndexOf('"]', end) : end,
    at: startedAt + Number(seconds) * 1000,
    isOutput: kind === 'o' && !isRepeat(text, begin),
  };
}

/** Within an escape of JSON, behind its backslash. */
function isEscape(text: string, at: number): boolean {
  const backslash = text.lastIndexOf('\\', at - 1);
  if (backslash < at - 5) return false;
  let first = backslash;
  while (text[first - 1] === '\\') first -= 1;
  // Of an even number each escapes the one behind it.
  if ((backslash - first) % 2 === 1) return false;
  return at - backslash < (text[backslash + 1] === 'u' ? 6 : 2);
}

/** The screen is drawn again: its marker, and its size, stand before it. */
function isRepeat(text: string, begin: number): boolean {
  const size = text.lastIndexOf('\n', begin - 2) + 1;
  if (!/^\[[\d.]+, ?"r"/.test(text.slice(size, size + 24))) return false;
  const mark = text.lastIndexOf('\n', size - 2) + 1;
  return REPEATS.test(text.slice(mark, mark + 60));
}

/** Where to begin to read what stands before `at`: within the text of an event, and in no sequence. */
function startAround(text: string, at: number): number {
  const from = Math.max(0, at - AROUND);
  const near = text.slice(from, at);
  const lineEnd = near.lastIndexOf(LINE_END);
  if (lineEnd > 0 && near[lineEnd - 1] !== '\\') return from + lineEnd + LINE_END.length;
  HEAD.lastIndex = text.lastIndexOf('\n', from - 1) + 1;
  const begin = HEAD.test(text) ? HEAD.lastIndex : 0;
  return begin >= from ? begin : Math.min(at, from + CUT_SEQUENCE);
}

function endAround(text: string, at: number): number {
  const near = text.slice(at, at + AROUND);
  const lineEnd = near.indexOf(LINE_END, 1);
  return lineEnd > 0 && near[lineEnd - 1] !== '\\' ? at + lineEnd : at + AROUND;
}

/** What the program has put out: of the file's bytes, as latin1, within an event or across several. */
function outputOf(raw: string): string {
  const json = Buffer.from(raw, 'latin1').toString('utf8').replace(JOINS, '').replace(OTHER_EVENT, '\\r\\n');
  return unescaped(json).replace(/^\ufffd+|\ufffd+$/g, '');
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function unescaped(json: string): string {
  return json.replace(/\\(?:u([0-9a-fA-F]{4})|([^u]))|\\u?[0-9a-fA-F]{0,3}$/g, (_, hex, character) =>
    hex === undefined ? (ESCAPES[character] ?? character ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
