// Names of keys: from a code point or a key's base name and its modifiers to a KeyInput.
import type { KeyInput } from './inputEvent';

export interface Modifiers {
  readonly shift: boolean;
  readonly alt: boolean;
  readonly ctrl: boolean;
}

export const PLAIN: Modifiers = { shift: false, alt: false, ctrl: false };
export const ALT: Modifiers = { shift: false, alt: true, ctrl: false };

/** Control characters that are keys of their own; the others are Ctrl and a letter. */
const CONTROL_KEYS = new Map<number, string>([
  [0x08, 'backspace'],
  [0x09, 'tab'],
  [0x0d, 'enter'],
  [0x1b, 'escape'],
  [0x7f, 'backspace'],
]);

/** A key with a name of its own (`enter`, `f5`, `up`). */
export function namedKey(base: string, modifiers: Modifiers): KeyInput {
  const { ctrl, alt, shift } = modifiers;
  const name = `${ctrl ? 'C-' : ''}${alt ? 'M-' : ''}${shift ? 'S-' : ''}${base}`;
  return { kind: 'key', name, text: name === 'space' ? ' ' : null };
}

/** A printable character; null for code points that no key types (C1, surrogates, private function keys). */
export function characterKey(codePoint: number, modifiers: Modifiers): KeyInput | null {
  // Shift is part of a character, and a shifted space is a space.
  if (codePoint === 0x20) return namedKey('space', { ...modifiers, shift: false });
  if (codePoint < 0x20 || (codePoint >= 0x7f && codePoint < 0xa0)) return null;
  if (codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint < 0xe000) || codePoint === 0xfffd) return null;
  const character = String.fromCodePoint(codePoint);
  const { ctrl, alt, shift } = modifiers;
  if (!ctrl) {
    // Terminals that report Shift apart may still send the unshifted letter; ß has no upper case of one character.
    const upper = character.toUpperCase();
    const typed = shift && [...upper].length === 1 ? upper : character;
    return { kind: 'key', name: `${alt ? 'M-' : ''}${typed}`, text: alt ? null : typed };
  }
  const lower = character.toLowerCase();
  const shiftedLetter = lower !== character || (shift && lower !== character.toUpperCase());
  return namedKey(lower, { ctrl, alt, shift: shiftedLetter });
}

/** One code point as a terminal without any keyboard protocol sends it, control characters included. */
export function legacyKey(codePoint: number, modifiers: Modifiers): KeyInput | null {
  const control = CONTROL_KEYS.get(codePoint);
  if (control !== undefined) return namedKey(control, modifiers);
  if (codePoint === 0) return namedKey('space', { ...modifiers, ctrl: true });
  if (codePoint < 0x20) {
    // 1–26 are the letters, 28–31 the four characters that follow Z and [ in ASCII.
    const base = String.fromCharCode(codePoint + (codePoint <= 26 ? 0x60 : 0x40));
    return namedKey(base, { ...modifiers, ctrl: true });
  }
  return characterKey(codePoint, modifiers);
}
