// The bytes that bring any terminal, from any state, to the screen and the modes of a Pod.
import type { IBuffer, Terminal } from '@xterm/headless';
import type { ViewSize } from '../../protocol/terminalFrame';
import { type CellStyle, cellSequence } from './cellStyle';
import { type ModeTracker, TELLS_SIZE, WHEEL_TYPES } from './modeTracker';
import { paintRows } from './paintRows';
import { readInternals, type ScreenInternals } from './screenInternals';
import { linkReader, NO_LINK } from './screenLinks';

const MOUSE_MODES = { none: null, x10: 9, vt200: 1000, drag: 1002, any: 1003 } as const;

/**
 * Drawn for a viewer of that size: a smaller one gets the rows around the cursor, cut at its right edge. It neither enters
 * nor leaves the alternate screen: the viewer's client has done so, and the user's own screen lies under it.
 */
export function screenState(terminal: Terminal, modes: ModeTracker, view: ViewSize): string {
  const internals = readInternals(terminal);
  const buffer = terminal.buffer.active;
  const rows = Math.min(view.rows, terminal.rows);
  const top = Math.min(Math.max(0, buffer.cursorY - rows + 1), terminal.rows - rows);
  const area = { firstRow: buffer.baseY + top, rows, cols: Math.min(view.cols, terminal.cols) };
  const fits = view.cols === terminal.cols && view.rows === terminal.rows;
  return [
    resetSequence(modes, internals),
    paintRows(terminal, buffer, area),
    fits ? regionAndCursor(terminal, internals) : clippedCursor(buffer, top, view),
    modeSequence(terminal, modes, internals, fits),
    fits && internals.pen !== null ? openLink(terminal, internals.pen) : '',
    '\x1b[?2026l',
  ].join('');
}

/**
 * CAN ends whatever sequence the viewer's parser is in. Keyboard sequences come before SGR 0 because some terminals take
 * `CSI > 4 m` for an underline; they are sent only where the program has ever used them.
 */
function resetSequence(modes: ModeTracker, internals: ScreenInternals): string {
  const otherModes = [...modes.otherModes.keys()]
    .filter((mode) => mode !== TELLS_SIZE)
    .map((mode) => `\x1b[?${mode}l`)
    .join('');
  return [
    '\x18\x1b[?2026h',
    NO_LINK,
    modes.kittyUsed ? '\x1b[<99u' : '',
    modes.modifyOtherKeys === null ? '' : '\x1b[>4;0m',
    '\x1b[?9l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1005l\x1b[?1006l\x1b[?1015l\x1b[?1016l\x1b[?1004l\x1b[?2004l',
    otherModes,
    '\x1b[?1l\x1b>\x1b[4l\x1b[20l\x1b[?6l\x1b[?7l\x1b[?45l\x1b[?25l\x1b[r',
    '\x1b(B\x1b)B\x1b*B\x1b+B\x0f\x1b[0m\x1b[H\x1b[2J',
    internals.tabStops === null ? '' : tabSequence(internals.tabStops),
  ].join('');
}

