// Headless screens that are written to, brought to a viewer, and compared in all that they show and keep.
import type { Terminal } from '@xterm/headless';
import { cellSequence } from '../../../src/pod/terminal/cellStyle';
import { HeadlessScreen } from '../../../src/pod/terminal/headlessScreen';
import { readInternals } from '../../../src/pod/terminal/screenInternals';

export const silent = { onParsed: () => {}, onTitle: () => {}, onAnswer: () => {} };
export const open: HeadlessScreen[] = [];

export function newScreen(cols = 20, rows = 6): HeadlessScreen {
  const screen = new HeadlessScreen({ cols, rows }, silent);
  open.push(screen);
  return screen;
}

export async function written(screen: HeadlessScreen, bytes: string | Buffer): Promise<HeadlessScreen> {
  screen.write(Buffer.from(bytes as string));
  await new Promise<void>((resolve) => screen.whenParsed(resolve));
  return screen;
}

/** All that can be seen or felt: cells with their styles, cursor, pen, modes. A blank and an empty cell look the same. */
export function look(screen: HeadlessScreen) {
  const { terminal } = screen;
  const buffer = terminal.buffer.active;
  const cells = Array.from({ length: terminal.rows }, (_, y) => rowLook(terminal, buffer.baseY + y));
  const { cursorHidden, mouseEncoding, pen, scrollTop, scrollBottom, savedCursor, charsetInUse, charsets, tabStops } =
    readInternals(terminal);
  return {
    cells,
    cursor: [buffer.cursorX, buffer.cursorY],
    modes: { ...terminal.modes, synchronizedOutputMode: false },
    internals: {
      cursorHidden,
      mouseEncoding,
      region: [scrollTop, scrollBottom],
      // Whether a saved cursor was about to wrap is not carried over.
      saved: [
        Math.min(savedCursor.x, terminal.cols - 1),
        savedCursor.y,
        styleLook(savedCursor.pen),
        savedCursor.charset,
      ],
      charsetInUse,
      charsets,
      tabStops,
    },
    pen: styleLook(pen),
    title: screen.title,
  };
}

/**
 * As a user sees it. With wrapping off, or after insertions, xterm keeps halves of wide characters: half a cell is a blank,
 * and where something was written over the right half, the left one is blank too.
 */
export function rowLook(terminal: Terminal, row: number): unknown[] {
  const line = terminal.buffer.active.getLine(row);
  const charsAt = (x: number) => line?.getCell(x)?.getChars() ?? '';
  const isWhole = (x: number) => line?.getCell(x)?.getWidth() === 2 && charsAt(x + 1) === '';
  return Array.from({ length: terminal.cols }, (_, x) => {
    const cell = line?.getCell(x);
    if (!cell) return undefined;
    if (isWhole(x - 1)) return 'covered';
    const isBroken = cell.getWidth() === 2 && !isWhole(x);
    const chars = isBroken ? ' ' : cell.getChars() || ' ';
    return [chars, isWhole(x) ? 2 : 1, styleLook(cell, chars.trim() === '')];
  });
}

export function styleLook(style: ReturnType<typeof readInternals>['pen'], isBlank = false): unknown {
  if (!style) return null;
  // Of a blank only what shows: not whether it is bold.
  return isBlank
    ? cellSequence(style)
        .replace(/\b(?:1|2|3|5|8|3[0-7]|9[0-7]|38;5;\d+|38;2;\d+;\d+;\d+)(?!\d);?(?=[\d;]*m)/g, '')
        .replace(/;m$/, 'm')
    : cellSequence(style);
}

/** What a viewer's terminal shows after the state of a Pod that has put out `program`. */
export async function viewed(program: string, cols = 20, rows = 6): Promise<HeadlessScreen> {
  const screen = await written(newScreen(cols, rows), program);
  return written(newScreen(cols, rows), screen.state({ cols, rows }));
}

export const shownRows = ({ terminal }: HeadlessScreen) => {
  const { active } = terminal.buffer;
  return Array.from({ length: terminal.rows }, (_, y) => active.getLine(active.baseY + y)?.translateToString(true));
};
