// Lines over time and gauges as rows of cells, drawn by blessed-contrib's canvases.
import type { BlessedScreen } from 'blessed/lib/widgets/screen';
import LineWidget from 'blessed-contrib/lib/widget/charts/line';
import GaugeWidget from 'blessed-contrib/lib/widget/gauge';
import type { ScreenRow, ScreenRun } from '../../cells/podScreen';
import { DEFAULT_COLOUR } from '../../cells/textStyle';
import type { Plot, Rect } from '../kit/frame';

type Size = Pick<Rect, 'width' | 'height'>;

/** What contrib calls the colours in which it draws the series, and the palette numbers in which they come back. */
const INKS = ['green', 'yellow', 'magenta', 'cyan'] as const;
const INK_NUMBERS: Readonly<Record<number, number>> = { 2: 0, 3: 1, 5: 2, 6: 3 };
/** The widget leaves two columns of what it is given; axes and labels need so much to be drawn at all. */
const SPARE_COLUMNS = 6;
const LEAST: Size = { width: 16, height: 5 };
/** Of a gauge's three rows the last is the bar; it keeps five columns for itself. */
const GAUGE_HEIGHT = 3;
const GAUGE_SPARE = 5;
const GAUGE_BAR = '█';
const GAUGE_REST = '░';

/** `screen`: contrib's widgets need one, shown on it or not. */
export class PlotRows {
  readonly #screen: BlessedScreen;
  readonly #rows = new WeakMap<Plot, { readonly size: Size; readonly lines: readonly ScreenRow[] }>();

  constructor(screen: BlessedScreen) {
    this.#screen = screen;
  }

  /** As many rows and cells as `size` has; the same object for the same plot. None where there is no room for axes. */
  linesOf(plot: Plot, { width, height }: Size): readonly ScreenRow[] {
    const known = this.#rows.get(plot);
    if (known?.size.width === width && known.size.height === height) return known.lines;
    const lines = plot.kind === 'gauge' ? this.#gauge(plot, width) : this.#lines(plot, { width, height });
    this.#rows.set(plot, { size: { width, height }, lines });
    return lines;
  }

  #lines({ series, labels, axis }: Extract<Plot, { kind: 'lines' }>, size: Size): readonly ScreenRow[] {
    if (size.width < LEAST.width || size.height < LEAST.height || labels.length < 2 || series.length === 0) return [];
    const largest = Math.max(1, ...series.flatMap(({ values }) => values));
    const widget = new LineWidget({
      screen: this.#screen,
      width: size.width + SPARE_COLUMNS,
      height: size.height + 2,
      numYLabels: 3,
      maxY: largest * 1.1,
      abbreviate: true,
      style: { text: 'white', baseline: 'white' },
    });
    widget.emit('attach');
    widget.setData(
      series.slice(0, INKS.length).map(({ values }, index) => ({
        x: [...labels],
        y: [...values],
        style: { line: INKS[index] ?? 'green' },
      })),
    );
    const inks = series.map(({ fg }) => fg);
    const rows = widget.ctx._canvas.frame().split('\n').slice(0, size.height);
    return rows.map((row) => runsOf(row, (ink) => inks[INK_NUMBERS[ink] ?? -1] ?? axis));
  }

  #gauge({ percent, fg }: Extract<Plot, { kind: 'gauge' }>, width: number): readonly ScreenRow[] {
    if (width < 1) return [];
    const options = { screen: this.#screen, width: width + GAUGE_SPARE, height: GAUGE_HEIGHT, showLabel: false };
    const widget = new GaugeWidget({ ...options, stroke: 'green', fill: 'white' });
    widget.emit('attach');
    // A number up to 1 would be read as a part of 1.
    widget.setPercent(Math.max(1.01, Math.min(100, percent)));
    const bar = widget.ctx._canvas.frame().split('\n')[GAUGE_HEIGHT - 1] ?? '';
    const filled = percent <= 0 ? 0 : Math.min(width, (bar.match(/\x1b\[42m/g) ?? []).length);
    const run = (text: string, ink: number): ScreenRun => ({ text, fg: ink, bg: DEFAULT_COLOUR, flags: 0, width: 1 });
    return [[run(GAUGE_BAR.repeat(filled), fg), run(GAUGE_REST.repeat(width - filled), DEFAULT_COLOUR)]];
  }
}

/** Contrib's own escapes: a foreground (`ESC [ 3n m`) stands before what it colours. */
function runsOf(row: string, colourOf: (ink: number) => number): ScreenRow {
  const runs: ScreenRun[] = [];
  let fg = DEFAULT_COLOUR;
  for (const [part] of row.matchAll(/\x1b\[\d*m|[^\x1b]+/g)) {
    const ink = /^\x1b\[3(\d)m$/.exec(part)?.[1];
    if (ink !== undefined) fg = ink === '9' ? DEFAULT_COLOUR : colourOf(Number(ink));
    else if (!part.startsWith('\x1b')) runs.push({ text: part, fg, bg: DEFAULT_COLOUR, flags: 0, width: 1 });
  }
  return runs;
}
