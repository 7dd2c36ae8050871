// What a shell has said of lines that are not given out yet (OSC 133): each mark stays with its row.
import type { IMarker, Terminal } from '@xterm/headless';

export class LineMarks {
  /** In their order. */
  private marks: { readonly marker: IMarker; readonly letter: string }[] = [];

  constructor(private readonly terminal: Terminal) {
    terminal.parser.registerOscHandler(133, (data) => {
      const [letter = ''] = data;
      const { active, normal } = terminal.buffer;
      const marker = /[ABCD]/.test(letter) && active === normal ? terminal.registerMarker(0) : undefined;
      if (marker) this.marks.push({ marker, letter });
      return false;
    });
  }

  /** Those of the rows up to `lastRow`. */
  take(lastRow: number): string {
    if (this.marks.length === 0) return '';
    const own = this.marks.filter(({ marker }) => marker.line >= 0 && marker.line <= lastRow);
    this.marks = this.marks.filter(({ marker }) => marker.line > lastRow);
    for (const { marker } of own) marker.dispose();
    return own.map(({ letter }) => letter).join('');
  }

  /** They stand before all others. */
  putBack(letters: string, row: number): void {
    const { normal } = this.terminal.buffer;
    for (const letter of [...letters].reverse()) {
      const marker = this.terminal.registerMarker(row - normal.baseY - normal.cursorY);
      if (marker) this.marks.unshift({ marker, letter });
    }
  }
}
