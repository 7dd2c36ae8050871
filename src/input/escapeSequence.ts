// What one whole CSI or SS3 sequence from the terminal means: a key, a mouse action, or a reply that is no input.
import type { InputEvent, MouseInput } from './inputEvent';
import { characterKey, type Modifiers, namedKey, PLAIN } from './keyInput';

const LETTER_KEYS = new Map<string, string>([
  ['A', 'up'],
  ['B', 'down'],
  ['C', 'right'],
  ['D', 'left'],
  ['F', 'end'],
  ['H', 'home'],
  ['P', 'f1'],
  ['Q', 'f2'],
  ['R', 'f3'],
  ['S', 'f4'],
]);

const NUMBER_KEYS = new Map<number, string>([
  [1, 'home'],
  [2, 'insert'],
  [3, 'delete'],
  [4, 'end'],
  [5, 'pageup'],
  [6, 'pagedown'],
  [7, 'home'],
  [8, 'end'],
  [11, 'f1'],
  [12, 'f2'],
  [13, 'f3'],
  [14, 'f4'],
  [15, 'f5'],
  [17, 'f6'],
  [18, 'f7'],
  [19, 'f8'],
  [20, 'f9'],
  [21, 'f10'],
  [23, 'f11'],
  [24, 'f12'],
]);

/** Keys that the kitty protocol names by their control code, and its keypad in the private use area. */
const CODE_KEYS = new Map<number, string>([
  [8, 'backspace'],
  [9, 'tab'],
  [13, 'enter'],
  [27, 'escape'],
  [127, 'backspace'],
  [57414, 'enter'],
  [57417, 'left'],
  [57418, 'right'],
  [57419, 'up'],
  [57420, 'down'],
  [57421, 'pageup'],
  [57422, 'pagedown'],
  [57423, 'home'],
  [57424, 'end'],
  [57425, 'insert'],
  [57426, 'delete'],
]);
const KITTY_KEYPAD = { first: 57399, characters: '0123456789./*-+' };
const KITTY_KEYPAD_EQUAL = 57415;
const KITTY_PRIVATE = { first: 57344, last: 63743 };
/** SS3 j … y: the keypad in application mode. */
const SS3_KEYPAD = '*+,-./0123456789';

const RELEASE = 3;
/** Super and Hyper: chords of the window manager, never text. */
const FOREIGN_MODIFIERS = 8 | 16;

interface Chord {
  readonly modifiers: Modifiers;
  /** A key release, or a chord that is not ours. */
  readonly ignored: boolean;
}

/** `<1 + modifier bits>[:<event type>]`, the field that kitty, xterm and modifyOtherKeys share. */
function parseChord(field: string | undefined): Chord {
  const [bitsText = '', eventText = ''] = (field ?? '').split(':');
  const bits = Math.max(0, (Number(bitsText) || 1) - 1);
  const modifiers = { shift: (bits & 1) !== 0, alt: (bits & (2 | 32)) !== 0, ctrl: (bits & 4) !== 0 };
  return { modifiers, ignored: Number(eventText) === RELEASE || (bits & FOREIGN_MODIFIERS) !== 0 };
}

function codeKey(code: number, modifiers: Modifiers): InputEvent | null {
  const name = CODE_KEYS.get(code);
  if (name !== undefined) return namedKey(name, modifiers);
  const keypad = code === KITTY_KEYPAD_EQUAL ? '=' : KITTY_KEYPAD.characters[code - KITTY_KEYPAD.first];
  if (keypad !== undefined) return characterKey(keypad.charCodeAt(0), modifiers);
  if (code >= KITTY_PRIVATE.first && code <= KITTY_PRIVATE.last) return null;
  return characterKey(code, modifiers);
}

/** `CSI code[:shifted[:base]] ; modifiers[:event] [; text] u` */
function kittyKey(fields: readonly string[]): InputEvent | null {
  const chord = parseChord(fields[1]);
  if (chord.ignored) return null;
  const [codeText = '', shiftedText = ''] = (fields[0] ?? '').split(':');
  const { ctrl, shift } = chord.modifiers;
  const shifted = Number(shiftedText);
  const code = shift && !ctrl && shifted > 0 ? shifted : Number(codeText);
  return code > 0 ? codeKey(code, chord.modifiers) : null;
}

const BUTTONS = ['left', 'middle', 'right', 'none'] as const;

