// What goes to the terminal beside the cells: its modes, the bounds of a frame, cursor, title and clipboard.
import { safeCharacter } from '../../cells/safeCharacter';

/** No wrap at the right edge, bracketed paste. */
export const TAKE_MODES = '\u001b[?7l\u001b[?2004h';
/** Mouse buttons in SGR form. */
export const TAKE_MOUSE = '\u001b[?1000h\u001b[?1006h';
/** With the moves of a held button, and without them again: the one mode replaces the other. */
export const TAKE_DRAGS = '\u001b[?1002h';
export const GIVE_DRAGS = '\u001b[?1002l\u001b[?1000h';
/** The user's title onto the terminal's stack; `GIVE_MODES` takes it back. */
export const PUSH_TITLE = '\u001b[22;0t';
export const GIVE_MODES =
  '\u001b[?2026l\u001b[m\u001b[?1006l\u001b[?1002l\u001b[?1000l\u001b[?2004l\u001b[?7h\u001b[?1049l\u001b[?25h\u001b[23;0t';
/** Synchronized output: the terminal shows all of a frame or nothing of it. */
export const BEGIN_FRAME = '\u001b[?2026h';
export const END_FRAME = '\u001b[?2026l';
export const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
/** Characters. */
const MAX_TITLE = 200;

/** Visible, in that cell (from 0). */
export function cursorAt(x: number, y: number): string {
  return `\u001b[${y + 1};${x + 1}H${SHOW_CURSOR}`;
}

/** `title` is untrusted. */
export function titleSequence(title: string): string {
  const characters = Array.from(title).slice(0, MAX_TITLE);
  return `\u001b]2;${characters.map((character) => safeCharacter(character, 1)).join('')}\u0007`;
}

/** OSC 52: the terminal's own clipboard takes the text. */
export function clipboardSequence(text: string): string {
  return `\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`;
}
