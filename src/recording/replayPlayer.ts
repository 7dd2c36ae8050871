// Plays the events of a recording on a terminal, as an attached viewer would have seen them.
import { HeadlessScreen } from '../pod/terminal/headlessScreen';
import { StreamScanner } from '../pod/terminal/streamScanner';
import { type CastEvent, parseCastSize } from '../protocol/castEvent';
import type { ViewSize } from '../protocol/terminalFrame';
import { drawnOnly } from './drawnOnly';

export class ReplayPlayer {
  private readonly screen: HeadlessScreen;
  private readonly scanner = new StreamScanner();

  /** @param view the terminal that it is played on; of another size it gets whole screens, cut to fit. */
  constructor(
    private view: ViewSize,
    private readonly show: (bytes: Buffer) => void,
  ) {
    this.screen = new HeadlessScreen(
      { cols: 80, rows: 24 },
      { onParsed: () => {}, onTitle: () => {}, onAnswer: () => {} },
    );
  }

  /** Resolves when all of it has been written. */
  async play({ kind, data }: CastEvent): Promise<void> {
    if (kind === 'm') return;
    let mustRedraw = false;
    const size = kind === 'r' ? parseCastSize(data) : null;
    if (size) {
      await this.parsed();
      this.screen.resize(size);
      mustRedraw = true;
    }
    if (kind === 'o') mustRedraw = this.output(data);
    await this.parsed();
    if (mustRedraw) this.write(this.screen.state(this.view));
  }

  /** Draws the whole screen anew on a terminal of that size. */
  resize(view: ViewSize): void {
    this.view = view;
    this.write(this.screen.state(view));
  }

  dispose(): void {
    this.screen.dispose();
  }

  /** True: what it shows now must be drawn anew. The viewer's own terminal never leaves its alternate screen. */
  private output(data: string): boolean {
    const fits = this.fits;
    let mustRedraw = !fits;
    for (const { kind, bytes, continues } of this.scanner.scan(Buffer.from(data))) {
      this.screen.write(bytes);
      if (kind === 'switch') mustRedraw = true;
      // The rest of a string that has begun before does not draw.
      else if (kind === 'output' && !continues && fits && !mustRedraw) this.write(bytes);
    }
    return mustRedraw;
  }

  /** A recording is no program: it must not ask, notify, copy or switch anything. */
  private write(bytes: Buffer): void {
    this.show(drawnOnly(bytes));
  }

  private get fits(): boolean {
    return this.screen.terminal.cols === this.view.cols && this.screen.terminal.rows === this.view.rows;
  }

  private parsed(): Promise<void> {
    return new Promise((resolve) => this.screen.whenParsed(resolve));
  }
}
