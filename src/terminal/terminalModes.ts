// The bytes that take the user's terminal for an attach, and those that give it back.

/**
 * What our own screen states touch, back to its default: SGR, charsets, shift, wrap, scroll region, cursor, key modes. A
 * cut sequence ends at the ESC. Whatever else was touched is known by `TouchedTerminal`.
 */
const RESET_OWN =
  '\x1b\\\x1b[?2026l\x1b[?1l\x1b[?6l\x1b[4l\x1b[20l\x1b>\x1b[?7h\x1b[r\x1b(B\x1b)B\x0f\x1b[m\x1b[0 q\x1b[?25h';

/** Back to flags 0 on the screen at hand (kitty keeps a stack for each of the two screens). */
const RESET_KITTY_KEYS = '\x1b[=0;1u';

/** Every terminal answers it, and in its turn: what was asked before has been answered then, and nothing reports any more. */
const FENCE = '\x1b[c';
export const FENCE_ANSWER = /\x1b\[\?[\d;]*c/;

/** The wheel types arrow keys on the alternate screen: asked for, remembered by the terminal, and off. */
const WHEEL_OFF = `\x1b[?1007$p${FENCE}\x1b[?1007s\x1b[?1007l`;
/**
 * As it was remembered. A terminal that remembers nothing keeps what comes first: on, as all of those have it from their
 * start.
 */
const WHEEL_BACK = '\x1b[?1007h\x1b[?1007r';
/**
 * What it has said to `?1007$p`: 1 and 2 are on and off, 3 and 4 the same for ever, 0 is unknown to it; and to the fence
 * behind that.
 */
export const WHEEL_ANSWER = {
  whole: /\x1b\[\?(?:1007;([0-4])\$y|[\d;]*c)/,
  unfinished: /\x1b(?:\[(?:\?[0-9;]{0,60}\$?)?)?$/,
};

/** What the wheel does, as it was found. @param said see `WHEEL_ANSWER`; null: nothing. */
export function wheelBack(said: string | null): string {
  if (said === '1') return '\x1b[?1007h';
  return said === '2' ? '\x1b[?1007l' : WHEEL_BACK;
}

/** Title saved; alternate screen; an own entry on the kitty keyboard stack. */
export const ENTER_SCREEN = `\x1b[22;0t\x1b[?1049h\x1b[>0u${RESET_KITTY_KEYS}`;

/** For the screen of a Pod. Blank afterwards: some terminals print a question that they do not know. */
export const BEGIN_POD = `${WHEEL_OFF}\x1b[m\x1b[H\x1b[2J`;

/**
 * Pops our keyboard entry, resets what unbalanced pushes of the program left, main screen, title back.
 * `undo`: what takes back all that was touched meanwhile, `wheel`: see `wheelBack`. `isFenced`: with a last question, see
 * `FENCE_ANSWER`.
 */
export function leaveScreen(undo: string, wheel: string, isFenced: boolean): string {
  const fence = isFenced ? FENCE : '';
  return `${undo}${RESET_OWN}\x1b[<u${RESET_KITTY_KEYS}${wheel}${fence}\x1b[?1049l\x1b[23;0t`;
}

/** Mouse 9–1016, focus 1004, paste 2004, synchronized update 2026, colour scheme 2031 and in-band size 2048 reports. */
const SWITCHED_OFF = [2026, 9, 1000, 1001, 1002, 1003, 1005, 1006, 1015, 1016, 1004, 2004, 2031, 2048];

/** Every mode that any program may have changed, for where nobody knows any more which were; the screens are left alone. */
const RESET_ALL = [
  '\x1b\\',
  ...SWITCHED_OFF.map((mode) => `\x1b[?${mode}l`),
  // modifyOtherKeys; reverse video, side margins.
  '\x1b[>4m\x1b[?5l\x1b[?69l',
  // Palette, foreground, background and cursor colour; link, progress, pointer.
  '\x1b]104\x1b\\\x1b]110\x1b\\\x1b]111\x1b\\\x1b]112\x1b\\\x1b]8;;\x1b\\\x1b]9;4;0\x1b\\\x1b]22;\x1b\\',
  RESET_OWN,
].join('');

/** After `ENTER_SCREEN`, by one who does not know what was shown. */
export const LEAVE_BLINDLY = `${RESET_ALL}\x1b[<u${RESET_KITTY_KEYS}${WHEEL_BACK}\x1b[?1049l\x1b[23;0t`;

/**
 * For a terminal that nobody has given back: the keyboard stacks of both screens emptied, the main screen shown with the
 * cursor where it is (1049 alone would put it where somebody once saved it).
 */
export const MEND_SCREEN = [
  `${RESET_ALL}\x1b[<99u${RESET_KITTY_KEYS}`,
  '\x1b[?1047l\x1b7\x1b[?1049l',
  `\x1b[<99u${RESET_KITTY_KEYS}\r\n`,
].join('');
