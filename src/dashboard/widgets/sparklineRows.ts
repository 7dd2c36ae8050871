// Activity as a row of bars, drawn by blessed-contrib's sparkline.
import type { BlessedScreen } from 'blessed/lib/widgets/screen';
import SparklineWidget from 'blessed-contrib/lib/widget/sparkline';
import type { ScreenRow } from '../../cells/podScreen';
import type { Sparkline } from '../kit/frame';

/** The widget computes with 32-bit integers, where byte counts overflow. A multiple of its seven steps rounds evenly. */
const SCALE = 700;
/** The widget keeps two columns for a border and puts the bars below a blank line and a title. */
const BORDER = 2;
const BARS_LINE = 2;
const IDLE_BAR = '▁';

/** `screen`: contrib's widgets need one, shown on it or not. */
export class SparklineRows {
  readonly #screen: BlessedScreen;
  readonly #rows = new WeakMap<Sparkline, { readonly width: number; readonly lines: readonly ScreenRow[] }>();

  constructor(screen: BlessedScreen) {
    this.#screen = screen;
  }

  /** One row of `width` cells, the newest value at the right end; the same object for the same sparkline. */
  linesOf(sparkline: Sparkline, width: number): readonly ScreenRow[] {
    const known = this.#rows.get(sparkline);
    if (known?.width === width) return known.lines;
    const { fg, bg, flags } = sparkline;
    const lines = [[{ text: this.#bars(sparkline.values, width), fg, bg, flags, width: 1 as const }]];
    this.#rows.set(sparkline, { width, lines });
    return lines;
  }

  #bars(values: readonly number[], width: number): string {
    const newest = values.slice(-Math.max(1, width)).map((value) => (Number.isFinite(value) ? Math.max(0, value) : 0));
    const largest = Math.max(...newest, Number.MIN_VALUE);
    // The widget scales from the smallest value: a zero keeps steady work from looking like none.
    const scaled = [...newest.map((value) => Math.round((value / largest) * SCALE)), 0];
    const widget = new SparklineWidget({ screen: this.#screen, width: scaled.length + BORDER, height: 1 });
    widget.setData([''], [scaled]);
    const bars = widget.content.split('\r\n')[BARS_LINE] ?? '';
    return bars.slice(0, newest.length).padStart(width, IDLE_BAR);
  }
}
