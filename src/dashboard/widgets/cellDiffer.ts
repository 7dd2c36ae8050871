// The bytes that turn what the terminal shows (`olines`) into what it should show (`lines`).
import type { BlessedScreen, Cell, Line } from 'blessed/lib/widgets/screen';
import { isRisky } from '../../cells/safeCharacter';
import { LINK_END, linkSequence } from '../../cells/safeLink';
import { SGR_RESET } from '../../cells/sgrSequence';
import type { StyleTable } from './styleTable';
import { type Columns, takeTouched } from './touchedColumns';

const CLEAR = `${SGR_RESET}\u001b[2J`;

/** Collects one frame's bytes and knows where they leave the cursor. */
class Pen {
  out = '';
  readonly #styles: StyleTable;
  #attr: number;
  /** The address that the next text leads to; empty: none. */
  #link = '';
  readonly #defaultAttr: number;
  #x = -1;
  #y = -1;

  constructor(styles: StyleTable, defaultAttr: number) {
    this.#styles = styles;
    this.#defaultAttr = defaultAttr;
    this.#attr = defaultAttr;
  }

  /** `erased`: how many cells to blank first where terminals differ on the width of `text`; else 0. */
  draw(x: number, y: number, text: string, width: 1 | 2, attr: number, erased: number): void {
    if (this.#y !== y) this.out += `\u001b[${y + 1};${x + 1}H`;
    else if (this.#x !== x) this.out += `\u001b[${x + 1}G`;
    if (attr !== this.#attr) {
      this.out += attr === this.#defaultAttr ? SGR_RESET : this.#styles.sequenceOf(attr);
      this.#attr = attr;
      this.#lead(this.#styles.linkOf(attr));
    }
    if (erased > 0) this.out += `\u001b[${erased}X`;
    this.out += text;
    this.#y = y;
    // One that gives it more cells has its cursor elsewhere: the next cell is addressed.
    this.#x = erased > 0 ? -1 : x + width;
  }

  #lead(link: string): void {
    if (link === this.#link) return;
    this.out += link === '' ? LINK_END : linkSequence(link);
    this.#link = link;
  }

  finish(): string {
    this.#lead('');
    return this.#attr === this.#defaultAttr ? this.out : this.out + SGR_RESET;
  }
}

function differs(cell: Cell, shown: Cell | undefined): boolean {
  return shown === undefined || cell[0] !== shown[0] || cell[1] !== shown[1];
}

/**
 * A terminal that gives a character fewer cells than we do would leave the rest of them as they were. Of a wide character
 * both halves go, or neither: of one that has lost its first half alone, tmux takes the cell before for it later on.
 */
function erasedCells(shown: Line, x: number, width: 1 | 2): number {
  return shown[x + width]?.[1] === '' ? width + 1 : width;
}

/** Looks at columns `from` … `to`, and beyond them as far as what was drawn there reaches. */
function drawLine(pen: Pen, y: number, line: Line, shown: Line, [from, to]: Columns): void {
  // A risky character may have run over its right neighbour in a terminal that makes it wider.
  let forced = false;
  let width: 1 | 2 = 1;
  const start = line[from]?.[1] === '' ? from - 1 : from;
  for (let x = start; x < to || forced; x += width) {
    const cell = line[x];
    if (cell === undefined) return;
    const [attr, text] = cell;
    const right = line[x + 1];
    width = right?.[1] === '' ? 2 : 1;
    // Of a wide character, either half may have been overwritten by something that is now gone.
    const changed = forced || differs(cell, shown[x]) || (right?.[1] === '' && differs(right, shown[x + 1]));
    forced = false;
    if (!changed) continue;
    show(shown, x, attr, text);
    if (width === 2) show(shown, x + 1, attr, '');
    forced = isRisky(text, width);
    pen.draw(x, y, text, width, attr, forced ? erasedCells(shown, x, width) : 0);
  }
}

function show(shown: Line, x: number, attr: number, text: string): void {
  const cell = shown[x];
  if (cell === undefined) shown[x] = [attr, text];
  else {
    cell[0] = attr;
    cell[1] = text;
  }
}

/** Draws what changed and brings `olines` up to it. */
export class CellDiffer {
  readonly #screen: BlessedScreen;
  readonly #styles: StyleTable;
  #shown: readonly Line[] | null = null;

  constructor(screen: BlessedScreen, styles: StyleTable) {
    this.#screen = screen;
    this.#styles = styles;
  }

  /**
   * Empty where nothing changed. After blessed has allocated new cells (start, resize, resume) the terminal's content
   * is unknown: it is cleared and drawn anew.
   */
  draw(): string {
    const { lines, olines, dattr } = this.#screen;
    const pen = new Pen(this.#styles, dattr);
    const whole = olines !== this.#shown;
    this.#shown = olines;
    if (whole) pen.out = CLEAR;
    for (const [y, line] of lines.entries()) {
      const shown = olines[y];
      if (shown === undefined || !(whole || line.dirty)) continue;
      const parts = takeTouched(line);
      if (whole) drawLine(pen, y, line, shown, [0, line.length]);
      else for (const part of parts) drawLine(pen, y, line, shown, part);
    }
    return pen.finish();
  }
}