/** SGR mouse; motion without a button, horizontal wheels and extra buttons are nothing we act on. */
function mouseEvent(fields: readonly string[], released: boolean): MouseInput | null {
  const [code = Number.NaN, column = Number.NaN, row = Number.NaN] = fields.map(Number);
  if (!(code >= 0) || !(column >= 1) || !(row >= 1) || (code & 128) !== 0) return null;
  const at = { x: column - 1, y: row - 1, ...((code & 8) !== 0 && { isAlt: true as const }) };
  const low = code & 3;
  if ((code & 32) !== 0) {
    return low === 3 ? null : { kind: 'mouse', action: 'drag', button: BUTTONS[low] ?? 'none', ...at };
  }
  if ((code & 64) !== 0) {
    if (low > 1 || released) return null;
    return { kind: 'mouse', action: low === 0 ? 'wheelup' : 'wheeldown', button: 'none', ...at };
  }
  const button = BUTTONS[low] ?? 'none';
  // X10 reports a release as button 3, SGR by its final letter.
  return { kind: 'mouse', action: released || low === 3 ? 'up' : 'down', button, ...at };
}

/** The old report: three characters after `CSI M`, each 32 + value. */
export function x10MouseEvent(report: string): MouseInput | null {
  const [code = 0, column = 0, row = 0] = [...report].map((character) => (character.codePointAt(0) ?? 0) - 32);
  return mouseEvent([String(code), String(column), String(row)], false);
}

function tildeKey(fields: readonly string[]): InputEvent | null {
  const number = Number(fields[0]);
  const chord = parseChord(fields[1]);
  if (chord.ignored) return null;
  // modifyOtherKeys: CSI 27 ; modifiers ; code ~
  if (number === 27 && fields.length === 3) return codeKey(Number(fields[2]), chord.modifiers);
  const name = NUMBER_KEYS.get(number);
  return name === undefined ? null : namedKey(name, chord.modifiers);
}

function letterKey(fields: readonly string[], final: string): InputEvent | null {
  const name = LETTER_KEYS.get(final);
  if (name === undefined) return null;
  // `CSI row;column R` answers a cursor query; only `CSI 1;2–16 R` can be F3.
  if (final === 'R' && fields.length > 1 && !(fields[0] === '1' && Number.parseInt(fields[1] ?? '', 10) <= 16)) {
    return null;
  }
  const chord = parseChord(fields[1]);
  return chord.ignored ? null : namedKey(name, chord.modifiers);
}

/** rxvt says the modifiers with the final: `CSI 5 ^` is Ctrl+PageUp, `CSI a` Shift+Up. */
function rxvtKey(fields: readonly string[], final: string): InputEvent | null {
  const parameter = fields[0] ?? '';
  if (final >= 'a' && final <= 'd') {
    const name = LETTER_KEYS.get(final.toUpperCase());
    return parameter === '' && name !== undefined ? namedKey(name, { ...PLAIN, shift: true }) : null;
  }
  const name = NUMBER_KEYS.get(Number(parameter));
  if (name === undefined) return null;
  return namedKey(name, { alt: false, shift: final !== '^', ctrl: final !== '$' });
}

/**
 * `body` is what stands between `CSI` and the final character. Null: a reply, a focus report or something unknown,
 * none of which is input.
 */
export function csiEvent(body: string, final: string): InputEvent | null {
  if (body.startsWith('<')) {
    return final === 'M' || final === 'm' ? mouseEvent(body.slice(1).split(';'), final === 'm') : null;
  }
  // Private prefixes (? > =) and intermediates only come in replies; rxvt's `$` is a final, handled by the decoder.
  if (!/^[0-9;:]*$/.test(body)) return null;
  const fields = body.split(';');
  if (final === 'u') return kittyKey(fields);
  if (final === '~') return tildeKey(fields);
  if (final === 'Z') return namedKey('tab', { ...parseChord(fields[1]).modifiers, shift: true });
  if ('^$@abcd'.includes(final)) return rxvtKey(fields, final);
  return letterKey(fields, final);
}

/** `SS3 [modifiers] final`; undefined where that is no such sequence (then it was Alt+O and a character). */
export function ss3Event(modifierDigit: string, final: string): InputEvent | null | undefined {
  const { modifiers } = parseChord(modifierDigit);
  const name = LETTER_KEYS.get(final);
  if (name !== undefined) return namedKey(name, modifiers);
  if (final === 'M') return namedKey('enter', modifiers);
  if (final === 'I') return namedKey('tab', modifiers);
  if (final === 'E') return null;
  if (final === 'X') return characterKey(0x3d, modifiers);
  if (final >= 'a' && final <= 'd') {
    return namedKey(LETTER_KEYS.get(final.toUpperCase()) ?? 'up', { ...modifiers, ctrl: true });
  }
  const keypad = final >= 'j' ? SS3_KEYPAD[final.charCodeAt(0) - 'j'.charCodeAt(0)] : undefined;
  return keypad === undefined ? undefined : characterKey(keypad.charCodeAt(0), modifiers);
}

/** The Linux console's F1–F5: `CSI [ A` … `CSI [ E`. */
export function consoleFunctionKey(letter: string): InputEvent | null {
  const index = letter.charCodeAt(0) - 'A'.charCodeAt(0);
  return index >= 0 && index < 5 ? namedKey(`f${index + 1}`, PLAIN) : null;
}