function tabSequence(stops: readonly number[]): string {
  return `\x1b[3g${stops.map((column) => `\x1b[1;${column + 1}H\x1bH`).join('')}`;
}

/** Saved cursor, charsets, scroll region, then the cursor itself with its pen. */
function regionAndCursor(terminal: Terminal, internals: ScreenInternals): string {
  const { savedCursor, scrollTop, scrollBottom } = internals;
  const hasRegion = scrollTop > 0 || scrollBottom < terminal.rows - 1;
  return [
    savedCursorSequence(savedCursor),
    hasRegion ? `\x1b[${scrollTop + 1};${scrollBottom + 1}r` : '',
    cursorSequence(terminal, internals),
  ].join('');
}

/** Until here every charset is ASCII. */
function savedCursorSequence({ x, y, pen, charset }: ScreenInternals['savedCursor']): string {
  const save = charset === 'B' ? '\x1b7' : `\x1b(${charset}\x1b7\x1b(B`;
  return `\x1b[${y + 1};${x + 1}H${penSequence(pen)}${save}`;
}

function cursorSequence(terminal: Terminal, internals: ScreenInternals): string {
  const { cursorX, cursorY } = terminal.buffer.active;
  const { originMode, wraparoundMode } = terminal.modes;
  // In origin mode rows count from the top of the region.
  const origin = originMode ? '\x1b[?6h' : '';
  const row = cursorY + 1 - (originMode ? internals.scrollTop : 0);
  const wrap = wraparoundMode ? '\x1b[?7h' : '';
  if (cursorX < terminal.cols) return `${origin}${wrap}\x1b[${row};${cursorX + 1}H${penSequence(internals.pen)}`;
  // Behind the last column, about to wrap: only printing the last character again brings that about.
  const line = terminal.buffer.active.getLine(terminal.buffer.active.baseY + cursorY);
  const isWide = line?.getCell(terminal.cols - 1)?.getWidth() === 0;
  const column = terminal.cols - (isWide ? 2 : 1);
  const last = line?.getCell(column);
  const link = last ? openLink(terminal, last) : '';
  const reprint = last ? `${link}${cellSequence(last)}${last.getChars() || ' '}${link && NO_LINK}` : '';
  return `${origin}${wrap}\x1b[${row};${column + 1}H${reprint}${penSequence(internals.pen)}`;
}

/** What the program prints next belongs to the link that it has begun. */
function openLink(terminal: Terminal, pen: CellStyle): string {
  const link = linkReader(terminal)(pen);
  return link === NO_LINK ? '' : link;
}

function penSequence(pen: CellStyle | null): string {
  return pen === null ? '\x1b[0m' : cellSequence(pen);
}

/** The viewer does not follow the raw stream, so its region and pen do not matter. */
function clippedCursor(buffer: IBuffer, top: number, view: ViewSize): string {
  return `\x1b[0m\x1b[${buffer.cursorY - top + 1};${Math.min(buffer.cursorX, view.cols - 1) + 1}H`;
}

function modeSequence(terminal: Terminal, modes: ModeTracker, internals: ScreenInternals, fits: boolean): string {
  const now = terminal.modes;
  const mouse = MOUSE_MODES[now.mouseTrackingMode];
  let out = fits ? charsetSequence(internals) : '';
  if (fits && now.insertMode) out += '\x1b[4h';
  if (fits && terminal.options.convertEol) out += '\x1b[20h';
  if (fits && now.reverseWraparoundMode) out += '\x1b[?45h';
  if (now.applicationCursorKeysMode) out += '\x1b[?1h';
  if (now.applicationKeypadMode) out += '\x1b=';
  if (mouse !== null) out += `\x1b[?${mouse}h`;
  if (internals.mouseEncoding === 'SGR') out += '\x1b[?1006h';
  if (internals.mouseEncoding === 'SGR_PIXELS') out += '\x1b[?1016h';
  if (now.sendFocusMode) out += '\x1b[?1004h';
  if (now.bracketedPasteMode) out += '\x1b[?2004h';
  out += trackedSequence(terminal, modes);
  return internals.cursorHidden ? out : `${out}\x1b[?25h`;
}

/** Said apart; told by the Pod itself, to whose program a viewer's size means nothing. */
const OURS = new Set([WHEEL_TYPES, TELLS_SIZE]);

/** What the headless terminal does not keep. */
function trackedSequence(terminal: Terminal, modes: ModeTracker): string {
  let out = '';
  for (const [mode, on] of modes.otherModes) if (on && !OURS.has(mode)) out += `\x1b[?${mode}h`;
  out += wheelSequence(terminal, modes);
  if (modes.modifyOtherKeys) out += `\x1b[>4;${modes.modifyOtherKeys}m`;
  for (const flags of modes.kittyStack) out += `\x1b[>${flags}u`;
  out += `\x1b[${modes.cursorShape} q`;
  if (modes.progress !== null) out += `\x1b]9;4;${modes.progress || '0'}\x1b\\`;
  if (modes.pointer !== null) out += `\x1b]22;${modes.pointer}\x1b\\`;
  return out;
}

/**
 * A viewer's client shows everything on its alternate screen: there the wheel would type into a program that is on its
 * normal one. On the Pod's alternate screen it is as the program says, else as the user's terminal has it: saved by the
 * client when it came, on where nothing was saved.
 */
function wheelSequence(terminal: Terminal, modes: ModeTracker): string {
  if (terminal.buffer.active.type === 'normal') return `\x1b[?${WHEEL_TYPES}l`;
  const own = modes.otherModes.get(WHEEL_TYPES);
  if (own !== undefined) return `\x1b[?${WHEEL_TYPES}${own ? 'h' : 'l'}`;
  return `\x1b[?${WHEEL_TYPES}h\x1b[?${WHEEL_TYPES}r`;
}

function charsetSequence({ charsets, charsetInUse }: ScreenInternals): string {
  const designators = ['(', ')', '*', '+'];
  const designated = charsets.map((name, index) => (name === 'B' ? '' : `\x1b${designators[index]}${name}`)).join('');
  const shift = ['', '\x0e', '\x1bn', '\x1bo'][charsetInUse] ?? '';
  return designated + shift;
}
