// Draws the saved screen of a stopped Pod: the terminal for it is only loaded when there is one to draw.
import type { ScreenRow } from '../cells/podScreen';
import { HeadlessScreen } from '../pod/terminal/headlessScreen';
import { scrollbackRows } from '../pod/terminal/screenRows';
import { screenRow } from '../streams/screenRow';

/** More than any preview is wide; what stands further right is cut. */
const COLS = 128;
/** No wrapping: a row of a wider screen stays one row. */
const NO_WRAP = '\x1b[?7l';

const NO_EVENTS = { onParsed: () => {}, onTitle: () => {}, onAnswer: () => {} };

/** @param rows text and SGR sequences, one string a row. Blank rows at the end are left out. */
export async function drawnScreen(rows: readonly string[], cols = COLS): Promise<readonly ScreenRow[]> {
  if (rows.length === 0) return [];
  const screen = new HeadlessScreen({ cols, rows: rows.length }, NO_EVENTS);
  try {
    screen.write(Buffer.from(`${NO_WRAP}${rows.join('\x1b[0m\r\n')}`));
    await new Promise<void>((resolve) => screen.whenParsed(resolve));
    const drawn = scrollbackRows(screen.terminal, 0, rows.length).lines.map(screenRow);
    return drawn.slice(0, drawn.findLastIndex((row) => row.length > 0) + 1);
  } finally {
    screen.dispose();
  }
}
