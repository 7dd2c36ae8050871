// Makes every headless terminal of ours: one width table and one set of options, so that no two of them show text differently.
import { type ITerminalOptions, Terminal } from '@xterm/headless';
import { codePointWidth } from '../../cells/codePointWidth';
import { keepCopiedMarks } from './keepCopiedMarks';
import { keepSavedRow } from './savedRow';

export type ScreenTerminalOptions = Pick<ITerminalOptions, 'scrollback' | 'windowOptions'>;

/** The terminal refuses to be narrower, columns. */
export const MIN_COLS = 2;

/** @param size cells; a width of one is made two. */
export function screenTerminal(
  size: { readonly cols: number; readonly rows: number },
  options: ScreenTerminalOptions = {},
): Terminal {
  const terminal = new Terminal({
    scrollback: 0,
    // Else a narrower screen cuts the line that the cursor is on.
    reflowCursorLine: true,
    ...options,
    cols: Math.max(MIN_COLS, size.cols),
    rows: size.rows,
    allowProposedApi: true,
  });
  terminal.unicode.register({
    version: 'podwatch',
    wcwidth: codePointWidth,
    // Packed as the terminal wants it: bit 0 joins the previous cell, bits 1–2 the width.
    charProperties: (codePoint, preceding) => {
      const width = codePointWidth(codePoint);
      const before = (preceding >> 1) & 3;
      const joins = width === 0 && preceding !== 0 && before !== 0;
      return ((joins ? Math.max(before, width) : width) << 1) | (joins ? 1 : 0);
    },
  });
  terminal.unicode.activeVersion = 'podwatch';
  keepSavedRow(terminal);
  keepCopiedMarks(terminal);
  return terminal;
}
