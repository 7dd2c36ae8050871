// Finds a text in a piece of a recording, and makes the line of each place out of what stands around it.
import { plainOutput } from './plainOutput';
import { findText, type SearchPattern } from './searchPattern';
import type { FoundLine, Piece } from './searchTypes';

/** Around a place, bytes of the recording: a line is seldom longer. */
const AROUND = 2048;
/** Of a line, to each side of what was found, UTF-16 units. */
const SHOWN = 300;
/** No unfinished sequence is longer, but texts, bytes. */
const CUT_SEQUENCE = 12;
const EVENT = /\[([\d.]+), ?"(\w)"/y;
const HEAD = /\[[\d.]+, ?"\w", ?"/y;
/** What follows belongs to a title, a link or another string that nobody sees. */
const IN_STRING = /\x1b[\]P_^X][^\x07\x1b]*$/;
/** As JSON has it. */
const LINE_END = '\\n';
/** What comes after these repeats what stands before them. */
const REPEATS = /^\[[\d.]+, ?"m", ?"podwatch:(?:rotated|restored)/;
const JOINS = /"\]\r?\n\[[\d.]+, ?"o", ?"/g;
const OTHER_EVENT = /(?:"\]|\})\r?\n(?:\[[\d.]+, ?"[^o]", ?"[^"]*"\]\r?\n)*(?:\[[\d.]+, ?"\w", ?")?/g;

interface Event {
  readonly end: number;
  readonly at: number;
  readonly isOutput: boolean;
}

/** @param startedAt of the recording, Unix ms. In their order. */
export function recordedHits(piece: Piece, expression: RegExp, pattern: SearchPattern, startedAt: number): FoundLine[] {
  const { text, start, end } = piece;
  const found: FoundLine[] = [];
  let event: Event | null = null;
  expression.lastIndex = start;
  for (let match = expression.exec(text); match !== null && match.index < end; match = expression.exec(text)) {
    if (event === null || match.index >= event.end) event = eventAround(text, match.index, startedAt);
    if (!event.isOutput) {
      expression.lastIndex = Math.max(event.end, match.index + 1);
      continue;
    }
    const line = lineAround(text, match.index, pattern);
    if (line !== null) found.push({ at: event.at, ...line });
  }
  return found;
}

function eventAround(text: string, at: number, startedAt: number): Event {
  const begin = text.lastIndexOf('\n', at) + 1;
  const next = text.indexOf('\n', at);
  EVENT.lastIndex = begin;
  const [, seconds = '0', kind] = EVENT.exec(text) ?? [];
  return {
    end: next < 0 ? text.length : next,
    at: startedAt + Number(seconds) * 1000,
    isOutput: kind === 'o' && !isRepeat(text, begin),
  };
}

/** The screen is drawn again: its marker, and its size, stand before it. */
function isRepeat(text: string, begin: number): boolean {
  const size = text.lastIndexOf('\n', begin - 2) + 1;
  if (!/^\[[\d.]+, ?"r"/.test(text.slice(size, size + 24))) return false;
  const mark = text.lastIndexOf('\n', size - 2) + 1;
  return REPEATS.test(text.slice(mark, mark + 60));
}

/** Null: the line does not hold it after all, or what stands before it in the line has brought it already. */
function lineAround(text: string, at: number, pattern: SearchPattern): Pick<FoundLine, 'line' | 'column'> | null {
  const output = outputOf(text.slice(startAround(text, at), at));
  if (IN_STRING.test(output)) return null;
  const before = plainOutput(output).split('\n').at(-1) ?? '';
  const after = plainOutput(outputOf(text.slice(at, endAround(text, at)))).split('\n', 1)[0] ?? '';
  const own = before.slice(-SHOWN);
  const line = own + after.slice(0, Math.max(SHOWN, pattern.text.length));
  const column = findText(pattern, line);
  return column < 0 || column < own.length - pattern.text.length + 1 ? null : { line: line.trimEnd(), column };
}

/** Where to begin to read what stands before `at`: within the text of an event, and in no sequence. */
function startAround(text: string, at: number): number {
  const from = Math.max(0, at - AROUND);
  const near = text.slice(from, at);
  const lineEnd = near.lastIndexOf(LINE_END);
  if (lineEnd > 0 && near[lineEnd - 1] !== '\\') return from + lineEnd;
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
  const json = Buffer.from(raw, 'latin1').toString('utf8').replace(JOINS, '').replace(OTHER_EVENT, '\\n');
  return unescaped(json).replace(/^\ufffd+|\ufffd+$/g, '');
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function unescaped(json: string): string {
  return json.replace(/\\(?:u([0-9a-fA-F]{4})|([^u]))|\\u?[0-9a-fA-F]{0,3}$/g, (_, hex, character) =>
    hex === undefined ? (ESCAPES[character] ?? character ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
