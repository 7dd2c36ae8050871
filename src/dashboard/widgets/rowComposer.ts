// One row of cells in the making: what lies on top covers what lies below, and a wide character is whole or not there.
import type { Line } from 'blessed/lib/widgets/screen';
import type { ScreenRow, ScreenRun } from '../../cells/podScreen';
import { safeCharacter } from '../../cells/safeCharacter';
import type { StyleTable } from './styleTable';
import { touchColumns } from './touchedColumns';

/** The printable ones as texts, so that none is made anew for each cell. */
const ASCII = Array.from({ length: 0x7f }, (_, code) => String.fromCharCode(code));
const FIRST_PRINTABLE = 0x20;
const LAST_PRINTABLE = 0x7e;
const FIRST_SURROGATE = 0xd800;
const LAST_SURROGATE = 0xdfff;

/** A wide character is width 2 and then width 0; halves never stay alone. */
export class RowComposer {
  readonly cols: number;
  readonly #defaultAttr: number;
  readonly #attrs: Int32Array;
  readonly #texts: string[];
  readonly #widths: Uint8Array;

  constructor(cols: number, defaultAttr: number) {
    this.cols = cols;
    this.#defaultAttr = defaultAttr;
    this.#attrs = new Int32Array(cols);
    this.#texts = new Array<string>(cols).fill(' ');
    this.#widths = new Uint8Array(cols);
  }

  /** Columns `from` … `to` as they are where nothing lies. What the others hold is of no matter. */
  clear(from: number, to: number): void {
    this.#blank(from, to, this.#defaultAttr);
  }

  #blank(from: number, to: number, attr: number): void {
    for (let x = from; x < to; x++) {
      this.#attrs[x] = attr;
      this.#texts[x] = ' ';
      this.#widths[x] = 1;
    }
  }

  /** Lays `row` over columns `x` … `x + width`, clipped to the screen and padded with blanks. */
  lay(x: number, width: number, row: ScreenRow, styles: StyleTable): void {
    const from = Math.max(0, x);
    const to = Math.min(this.cols, x + width);
    if (from >= to) return;
    // What lies below may be cut through the middle of a wide character, on either side.
    if (this.#widths[from] === 0) this.#blank(from - 1, from, this.#attrs[from - 1] ?? this.#defaultAttr);
    if (to < this.cols && this.#widths[to] === 0) this.#blank(to, to + 1, this.#attrs[to] ?? this.#defaultAttr);
    let at = x;
    for (const run of row) {
      if (at >= to) break;
      const attr = styles.attrOf(run);
      at = run.width === 1 ? this.#layNarrow(run.text, at, from, to, attr) : this.#layWide(run, at, from, to, attr);
    }
    if (at < to) this.#blank(Math.max(from, at), to, this.#defaultAttr);
  }

  /**
   * What lies beside columns `from` … `to`, on top of what was laid there, covers half of a wide character that reaches out
   * of them: the other half is a blank.
   */
  cut(from: number, to: number, beginsAtEnd: boolean, endsAtStart: boolean): void {
    if (beginsAtEnd && this.#widths[to - 1] === 2) this.#blank(to - 1, to, this.#attrs[to - 1] ?? this.#defaultAttr);
    if (endsAtStart && this.#widths[from] === 0) this.#blank(from, from + 1, this.#attrs[from] ?? this.#defaultAttr);
  }

  #layNarrow(text: string, start: number, from: number, to: number, attr: number): number {
    let at = start;
    for (let index = 0; index < text.length && at < to; index++, at++) {
      const code = text.charCodeAt(index);
      let character = ASCII[code];
      if (character === undefined || code < FIRST_PRINTABLE || code > LAST_PRINTABLE) {
        character = characterAt(text, index, code);
        index += character.length - 1;
        character = safeCharacter(character, 1);
      }
      if (at < from) continue;
      this.#attrs[at] = attr;
      this.#texts[at] = character;
      this.#widths[at] = 1;
    }
    return at;
  }

  #layWide({ text }: ScreenRun, start: number, from: number, to: number, attr: number): number {
    let at = start;
    for (const character of text) {
      if (at >= to) break;
      // Half of a wide character may be inside: a blank of its style.
      if (at < from || at + 2 > to) this.#blank(Math.max(from, at), Math.min(to, at + 2), attr);
      else this.#putWide(at, safeCharacter(character, 2), attr);
      at += 2;
    }
    return at;
  }

  #putWide(x: number, text: string, attr: number): void {
    // What replaces a wide character is narrow (`?`, a letter): a blank fills the other cell.
    const isNarrow = text <= '~';
    this.#attrs[x] = attr;
    this.#texts[x] = text;
    this.#widths[x] = isNarrow ? 1 : 2;
    this.#attrs[x + 1] = attr;
    this.#texts[x + 1] = isNarrow ? ' ' : '';
    this.#widths[x + 1] = isNarrow ? 1 : 0;
  }

  /** Marks the line, and its columns, where a cell differs from what it held. */
  commit(line: Line, from: number, to: number): void {
    let first = -1;
    let last = -1;
    for (let x = from; x < to; x++) {
      const cell = line[x];
      const attr = this.#attrs[x] ?? this.#defaultAttr;
      const text = this.#texts[x] ?? ' ';
      if (cell === undefined || (cell[0] === attr && cell[1] === text)) continue;
      cell[0] = attr;
      cell[1] = text;
      if (first < 0) first = x;
      last = x;
    }
    if (first >= 0) touchColumns(line, first, last + 1);
  }
}

/** The code point that begins there, also where it is half of one. */
function characterAt(text: string, index: number, code: number): string {
  if (code < FIRST_SURROGATE || code > LAST_SURROGATE) return text.charAt(index);
  return String.fromCodePoint(text.codePointAt(index) ?? code);
}
