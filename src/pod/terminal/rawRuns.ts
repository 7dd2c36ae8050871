// The runs of a row without links and combined characters: the terminal is asked once a style, not once a cell.
import type { IBufferCell, IBufferLine } from '@xterm/headless';
import { PLAIN_STYLE, sameStyle, type TextStyle } from '../../cells/textStyle';
import type { WireRun } from '../../protocol/screenUpdate';
import { cellOneText, SIMPLE_END } from './cellOneText';
import { isPlainBlank, textStyleOf } from './cellStyle';
import { rawCodePoint, rawWidth, WORDS } from './rawLine';

const SPACE = 0x20;

interface RawRow {
  readonly line: IBufferLine;
  readonly words: Uint32Array;
  /** To be used again for each cell. */
  readonly cell: IBufferCell;
}

/** Its first `cols` cells; blanks in default colours are said only when something follows them. */
export function rawRuns(row: RawRow, cols: number): WireRun[] {
  const styles = new RawStyles(row);
  const joiner = new RunJoiner();
  let blanks = 0;
  for (let x = 0; x < cols; x++) {
    const word = row.words[WORDS * x] ?? 0;
    const width = rawWidth(word);
    if (width === 0) continue;
    const code = rawCodePoint(word);
    const { look, isPlainBlank } = styles.at(x);
    if (isPlainBlank && (code === SPACE || code === 0)) {
      blanks += width;
      continue;
    }
    if (blanks > 0) joiner.add(' '.repeat(blanks), PLAIN_STYLE, 1);
    blanks = 0;
    if (code !== 0 && code < SIMPLE_END) joiner.add(String.fromCharCode(code), look, width === 2 ? 2 : 1);
    else addOther(joiner, row, x, look);
  }
  return joiner.end();
}

function addOther(joiner: RunJoiner, { line, cell }: RawRow, x: number, look: TextStyle): void {
  const loaded = line.getCell(x, cell);
  if (!loaded) return;
  const { text, width } = cellOneText(loaded);
  joiner.add(text, look, width);
}

interface RawStyle {
  readonly look: TextStyle;
  readonly isPlainBlank: boolean;
}

const PLAIN: RawStyle = { look: PLAIN_STYLE, isPlainBlank: true };

/** The style of one cell after the other; most look as the one before. */
class RawStyles {
  private fg = 0;
  private bg = 0;
  private style = PLAIN;

  constructor(private readonly row: RawRow) {}

  at(x: number): RawStyle {
    const { words, line, cell } = this.row;
    const fg = words[WORDS * x + 1] ?? 0;
    const bg = words[WORDS * x + 2] ?? 0;
    if (fg === this.fg && bg === this.bg) return this.style;
    this.fg = fg;
    this.bg = bg;
    const loaded = fg === 0 && bg === 0 ? undefined : line.getCell(x, cell);
    this.style = loaded ? { look: textStyleOf(loaded), isPlainBlank: isPlainBlank(loaded) } : PLAIN;
    return this.style;
  }
}

/** Makes one run of texts that look the same. */
class RunJoiner {
  private readonly runs: WireRun[] = [];
  private text = '';
  private look = PLAIN_STYLE;
  private width: 1 | 2 = 1;

  add(text: string, look: TextStyle, width: 1 | 2): void {
    if (width !== this.width || (look !== this.look && !sameStyle(look, this.look))) {
      this.push();
      this.look = look;
      this.width = width;
    }
    this.text += text;
  }

  end(): WireRun[] {
    this.push();
    return this.runs;
  }

  private push(): void {
    const { fg, bg, flags } = this.look;
    if (this.text !== '') this.runs.push([this.text, fg, bg, flags, this.width]);
    this.text = '';
  }
}
