// The bytes that take the user's terminal for an attach, and those that give it back with every mode as it was.

/** Mouse 9–1016, focus 1004, paste 2004, synchronized update 2026, colour scheme 2031 and in-band size 2048 reports. */
const SWITCHED_OFF = [2026, 9, 1000, 1001, 1002, 1003, 1005, 1006, 1015, 1016, 1004, 2004, 2031, 2048];

/**
 * Every mode that a program may have changed, back to its default; leaves the alternate screen alone.
 * Begins by ending a string (OSC, DCS) that was cut in the middle; any other cut sequence ends at the ESC as well.
 */
const RESET_MODES = [
  '\x1b\\',
  ...SWITCHED_OFF.map((mode) => `\x1b[?${mode}l`),
  // modifyOtherKeys; cursor keys, reverse video, origin, side margins; keypad; insert, newline mode.
  '\x1b[>4m',
  '\x1b[?1l\x1b[?5l\x1b[?6l\x1b[?69l\x1b>\x1b[4l\x1b[20l',
  // Autowrap; whole scroll region; charsets; style.
  '\x1b[?7h\x1b[r\x1b(B\x1b)B\x0f\x1b[m',
  // Palette, foreground, background and cursor colour.
  '\x1b]104\x1b\\\x1b]110\x1b\\\x1b]111\x1b\\\x1b]112\x1b\\',
  // Cursor: default shape, visible.
  '\x1b[0 q\x1b[?25h',
].join('');

/** Back to flags 0 on the screen at hand (kitty keeps a stack for each of the two screens). */
const RESET_KITTY_KEYS = '\x1b[=0;1u';

/** Title saved; alternate screen; an own entry on the kitty keyboard stack; blank. */
export const ENTER_SCREEN = `\x1b[22;0t\x1b[?1049h\x1b[>0u${RESET_KITTY_KEYS}\x1b[H\x1b[2J`;

/** Pops our keyboard entry, resets what unbalanced pushes of the program left, main screen, title back. */
export const LEAVE_SCREEN = `${RESET_MODES}\x1b[<u${RESET_KITTY_KEYS}\x1b[?1049l\x1b[23;0t`;
