// What the user's terminal sends, decoded: one event a key, a paste as one, a mouse action.

/**
 * `name`: a printable character as itself (`a`, `A`, `?`, `é`, `漢`), else one of: enter, escape, tab, backspace,
 * delete, insert, home, end, pageup, pagedown, up, down, left, right, space, f1…f12. Modifiers as prefixes in this order:
 * `C-`, `M-`, `S-` (Shift only where it is not part of the character), e.g. `C-c`, `C-\`, `M-enter`, `S-tab`.
 */
export interface KeyInput {
  readonly kind: 'key';
  readonly name: string;
  /** What the key types into a text field; null for keys that type nothing. */
  readonly text: string | null;
}

/** A bracketed paste, whole, however many chunks it came in. */
export interface PasteInput {
  readonly kind: 'paste';
  readonly text: string;
}

export interface MouseInput {
  readonly kind: 'mouse';
  readonly action: 'down' | 'drag' | 'up' | 'wheelup' | 'wheeldown';
  readonly button: 'left' | 'middle' | 'right' | 'none';
  /** Cells from the top left, from 0. */
  readonly x: number;
  readonly y: number;
  /** Alt was held; missing: it was not. */
  readonly isAlt?: true;
}

export type InputEvent = KeyInput | PasteInput | MouseInput;
