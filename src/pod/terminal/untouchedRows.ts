// Which rows of a screen are as they were at the last look: output that only prints writes to none above its cursor.
import type { Terminal } from '@xterm/headless';
import { printsOnly } from './printsOnly';
import { readField } from './readField';
import { hasFullScrollRegion } from './screenInternals';

/** Longer output, bytes, is likely to have gone over all rows: it is not looked through. */
const MAX_BYTES = 4096;
/** The state of the terminal's parser between two sequences. */
const AT_REST = 0;

/** Since the last look: so many rows at the top are as they were, where `scrolled` others were above them then. */
export interface Untouched {
  readonly rows: number;
  readonly scrolled: number;
}

export class UntouchedRows {
  /** Rows at the top as they were at the last look, scrolled away since or not; 0: any may have changed. */
  private rows = 0;
  private scrolled = 0;
  private readonly parser: unknown;

  constructor(private readonly terminal: Terminal) {
    this.parser = readField(readField(readField(terminal, '_core'), '_inputHandler'), '_parser');
    terminal.onScroll(() => {
      this.scrolled++;
    });
    terminal.onResize(() => {
      this.rows = 0;
    });
  }

  /** Before each piece of output is parsed. Costs nothing while nobody looks. */
  comes(bytes: Uint8Array): void {
    if (this.rows === 0) return;
    const prints = bytes.length <= MAX_BYTES && readField(this.parser, 'currentState') === AT_REST && printsOnly(bytes);
    this.rows = prints ? Math.min(this.rows, this.terminal.buffer.active.cursorY + this.scrolled) : 0;
  }

  look(): Untouched {
    const { rows, scrolled, terminal } = this;
    this.rows = terminal.rows;
    this.scrolled = 0;
    // Of a region the rows around it stay where they are.
    return { rows: hasFullScrollRegion(terminal) ? Math.max(0, rows - scrolled) : 0, scrolled };
  }
}
