// Draws a piece of a program's output as the rows that its user saw, one at a time: what is overwritten, deleted and moved within a row.
import { codePointWidth } from '../cells/codePointWidth';

/** Text, an escape sequence (also one that is cut at the end), or one control. */
const PART =
  /[^\x00-\x1f\x7f]+|\x1b(?:\[([\x20-\x3f]*)([\x40-\x7e])|\][^\x07\x1b]*(?:\x07|\x1b\\|$)|[P_^X][^\x1b]*(?:\x1b\\|$)|\[[\x20-\x3f]*$|[\x20-\x2f]*[\x30-\x7e]?)|[\x00-\x1f\x7f]/g;
const ASCII = /^[\x20-\x7e]*$/;
/** No row is wider, cells; what stands further right is of no use to anybody. */
const MAX_CELLS = 65_536;
const TAB = 8;
/** The right half of a wide character. */
const HALF = '';
/** The last cell of a row in which a wide character had no room. */
const EDGE = '\0';

export class RowDrawer {
  /** Rows that the cursor has left, the oldest first; one that the terminal has wrapped is one. Untrusted text still. */
  readonly rows: string[] = [];
  /** One a cell; undefined: nothing was written there. */
  private cells: (string | undefined)[] = [];
  /** The cursor, within what was wrapped into one. `begin`: where its row of the screen begins. */
  private at = 0;
  private begin = 0;

  /** @param cols of the terminal. @param keepTabs tabs stay what they are instead of blanks. */
  constructor(
    private readonly cols: number,
    private readonly keepTabs: boolean,
  ) {}

  write(output: string): void {
    PART.lastIndex = 0;
    for (let part = PART.exec(output); part !== null; part = PART.exec(output)) {
      const [whole, parameters = '', final] = part;
      if (final !== undefined) this.sequence(parameters, final);
      else if (whole.charCodeAt(0) >= 0x20 && whole !== '\x7f') this.text(whole);
      else this.control(whole);
    }
  }

  /** What stands in the row at hand. */
  get row(): string {
    const { cells } = this;
    let text = '';
    for (let at = 0; at < cells.length; at++) text += this.textAt(at);
    return text.trimEnd();
  }

  /** Where the cursor stands in `row`, UTF-16 units. */
  get column(): number {
    let length = 0;
    for (let at = 0; at < this.at; at++) length += this.textAt(at).length;
    return length;
  }

  /** Only while a wide character stands behind the edge it is left out. */
  private textAt(at: number): string {
    const cell = this.cells[at] ?? ' ';
    if (cell !== EDGE) return cell;
    return this.cells[at + 2] === HALF ? '' : ' ';
  }

  private text(text: string): void {
    if (ASCII.test(text)) for (let index = 0; index < text.length; index++) this.put(text[index] ?? '', 1);
    else for (const character of text) this.put(character, codePointWidth(character.codePointAt(0) ?? 0));
  }

  private put(character: string, width: number): void {
    if (width === 0) {
      // It stands on the character before.
      let on = this.at - 1;
      while (on > 0 && this.cells[on] === HALF) on -= 1;
      const base = this.cells[on];
      if (base !== undefined) this.cells[on] = (base + character).normalize('NFC');
      return;
    }
    if (this.at + width > this.begin + this.cols) {
      if (this.at < this.begin + this.cols) this.putEdge();
      this.begin += this.cols;
      this.at = this.begin;
    }
    if (this.at >= MAX_CELLS) return;
    this.split(this.at);
    this.split(this.at + width);
    this.cells[this.at] = character;
    if (width === 2) this.cells[this.at + 1] = HALF;
    this.at += width;
  }

  private putEdge(): void {
    this.split(this.at);
    this.cells[this.at] = EDGE;
  }

  private control(control: string): void {
    if (control === '\r') this.at = this.begin;
    else if (control === '\b') this.left(1);
    else if (control === '\t') this.tab();
    else if (control === '\n' || control === '\v' || control === '\f' || control === '\x1bD') this.down(1);
    else if (control === '\x1bE') this.leave(0);
    else if (/^\x1b[M78c]$/.test(control)) this.leave(this.at - this.begin);
  }

  private sequence(parameters: string, final: string): void {
    const count = Math.max(1, Number(parameters) || 1);
    const column = this.at - this.begin;
    if (final === 'C' || final === 'a') this.at = this.begin + Math.min(column + count, this.cols - 1);
    else if (final === 'G' || final === '`') this.at = this.begin + Math.min(count, this.cols) - 1;
    else if (final === 'D') this.left(count);
    else if (final === 'A') this.up(count);
    else if (final === 'B') this.down(count);
    else if (final === 'H' || final === 'f') this.leave(Math.max(0, (Number(parameters.split(';')[1]) || 1) - 1));
    else if (final === 'E' || final === 'F' || /^\?(?:47|1047|1049)$/.test(parameters)) this.leave(0);
    else if (/^[LMSTdru]$/.test(final) || (final === 'J' && count > 1)) this.leave(column);
    else this.edit(final, count, Number(parameters) || 0);
  }

  private edit(final: string, count: number, how: number): void {
    if (final === 'K' || final === 'J') this.erase(how);
    if (final !== 'X' && final !== 'P' && final !== '@') return;
    this.at = Math.min(this.at, this.begin + this.cols - 1);
    const { cells, at } = this;
    if (final === 'X') this.blank(at, at + count);
    else if (final === 'P') this.remove(count);
    else if (final === '@' && at < cells.length) {
      // The right half of a wide character goes on with what stands behind it.
      if (cells[at] === HALF) cells[at - 1] = undefined;
      cells.splice(at, 0, ...blanks(Math.min(count, this.cols)));
      // What is pushed over the edge of its row is gone.
      this.split(this.begin + this.cols);
      cells.splice(this.begin + this.cols, Math.min(count, this.cols));
    }
  }

  private remove(count: number): void {
    this.split(this.at);
    this.split(this.at + count);
    const end = this.begin + this.cols;
    const gone = Math.min(count, end - this.at);
    if (this.cells.length > end) this.cells.splice(end, 0, ...blanks(gone));
    this.cells.splice(this.at, gone);
  }

  /** Where the last cell was written the cursor stands on it still. */
  private left(count: number): void {
    const at = Math.min(this.at, this.begin + this.cols - 1);
    this.at = Math.max(this.begin, at - count);
  }

  private tab(): void {
    const column = this.at - this.begin;
    const next = Math.min(this.begin + column + TAB - (column % TAB), this.begin + this.cols - 1);
    if (this.keepTabs && this.cells[this.at] === undefined) {
      this.cells[this.at] = '\t';
      for (let at = this.at + 1; at < next; at++) this.cells[at] ??= HALF;
    }
    this.at = Math.max(this.at, next);
  }

  private erase(which: number): void {
    if (which === 2 || (which === 0 && this.at === this.begin)) this.unwrap();
    const end = this.begin + this.cols;
    if (which === 0) this.blank(this.at, end);
    else if (which === 1) this.blank(this.begin, this.at + 1);
    else if (which === 2) this.blank(this.begin, end);
  }

  /** A row that was erased from its first cell on is no longer a part of the one above. */
  private unwrap(): void {
    if (this.begin === 0) return;
    const behind = this.cells.splice(this.begin);
    this.rows.push(this.row);
    this.cells = behind;
    this.at -= this.begin;
    this.begin = 0;
  }

  /** Of a wide character that begins before and ends behind it nothing is left. */
  private split(at: number): void {
    if (this.cells[at] !== HALF) return;
    this.cells[at - 1] = undefined;
    this.cells[at] = undefined;
  }

  private blank(from: number, to: number): void {
    this.split(from);
    this.split(to);
    if (to >= this.cells.length) this.cells.length = Math.min(this.cells.length, from);
    else for (let at = from; at < to; at++) this.cells[at] = undefined;
  }

  /** Within what was wrapped it is a row of the same. */
  private up(count: number): void {
    if (this.begin - count * this.cols < 0) {
      this.leave(this.at - this.begin);
      return;
    }
    this.begin -= count * this.cols;
    this.at -= count * this.cols;
  }

  private down(count: number): void {
    if (this.cells.length <= this.begin + count * this.cols) {
      this.leave(this.at - this.begin);
      return;
    }
    this.begin += count * this.cols;
    this.at += count * this.cols;
  }

  /** For a row that nothing is known of. */
  private leave(column: number): void {
    this.rows.push(this.row);
    this.cells = [];
    this.begin = 0;
    this.at = Math.min(column, MAX_CELLS);
  }
}

function blanks(count: number): readonly undefined[] {
  return new Array<undefined>(count);
}
