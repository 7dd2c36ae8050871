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
  /** By scaled value, of which there are few. */
  readonly #drawn = new Map<number, string>();
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
    return newest
      .map((value) => this.#bar(Math.round((value / largest) * SCALE)))
      .join('')
      .padStart(width, IDLE_BAR);
  }

  /** What the widget makes of this value beside a full bar and none: the same, whatever else stands there. */
  #bar(scaled: number): string {
    const known = this.#drawn.get(scaled);
    if (known !== undefined) return known;
    const values = [scaled, SCALE, 0];
    const widget = new SparklineWidget({ screen: this.#screen, width: values.length + BORDER, height: 1 });
    widget.setData([''], [values]);
    const bar = widget.content.split('\r\n')[BARS_LINE]?.charAt(0) ?? IDLE_BAR;
    this.#drawn.set(scaled, bar);
    return bar;
  }
}
